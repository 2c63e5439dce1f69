import { type BulkOperation, readBulk } from '../../../scim/bulk.ts'
import { namedIn } from '../../../scim/bulk-reference.ts'
import { ScimError, tooLarge } from '../../../scim/errors.ts'
import { bulkResponseUrn } from '../../../scim/message.ts'
import { noteParts } from '../../traffic/note.ts'
import type { Answer } from '../answer.ts'
import { doTogether } from '../bulk/circle.ts'
import { doOne, type Job } from '../bulk/operation.ts'
import type { Call } from '../call.ts'

/**
 * RFC 7644 §3.7. Each operation is what it would be as a request of its own, and is written by itself: whole or not at all,
 * whatever becomes of the others or of this server. Only those that name each other in a circle are written together.
 */
export async function postBulk(call: Call, endpointOf: Job['endpointOf']): Promise<Answer> {
  const { failOnErrors, operations, order, quirks } = readBulk(await bodyOf(call), { strict: call.source.strict })
  call.charge(operations.length - 1)
  const job: Job = { call, endpointOf, operations, made: new Map(), done: new Map() }
  let errors = 0
  for (const { places, isCircular } of order) {
    if (isCircular) await doTogether(job, places)
    else await doOne(job, places[0]!)
    errors += places.filter((at) => job.done.get(at)!.answer.status >= 400).length
    if (failOnErrors !== undefined && errors >= failOnErrors) break
  }
  const done = [...job.done].sort(([one], [other]) => one - other)
  const parts = done.map(([at, { answer, note }]) => {
    const { method = '', path } = operations[at]!
    return { method, path: `/${path.join('/')}`, status: answer.status, note }
  })
  noteParts(call.note, parts, quirks)
  const results = done.map(([at, { answer }]) => resultOf(job, operations[at]!, answer))
  return { status: 200, body: JSON.stringify({ schemas: [bulkResponseUrn], Operations: results }) }
}

/** RFC 7644 §3.7.4: "The returned response MUST specify the limit exceeded". @throws {ScimError} 413, invalidSyntax */
async function bodyOf({ body, bodyLimitBytes }: Call): Promise<unknown> {
  try {
    return await body()
  } catch (cause) {
    if (!(cause instanceof ScimError) || cause.status !== 413) throw cause
    throw tooLarge(`The size of the bulk request exceeds maxPayloadSize (${bodyLimitBytes}).`)
  }
}

/** RFC 7644 §3.7.3: the location of all but what was not created; a body for errors only. */
function resultOf({ call, made }: Job, { method, bulkId, path }: BulkOperation, { status, headers, body }: Answer) {
  const location = headers?.location ?? (method === 'POST' ? undefined : locationOf(call, path, made))
  return {
    ...(location !== undefined && { location }),
    ...(method !== undefined && { method }),
    ...(bulkId !== undefined && { bulkId }),
    ...(headers?.etag !== undefined && { version: headers.etag }),
    status: String(status),
    ...(status >= 400 && body !== undefined && { response: JSON.parse(body) as unknown }),
  }
}

const names: ReadonlyMap<string, string> = new Map([
  ['users', 'Users'],
  ['groups', 'Groups'],
])

/** Undefined where the path names nothing that there could be. */
function locationOf({ baseUrl }: Call, path: readonly string[], made: ReadonlyMap<string, string>): string | undefined {
  const name = names.get(path[0]?.toLowerCase() ?? '')
  let isNamed = name !== undefined && path.length === 2
  const { path: resolved } = namedIn({ path, data: undefined }, (bulkId) => {
    isNamed &&= made.has(bulkId)
    return made.get(bulkId)
  })
  return isNamed ? `${baseUrl}/${name}/${encodeURIComponent(resolved[1]!)}` : undefined
}
