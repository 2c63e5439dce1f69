import Type from 'typebox'
import { ById } from '../contract/reference.ts'
import {
  NewSource,
  NewToken,
  Source,
  SourceChange,
  SourceDeleted,
  SourceDeletion,
  SourceDeletionQuery,
  SourceInput,
  type Source as SourceJson,
  Sources,
  TokenInput,
} from '../contract/source.ts'
import type { SourceId } from '../directory/user.ts'
import { recordRequest } from '../history/store.ts'
import { type Caller, requireAdmin } from '../organization/caller.ts'
import { type Credential, revokeCredential } from '../organization/credential.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { readMoment } from '../platform/http/moment.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { isId } from '../platform/id.ts'
import { beginDeletion, emptySource } from './receive/source.ts'
import {
  changeSource,
  closeSource,
  createSource,
  createToken,
  findSource,
  type Source as InboundSource,
  listSources,
  tokensOf,
} from './source.ts'
import { contentCounts } from './store/emptying.ts'

/** How long an answer waits for a deletion to be over. */
const ANSWERED_MS = 5000

export interface SourceDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly database: Database
  /** Where this server is reached: SCIM addresses begin with it. */
  readonly publicUrl: () => string
}

const tags = ['sources']

/** Sources and their tokens. A token is shown once, when it is made. */
export function sourceRoutes(fastify: TypedRoutes, { clock, wake, database, publicUrl }: SourceDeps): void {
  const urlOf = ({ slug }: InboundSource) => `${publicUrl()}/scim/v2/${slug}`
  const shown = async (db: Db, source: InboundSource): Promise<SourceJson> => ({
    id: source.id,
    name: source.name,
    slug: source.slug,
    kind: source.kind,
    state: source.state,
    url: urlOf(source),
    domainRequired: source.domainRequired,
    createdAt: source.createdAt.toISOString(),
    tokens: (await tokensOf(db, source.id, clock.now())).map(shownToken),
  })

  fastify.get(
    '/sources',
    { schema: { tags, summary: 'Where users and groups come from', response: { 200: Sources } } },
    async ({ caller: { db } }) => ({
      sources: await Promise.all((await listSources(db)).map((source) => shown(db, source))),
    }),
  )

  fastify.post(
    '/sources',
    {
      schema: {
        tags,
        summary: 'Add a source: by SCIM, with its first token, or of files',
        body: SourceInput,
        response: { 201: NewSource },
      },
    },
    async ({ caller, body }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const made = await caller.db.transaction(async (tx) => {
        const source = await createSource(tx, { ...body, name: body.name.trim() }, now)
        const first = source.kind === 'scim' && (await createToken(tx, source, { label: 'First token' }, now))
        await record(tx, caller, 'source.create', source, now)
        return { ...(await shown(tx, source)), scim: first ? { url: urlOf(source), token: first.secret } : null }
      })
      reply.code(201)
      return made
    },
  )

  fastify.patch(
    '/sources/:id',
    {
      schema: {
        tags,
        summary: 'Change a source, or pause it',
        params: ById,
        body: SourceChange,
        response: { 200: Source },
      },
    },
    async ({ caller, params, body }) => {
      requireAdmin(caller)
      const { id } = await find(caller.db, params.id)
      const change = { ...body, ...(body.name && { name: body.name.trim() }) }
      const source = (await changeSource(database, caller.db.organization, id, change))!
      await record(caller.db, caller, 'source.change', source, clock.now(), { to: body })
      return shown(caller.db, source)
    },
  )

  fastify.delete(
    '/sources/:id',
    {
      schema: {
        tags,
        summary: 'Delete a source, and with it all its users and groups',
        description:
          'As a DELETE of each of them: losses over the limit are stopped. Its tokens open nothing any more. Refused without ?confirm=NAME or a body that says how many users it has.',
        params: ById,
        querystring: SourceDeletionQuery,
        body: SourceDeletion,
        response: { 200: SourceDeleted },
      },
    },
    async ({ caller, params, query, body, log }) => {
      requireAdmin(caller)
      const { db } = caller
      const source = await find(db, params.id)
      const counts = await contentCounts(db, source.id)
      if (query.confirm !== source.name && body?.users !== counts.users)
        throw new Refused(
          409,
          'CONFIRM_DELETION',
          `Deleting ${source.name} deletes its ${counts.users} users and ${counts.groups} groups. Confirm with ?confirm=${encodeURIComponent(source.name)}, or with {"users": ${counts.users}} as the body.`,
          { details: counts },
        )
      const now = clock.now()
      const deletion = await db.transaction((tx) =>
        beginDeletion(tx, source.id, now, () => record(tx, caller, 'source.delete', source, now, counts)),
      )
      if (!deletion) throw new Refused(404, 'NOT_FOUND', 'There is no such source.')
      await closeSource(database, source, now)
      const emptied = emptySource(db, { clock, wake }, deletion).then(() => true)
      // What is cut off here goes on with the next round, or the next start.
      emptied.catch((error: unknown) => log.warn({ err: error }, 'the deletion of a source was cut off'))
      const later = new Promise<false>((resolve) => setTimeout(resolve, ANSWERED_MS, false).unref())
      return { ...counts, finished: await Promise.race([emptied, later]) }
    },
  )

  fastify.post(
    '/sources/:id/token',
    {
      schema: {
        tags,
        summary: 'Make another token of a source',
        description:
          'Earlier tokens go on working until they are revoked or expire, so that they change without a gap.',
        params: ById,
        body: TokenInput,
        response: { 201: NewToken },
      },
    },
    async ({ caller, params, body }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await find(caller.db, params.id)
      if (source.kind === 'csv')
        throw new Refused(409, 'FILE_SOURCE', `${source.name} takes files that an admin imports: it has no tokens.`)
      const expiresAt = body?.expiresAt ? readMoment(body.expiresAt, '/expiresAt') : null
      if (expiresAt && expiresAt <= now)
        throw new Refused(422, 'ENDS_IN_PAST', 'The end must be in the future.', { pointer: '/expiresAt' })
      const secret = await caller.db.transaction(async (tx) => {
        const made = await createToken(tx, source, { label: body?.label?.trim() ?? 'Token', expiresAt }, now)
        await record(tx, caller, 'token.create', source, now, { label: made.credential.label })
        return made.secret
      })
      reply.code(201)
      return { scim: { url: urlOf(source), token: secret } }
    },
  )

  fastify.delete(
    '/sources/:id/tokens/:token',
    {
      schema: {
        tags,
        summary: 'Revoke a token: what comes with it is refused',
        params: Type.Object({ id: Type.String(), token: Type.String() }),
        response: { 204: Type.Null() },
      },
    },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await find(caller.db, params.id)
      const token = (await tokensOf(caller.db, source.id, now)).find(({ id }) => id === params.token.toLowerCase())
      if (!token) throw new Refused(404, 'NOT_FOUND', 'The source has no such token.')
      await revokeCredential(database, caller.db.organization, token.id, now)
      await record(caller.db, caller, 'token.revoke', source, now, { label: token.label })
      return reply.code(204).send(null)
    },
  )
}

function shownToken({ id, label, createdAt, expiresAt, usedAt }: Credential) {
  return {
    id,
    label,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    usedAt: usedAt?.toISOString() ?? null,
  }
}

function record(
  db: Db,
  { actor }: Caller,
  action: string,
  { id, name }: InboundSource,
  at: Date,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return recordRequest(db, { at, actor, action, target: { kind: 'source', id, name }, detail })
}

/** @throws {Refused} 404 */
async function find(db: Db, id: string): Promise<InboundSource> {
  const source = isId(id) ? await findSource(db, id as SourceId) : undefined
  if (!source) throw new Refused(404, 'NOT_FOUND', 'There is no such source.')
  return source
}
