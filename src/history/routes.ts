import { Activity, ActivityQuery, UserActivityQuery } from '../contract/activity.ts'
import { ById } from '../contract/reference.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { pageOf, readCursor } from '../platform/http/cursor.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { isId } from '../platform/id.ts'
import { type Names, namedInBecause, shownChange, shownRequest } from './shown.ts'
import { changesPage, type Page, requestsPage, userNoOf } from './store.ts'

export interface HistoryDeps {
  readonly namesOf: (db: Db, ids: readonly string[]) => Promise<Names>
}

/** What happened: acts from outside, and what runs did. */
export function historyRoutes(fastify: TypedRoutes, { namesOf }: HistoryDeps): void {
  fastify.get(
    '/activity',
    {
      schema: {
        tags: ['activity'],
        summary: 'Requests and changes, newest first',
        querystring: ActivityQuery,
        response: { 200: Activity },
      },
    },
    async ({ caller: { db }, query }) => {
      const user = query.user === undefined ? null : await userOf(db, query.user, '/user')
      return activityOf(db, user, query, namesOf)
    },
  )

  fastify.get(
    '/users/:id/changes',
    {
      schema: {
        tags: ['activity'],
        summary: 'What happened to somebody, newest first',
        params: ById,
        querystring: UserActivityQuery,
        response: { 200: Activity },
      },
    },
    async ({ caller: { db }, params, query }) => activityOf(db, await userOf(db, params.id), query, namesOf),
  )
}

async function activityOf(
  db: Db,
  user: Page['user'],
  query: UserActivityQuery,
  namesOf: HistoryDeps['namesOf'],
): Promise<Activity> {
  const { limit = 100, kind = null, type } = query
  const page = { user, kind, after: readCursor(query.cursor, isIdText) ?? null, limit: limit + 1 }
  const [requests, changes] = await Promise.all([
    type === 'change' ? [] : requestsPage(db, page),
    type === 'request' ? [] : changesPage(db, page),
  ])
  const named = changes.flatMap((row) => [row.product_id, row.tier_id, ...namedInBecause(row.because)])
  const names = await namesOf(
    db,
    named.filter((id) => id !== null),
  )
  const all = [...requests.map(shownRequest), ...changes.map((row) => shownChange(row, names))]
  all.sort((a, b) => (a.id < b.id ? 1 : -1))
  const { page: activity, next } = pageOf(all, limit, (row) => row.id)
  return { activity: [...activity], next }
}

const isIdText = (value: unknown): value is string => typeof value === 'string' && isId(value)

/** @throws {Refused} 404: activity of somebody who is not there is not an empty list */
async function userOf(db: Db, id: string, pointer?: string) {
  const no = isId(id) ? await userNoOf(db, id) : undefined
  if (no === undefined) throw new Refused(404, 'NOT_FOUND', 'There is no such user.', pointer ? { pointer } : {})
  return { id, no }
}
