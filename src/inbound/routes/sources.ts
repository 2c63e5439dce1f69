import { ById } from '../../contract/reference.ts'
import {
  NewSource,
  SourceChange,
  SourceDeleted,
  SourceDeletion,
  SourceDeletionQuery,
  SourceInput,
  Source as SourceJson,
  Sources,
} from '../../contract/source.ts'
import { requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { beginDeletion, emptySource } from '../receive/source.ts'
import { changeSource, closeSource, createSource, createToken, listSources, type Source } from '../source.ts'
import { contentCounts } from '../store/emptying.ts'
import { recordOf, scimAddress, shownSource, sourceNamed } from './named.ts'
import { readEnd } from './tokens.ts'

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
  const shown = (db: Db, source: Source) => shownSource(db, source, publicUrl(), clock.now())

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
      const { tokenExpiresAt, ...wanted } = body
      const expiresAt = readEnd(tokenExpiresAt, now, '/tokenExpiresAt')
      const made = await caller.db.transaction(async (tx) => {
        const source = await createSource(tx, { ...wanted, name: body.name.trim() }, now)
        const first =
          source.kind === 'scim' && (await createToken(tx, source, { label: 'First token', expiresAt }, now))
        await recordOf(tx, caller.actor, 'source.create', source, now)
        return {
          ...(await shown(tx, source)),
          scim: first ? { url: scimAddress(publicUrl(), source), token: first.secret } : null,
        }
      })
      reply.code(201)
      return made
    },
  )

  fastify.get(
    '/sources/:id',
    { schema: { tags, summary: 'One source', params: ById, response: { 200: SourceJson } } },
    async ({ caller: { db }, params }) => shown(db, await sourceNamed(db, params.id)),
  )

  fastify.patch(
    '/sources/:id',
    {
      schema: {
        tags,
        summary: 'Change a source, or pause it',
        params: ById,
        body: SourceChange,
        response: { 200: SourceJson },
      },
    },
    async ({ caller, params, body }) => {
      requireAdmin(caller)
      const { id } = await sourceNamed(caller.db, params.id)
      const change = { ...body, ...(body.name && { name: body.name.trim() }) }
      const source = (await changeSource(database, caller.db.organization, id, change))!
      await recordOf(caller.db, caller.actor, 'source.change', source, clock.now(), { to: body })
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
      const source = await sourceNamed(db, params.id)
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
        beginDeletion(tx, source.id, now, () => recordOf(tx, caller.actor, 'source.delete', source, now, counts)),
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
}
