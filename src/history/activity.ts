import type { Activity, ActivityQuery } from '../contract/activity.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isId } from '../platform/id.ts'
import { readFrom, readTo } from './moment.ts'
import { type Names, namedInBecause, shownChange, shownRequest } from './shown.ts'
import { type Asked, changesPage, requestsPage } from './store/activity.ts'
import { usersStanding } from './store/status.ts'
import { changeById, productIdOf, requestsById, userNoOf } from './store.ts'

export type Entry = Activity['activity'][number]
export type NamesOf = (db: Db, ids: readonly string[]) => Promise<Names>

/** What is asked of activity, and of which of its two kinds. */
export interface Question extends Asked {
  readonly type: 'request' | 'change' | null
}

/** @throws {Refused} 404 an unknown user or product, 422 what is no moment */
export async function readQuestion(
  db: Db,
  query: Omit<ActivityQuery, 'limit' | 'cursor'>,
  now: Date,
): Promise<Question> {
  const { user, kind = null, type = null, admin = null, status, product, run = null, from, to } = query
  return {
    type,
    kind,
    admin,
    run,
    user: user === undefined ? null : await userOf(db, user, '/user'),
    standing: status === undefined ? null : await usersStanding(db, { is: status, now }),
    product: product === undefined ? null : await productOf(db, product),
    from: readFrom(from),
    to: readTo(to),
  }
}

/** Requests and changes before the entry `after`, newest first; at most `limit`. */
export async function entriesOf(
  db: Db,
  { type, ...asked }: Question,
  page: { readonly after: string | null; readonly limit: number },
  namesOf: NamesOf,
): Promise<readonly Entry[]> {
  const [requests, changes] = await Promise.all([
    type === 'change' ? [] : requestsPage(db, { ...asked, ...page }),
    type === 'request' ? [] : changesPage(db, { ...asked, ...page }),
  ])
  const named = changes.flatMap((row) => [row.product_id, row.tier_id, ...namedInBecause(row.because)])
  const names = await namesOf(
    db,
    named.filter((id) => id !== null),
  )
  const all = [...requests.map(shownRequest), ...changes.map((row) => shownChange(row, names))]
  return all.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, page.limit)
}

/** One request or change. @throws {Refused} 404 */
export async function entryOf(db: Db, text: string, namesOf: NamesOf): Promise<Entry> {
  const id = isId(text) ? text.toLowerCase() : undefined
  const request = id && (await requestsById(db, [id])).get(id)
  if (request) return shownRequest(request)
  const change = id && (await changeById(db, id))
  if (!change) throw new Refused(404, 'NOT_FOUND', 'There is no such request or change, or it is no longer kept.')
  const ids = [change.product_id, change.tier_id, ...namedInBecause(change.because)].filter((each) => each !== null)
  return shownChange(change, await namesOf(db, ids))
}

/** @throws {Refused} 404: activity of somebody who is not there is not an empty list */
export async function userOf(db: Db, id: string, pointer?: string): Promise<NonNullable<Asked['user']>> {
  const no = isId(id) ? await userNoOf(db, id) : undefined
  if (no === undefined) throw new Refused(404, 'NOT_FOUND', 'There is no such user.', pointer ? { pointer } : {})
  return { id, no }
}

async function productOf(db: Db, text: string): Promise<string> {
  const id = await productIdOf(db, text)
  if (id === undefined) throw new Refused(404, 'NOT_FOUND', 'There is no such product.', { pointer: '/product' })
  return id
}
