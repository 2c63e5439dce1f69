import {
  ByCause,
  type FailedUser,
  FailedUsers,
  type Failure,
  FailureCause,
  FailureQuery,
  FailureRetried,
  FailureRetry,
  Failures,
} from '../../contract/failure.ts'
import { namedBy, type ReferenceInput } from '../../contract/reference.ts'
import { namedInBecause, shownBecause } from '../../history/shown.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { productNamed, tierOf } from '../../products/edit.ts'
import { type Names, referenceIn } from '../../rules/routes/shown.ts'
import { namesOf } from '../../rules/store/names.ts'
import { say } from '../../words/say.ts'
import { type FailedRow, type FailureCount, failedUsers, failureCounts } from '../store/failures.ts'

export interface FailureDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly retryFailures: (caller: Caller, which: FailureRetry, at: Date) => Promise<FailureRetried>
}

const tags = ['failures']
const causes: readonly string[] = FailureCause.anyOf.map((each) => each.const)

/** What should be and could not be done, by cause; whom it concerns; and trying again. */
export function failureRoutes(fastify: TypedRoutes, { clock, wake, retryFailures }: FailureDeps): void {
  fastify.get(
    '/failures',
    { schema: { tags, summary: 'What could not be done, by cause', response: { 200: Failures } } },
    async ({ caller: { db } }) => {
      const failures = await shownFailures(db)
      return { failures, count: failures.reduce((sum, failure) => sum + failure.count, 0) }
    },
  )

  fastify.get(
    '/failures/:cause',
    {
      schema: {
        tags,
        summary: 'Whom a cause concerns, since when and why',
        params: ByCause,
        querystring: FailureQuery,
        response: { 200: FailedUsers },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const cause = causes.includes(params.cause) ? (params.cause as FailureCause) : undefined
      if (!cause) throw new Refused(404, 'NOT_FOUND', `There is no such cause. There are: ${causes.join(', ')}.`)
      const { limit = 100, code = null } = query
      const { product, tier } = await poolAsked(db, cause, query)
      const after = placeIn(cause, query.cursor)
      const which = { product: product?.id ?? null, tier: tier?.id ?? null, code, after, limit: limit + 1 }
      const rows = await failedUsers(db, cause, which)
      const { page, next } = pageOf(rows, limit, (row) => row.at)
      const names = await namesOf(
        db,
        page.flatMap((row) => [
          ...[row.product_id, row.tier_id, row.holds].filter((id) => id !== null),
          ...(row.because ? namedInBecause(row.because) : []),
        ]),
      )
      return { people: page.map((row) => shownUser(cause, row, names)), next }
    },
  )

  fastify.post(
    '/failures/retry',
    {
      schema: {
        tags,
        summary: 'Try again, for one, some or all',
        description:
          'Deliveries and mails are due again, with all their attempts; users are marked, and the next run decides.',
        body: FailureRetry,
        response: { 200: FailureRetried },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const retried = await retryFailures(caller, body, clock.now())
      wake(caller.db.organization)
      return retried
    },
  )
}

/** What could not be done, by cause. */
export async function shownFailures(db: Db): Promise<Failure[]> {
  const counts = await failureCounts(db)
  const names = await namesOf(
    db,
    counts.flatMap((row) => [row.product_id, row.tier_id].filter((id) => id !== null)),
  )
  return counts.map((row) => shownFailure(row, names)).sort(inOrder)
}

/** Where the page before ended, of what parts: a product, a user's number, the id of a delivery or a mail. @throws {Refused} 400 */
function placeIn(cause: FailureCause, cursor: string | undefined): string | null {
  const isNo = (part: string) => /^\d{1,10}$/.test(part) && Number(part) <= 2_147_483_647
  const parts = {
    'no-seats-left': [isId, isNo],
    'no-address': [isNo],
    'address-conflict': [isNo],
    'product-refused': [isId, isId],
    'mail-bounced': [isId],
  }[cause]
  const isPlace = (value: unknown): value is string => {
    const said = typeof value === 'string' ? value.split(' ') : []
    return said.length === parts.length && parts.every((isPart, index) => isPart(said[index]!))
  }
  return readCursor(cursor, isPlace) ?? null
}

/** What the failures of each cause can be told apart by. */
const partsOf: Readonly<Record<FailureCause, readonly ('product' | 'tier' | 'code')[]>> = {
  'no-seats-left': ['product', 'tier'],
  'no-address': ['product'],
  'product-refused': ['product', 'code'],
  'mail-bounced': ['code'],
  'address-conflict': [],
}

/**
 * The product and tier that are meant.
 * @throws {Refused} 422 an unknown product, or a part that failures of this cause have not: it would else be ignored, and
 *   more be tried again than was asked; 404 an unknown tier
 */
export async function poolAsked(
  db: Db,
  cause: FailureCause,
  asked: {
    readonly product?: ReferenceInput | undefined
    readonly tier?: ReferenceInput | undefined
    readonly code?: string | undefined
  },
) {
  for (const part of ['product', 'tier', 'code'] as const)
    if (asked[part] !== undefined && !partsOf[cause].includes(part))
      throw new Refused(422, 'NOT_OF_THIS_CAUSE', `Failures of this cause have no ${part}: leave it out.`, {
        pointer: `/${part}`,
      })
  if (asked.product === undefined) {
    if (asked.tier === undefined) return { product: null, tier: null }
    throw new Refused(422, 'TIER_OF_WHICH_PRODUCT', 'Name the product whose tier is meant.', { pointer: '/tier' })
  }
  const product = await productNamed(db, namedBy(asked.product))
  return { product, tier: asked.tier === undefined ? null : tierOf(product, namedBy(asked.tier)) }
}

function inOrder(a: Failure, b: Failure): number {
  const place = (failure: Failure) => causes.indexOf(failure.cause)
  return place(a) - place(b) || b.count - a.count || (a.sentence < b.sentence ? -1 : 1)
}

function shownFailure(row: FailureCount, names: Names): Failure {
  const ref = referenceIn(names)
  const [product, tier] = [row.product_id && ref(row.product_id), row.tier_id && ref(row.tier_id)]
  const { cause, code, count } = row
  return {
    cause,
    product: product || null,
    tier: tier || null,
    code,
    count,
    since: row.since?.toISOString() ?? null,
    sentence: sentenceOf(row, `${product ? product.name : ''} ${tier ? tier.name : ''}`.trim()),
  }
}

function sentenceOf({ cause, code, count }: FailureCount, what: string): string {
  return say(`failure.${cause}`, { count, what, code: code ?? say('failure.noCode') })
}

function shownUser(cause: FailureCause, row: FailedRow, names: Names): FailedUser {
  const ref = referenceIn(names)
  return {
    user: { id: row.user_id, name: row.display_name },
    product: row.product_id === null ? null : ref(row.product_id),
    tier: row.tier_id === null ? null : ref(row.tier_id),
    since: row.since.toISOString(),
    because: row.because && shownBecause(row.because, names),
    details: {
      sentence: detailOf(cause, row, names),
      ...(row.holds !== null && { holds: ref(row.holds) }),
      ...(row.address !== null && { address: row.address }),
      ...(row.action !== null && { action: row.action }),
      ...(row.code !== null && { code: row.code }),
      ...(row.attempts !== null && { attempts: row.attempts }),
    },
  }
}

function detailOf(cause: FailureCause, row: FailedRow, names: Names): string {
  const nameOf = (id: string | null) => names.get(id ?? '')?.name ?? ''
  switch (cause) {
    case 'no-seats-left':
      return row.holds === null
        ? say('failed.noSeat', { tier: nameOf(row.tier_id) })
        : say('failed.noSeatMeanwhile', { tier: nameOf(row.tier_id), holds: nameOf(row.holds) })
    case 'no-address':
      return say('failed.noAddress')
    case 'address-conflict':
      return say('failed.conflict')
    case 'product-refused':
      return row.error ?? say('failed.refused', { product: nameOf(row.product_id) })
    case 'mail-bounced':
      return row.error ?? say('failed.bounced', { address: row.address ?? '' })
  }
}
