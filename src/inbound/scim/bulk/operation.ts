import type { BulkOperation } from '../../../scim/bulk.ts'
import { namedIn } from '../../../scim/bulk-reference.ts'
import { ScimError } from '../../../scim/errors.ts'
import { quoted } from '../../../scim/text.ts'
import type { Note } from '../../traffic/note.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import type { endpointOf } from '../routes/endpoints.ts'

/** A bulk request while it is worked through. */
export interface Job {
  readonly call: Call
  readonly endpointOf: typeof endpointOf
  readonly operations: readonly BulkOperation[]
  /** The ids of what was created, by bulkId. */
  readonly made: Map<string, string>
  /** By place among the operations. */
  readonly done: Map<number, Done>
}

/** What an operation would have been answered as a request of its own. */
export interface Done {
  readonly answer: Answer
  readonly note: Note
}

/** An operation that is as it should be. */
export type Sound = Exclude<BulkOperation, { readonly refusal: ScimError }>

export async function doOne(job: Job, at: number): Promise<void> {
  const operation = job.operations[at]!
  const note: Note = { quirks: [] }
  try {
    if (operation.refusal) throw operation.refusal
    checkNamed(job, operation)
    const answer = await perform(job, operation, { call: job.call, note, idOf: (bulkId) => job.made.get(bulkId) })
    if (operation.bulkId !== undefined && answer.status === 201) job.made.set(operation.bulkId, createdId(answer))
    job.done.set(at, { answer, note })
  } catch (error) {
    note.refusal = error
    job.done.set(at, { answer: job.call.failed(error), note })
  }
}

/**
 * RFC 7644 §3.7.1 has 409 for references that cannot be resolved. What names something that is not there would name nothing
 * for ever, so it is not done at all.
 * @param others ids, by bulkId, of what is about to be created
 * @throws {ScimError} 409
 */
export function checkNamed({ made }: Job, { names }: Sound, others?: ReadonlyMap<string, string>): void {
  const missing = names.find((name) => !made.has(name) && !others?.has(name))
  if (missing !== undefined) throw new ScimError(409, undefined, `It names ${quoted(missing)}, which was not created.`)
}

export interface Performance {
  readonly call: Call
  readonly note: Note
  readonly idOf: (bulkId: string) => string | undefined
  readonly givenId?: string | undefined
}

/** By the same endpoint that the request would have reached. @throws whatever that throws */
export async function perform(job: Job, operation: Sound, { call, note, idOf, givenId }: Performance): Promise<Answer> {
  const { method, version } = operation
  const { path, data } = namedIn(operation, idOf)
  const found = job.endpointOf(
    method,
    path.map((segment) => encodeURIComponent(segment)),
  )
  if ('answer' in found) return found.answer
  const own: Call = {
    ...call,
    note,
    givenId,
    // No body is answered where all went well, so nothing is read for one; PATCH is asked nothing, or a group's would have one.
    query: method === 'POST' || method === 'PUT' ? 'attributes=id' : '',
    headers: version === undefined || method === 'POST' ? {} : { 'if-match': version },
    body: async () => data,
  }
  return found.endpoint(own, found.id ?? '')
}

/** The id in the Location of a 201. */
export function createdId({ headers }: Answer): string {
  return headers!.location!.split('/').at(-1)!
}
