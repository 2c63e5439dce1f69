import Type from 'typebox'
import { ImportQuery, ImportReview } from '../../contract/import.ts'
import { ById } from '../../contract/reference.ts'
import type { SourceId } from '../../directory/user.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { openInbound } from '../receive/inbound.ts'
import { findSource, type Source } from '../source.ts'
import { applyReview } from './apply.ts'
import { acceptFiles, readFile } from './body.ts'
import { readImport } from './file.ts'
import { findReview, reviewFile, shownReview } from './review.ts'

/** How long an answer waits for a file to be applied. */
const ANSWERED_MS = 20_000

const tags = ['sources']
const ByReview = Type.Object({ id: Type.String(), review: Type.String() })

export interface ImportDeps {
  readonly clock: Clock
  readonly database: Database
  readonly wake: (organization: string) => void
}

/** Files as a source: reviewed first, then applied. Registered by itself, so that only here a body may be a file. */
export function importRoutes(fastify: TypedRoutes, { clock, database, wake }: ImportDeps): void {
  const inbound = openInbound({ database, clock, wake })
  const running = new Set<string>()
  acceptFiles(fastify)

  fastify.post(
    '/sources/:id/import',
    {
      schema: {
        tags,
        summary: 'Review a file of users and memberships',
        description:
          'text/csv with a header: userName, givenName, familyName, displayName, email, active, title, department …, and groups (names separated by semicolons). Nothing is written of it until the review is applied.',
        params: ById,
        querystring: ImportQuery,
        consumes: ['text/csv'],
        response: { 201: ImportReview },
      },
    },
    async ({ caller, params, query, raw, headers }, reply) => {
      requireAdmin(caller)
      const source = await fileSource(caller, params.id)
      const file = await readFile({ raw, headers }, readImport)
      reply.code(201)
      return reviewFile(caller.db, source, file, { mode: query.mode ?? 'add', by: caller.actor.name, at: clock.now() })
    },
  )

  fastify.get(
    '/sources/:id/import/:review',
    { schema: { tags, summary: 'A review as it was', params: ByReview, response: { 200: ImportReview } } },
    async ({ caller, params }) => {
      const source = await fileSource(caller, params.id)
      return shownReview(source, await findReview(caller.db, source, params.review))
    },
  )

  fastify.post(
    '/sources/:id/import/:review/apply',
    {
      schema: {
        tags,
        summary: 'Apply a file that was reviewed',
        description:
          'Refused when the file would do something else by now. A large file is answered with 202 and goes on; what was cut off goes on when it is applied again. Losses over the limit are stopped by the run that follows.',
        params: ByReview,
        response: { 200: ImportReview, 202: ImportReview },
      },
    },
    async ({ caller, params, log }, reply) => {
      requireAdmin(caller)
      const { db } = caller
      const source = await fileSource(caller, params.id)
      const review = await findReview(db, source, params.review)
      if (running.has(review.id)) throw new Refused(409, 'IMPORT_RUNNING', 'This file is being applied.')
      running.add(review.id)
      const applied = applyReview(inbound, caller, source, review).finally(() => running.delete(review.id))
      applied.catch((error: unknown) => {
        if (!(error instanceof Refused)) log.warn({ err: error }, 'an import was cut off')
      })
      const later = new Promise<false>((resolve) => setTimeout(resolve, ANSWERED_MS, false).unref())
      const isDone = await Promise.race([applied.then(() => true), later])
      reply.code(isDone ? 200 : 202)
      return shownReview(source, await findReview(db, source, review.id))
    },
  )
}

/** @throws {Refused} 404; 403 SOURCE_PAUSED; 409 NOT_A_FILE_SOURCE */
async function fileSource({ db }: Caller, id: string): Promise<Source> {
  const source = isId(id) ? await findSource(db, id as SourceId) : undefined
  if (!source) throw new Refused(404, 'NOT_FOUND', 'There is no such source.')
  if (source.kind !== 'csv')
    throw new Refused(
      409,
      'NOT_A_FILE_SOURCE',
      `${source.name} is not a source of files: what its provider pushes is its own. Add a source of kind csv.`,
    )
  if (source.state === 'paused')
    throw new Refused(403, 'SOURCE_PAUSED', `The source ${source.name} is paused: turn it on first.`)
  return source
}
