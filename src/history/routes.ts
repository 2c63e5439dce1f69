import { Readable } from 'node:stream'
import Type from 'typebox'
import { Activity, ActivityEntry, ActivityExportQuery, ActivityQuery, UserActivityQuery } from '../contract/activity.ts'
import { ById } from '../contract/reference.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/db.ts'
import { pageOf, readCursor } from '../platform/http/cursor.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { isId } from '../platform/id.ts'
import { entriesOf, entryOf, type NamesOf, type Question, readQuestion, userOf } from './activity.ts'
import { exportOf, exportTypes } from './export.ts'

export interface HistoryDeps {
  readonly clock: Clock
  readonly namesOf: NamesOf
}

/** What happened: acts from outside, and what runs did. */
export function historyRoutes(fastify: TypedRoutes, { clock, namesOf }: HistoryDeps): void {
  const tags = ['activity']

  const answer = async (db: Db, question: Question, { limit = 100, cursor }: UserActivityQuery): Promise<Activity> => {
    const after = readCursor(cursor, isIdText) ?? null
    const entries = await entriesOf(db, question, { after, limit: limit + 1 }, namesOf)
    const { page, next } = pageOf(entries, limit, (entry) => entry.id)
    return { activity: [...page], next }
  }

  fastify.get(
    '/activity',
    {
      schema: {
        tags,
        summary: 'Requests and changes, newest first',
        description: 'All filters that are given must hold. Names are as of now.',
        querystring: ActivityQuery,
        response: { 200: Activity },
      },
    },
    async ({ caller: { db }, query }) => answer(db, await readQuestion(db, query, clock.now()), query),
  )

  fastify.get(
    '/activity/export',
    {
      schema: {
        tags,
        summary: 'All requests and changes that the filters leave, as a file',
        description:
          'Newest first, sent as it is read. CSV (RFC 4180, UTF-8): a cell that a spreadsheet would take for a formula begins with an apostrophe. JSONL: each line as in the list.',
        querystring: ActivityExportQuery,
        response: { 200: Type.String() },
      },
    },
    async ({ caller: { db }, query }, reply) => {
      const { format, ...filters } = query
      const question = await readQuestion(db, filters, clock.now())
      const day = clock.now().toISOString().slice(0, 10)
      reply.type(exportTypes[format]).header('content-disposition', `attachment; filename="activity-${day}.${format}"`)
      // A stream is no text, but what comes of it is.
      return Readable.from(exportOf(db, question, format, namesOf)) as unknown as string
    },
  )

  fastify.get(
    '/activity/:id',
    { schema: { tags, summary: 'One request or change', params: ById, response: { 200: ActivityEntry } } },
    ({ caller: { db }, params }) => entryOf(db, params.id, namesOf),
  )

  fastify.get(
    '/users/:id/changes',
    {
      schema: {
        tags,
        summary: 'What happened to somebody, newest first',
        params: ById,
        querystring: UserActivityQuery,
        response: { 200: Activity },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const user = await userOf(db, params.id)
      return answer(db, { ...(await readQuestion(db, query, clock.now())), user }, query)
    },
  )
}

const isIdText = (value: unknown): value is string => typeof value === 'string' && isId(value)
