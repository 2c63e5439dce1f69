import type { Position } from '../../directory/store/filter/sort.ts'
import { openCursor, type Seal, sealCursor } from '../../scim/cursor.ts'
import { invalidCount } from '../../scim/errors.ts'
import { countMax, type ListQuery } from '../../scim/list.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { listText } from './document.ts'
import { cursorKey } from './store/cursor-key.ts'
import { type Page, positionOf } from './store/page.ts'

/** Where a page begins: so many rows in, or after a row. By cursor, that there is more is found out by asking for one more. */
export type Start =
  | { readonly by: 'index'; readonly offset: number }
  | {
      readonly by: 'cursor'
      /** Undefined: at the first. */
      readonly after?: Position | undefined
      /** How many there were in all when the query began; undefined: it begins. */
      readonly total?: number | undefined
    }

/** A page as texts. */
export interface Found {
  readonly texts: readonly string[]
  readonly total: number
  /** By cursor, where there is more: after what. Undefined in it: at the first. */
  readonly next?: { readonly after: Position | undefined } | undefined
}

/** What is known of a list before its page is read, and how it is answered. */
export interface Paging {
  readonly start: Start
  /** Which of several lists the page begins in: at the root users are followed by groups. */
  readonly list: number
  /** @param list which of the lists the next page begins in */
  answer(found: Found, list?: number): Answer
}

/** As a store gives it. */
type Row = { readonly no: number; readonly key?: string | null }

/**
 * Reads the cursor, if the query goes by cursors (RFC 9865).
 * @param about what the query is, but for its pages
 * @throws {ScimError} invalidCursor, expiredCursor, invalidCount
 */
export async function beginPaging(call: Call, query: ListQuery, about: () => readonly unknown[]): Promise<Paging> {
  const { cursor, count, startIndex } = query
  if (cursor === undefined) {
    const answer = ({ texts, total }: Found) => answered(call, total, listText(texts, total, { startIndex }))
    return { start: { by: 'index', offset: startIndex - 1 }, list: 0, answer }
  }
  // "Count value must be between 0 and service provider's maxPageSize": to the letter only where a source wants that.
  if (query.countIsOver && call.source.strict) throw invalidCount(`count may be at most ${countMax}.`)
  const key = await cursorKey(call.inbound.database, call.source)
  const seal: Seal = { key, query: JSON.stringify([...about(), ...shapeOf(query)]), count, now: call.clock.now() }
  const mark = cursor === '' ? undefined : (openCursor(seal, cursor) as Mark)
  return {
    start: { by: 'cursor', after: mark?.after ?? undefined, total: mark?.total },
    list: mark?.list ?? 0,
    answer({ texts, total, next }, list = 0) {
      // Who asks for the number only gets no page to go on from.
      const following: Mark | undefined = count > 0 && next ? { list, total, after: next.after } : undefined
      return answered(call, total, listText(texts, total, { nextCursor: following && sealCursor(seal, following) }))
    },
  }
}

/** What a cursor says. */
interface Mark {
  readonly list: number
  readonly total: number
  readonly after?: Position | undefined
}

function answered(call: Call, total: number, body: string): Answer {
  call.note.found = total
  return { status: 200, body }
}

function shapeOf({ sortBy, sortOrder, attributes, excludedAttributes }: ListQuery): readonly unknown[] {
  return [sortBy?.toLowerCase(), sortOrder, attributes, excludedAttributes]
}

/**
 * A page of the rows that `read` gives, and how many there are in all: counted only where the page does not tell.
 */
export async function pageOf<R extends Row>(
  start: Start,
  count: number,
  read: (page: Page) => Promise<readonly R[]>,
  countAll: () => Promise<number>,
): Promise<{ readonly rows: readonly R[]; readonly total: number; readonly next: Found['next'] }> {
  if (start.by === 'index') {
    const { offset } = start
    const rows = count > 0 ? await read({ offset, limit: count }) : []
    // A page that is not full is the last one.
    const isEnd = rows.length < count && (rows.length > 0 || offset === 0)
    return { rows, total: isEnd ? offset + rows.length : await countAll(), next: undefined }
  }
  const { after } = start
  const found = await read({ after, limit: count + 1 })
  const rows = found.slice(0, count)
  const hasMore = found.length > count
  const isAll = !hasMore && after === undefined
  const total = start.total ?? (isAll ? rows.length : await countAll())
  const last = rows.at(-1)
  return { rows, total, next: hasMore ? { after: last ? positionOf(last) : after } : undefined }
}
