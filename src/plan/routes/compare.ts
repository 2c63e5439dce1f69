import { CompareQuery, Comparison, type UserDifference } from '../../contract/compare.ts'
import { usersByNo } from '../../directory/store/users.ts'
import type { UserNo } from '../../directory/user.ts'
import { readPast } from '../../history/moment.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { poolsAt } from '../../products/store/pool-intervals.ts'
import { differenceOf } from '../../rules/edit.ts'
import { namesOf } from '../../rules/store/names.ts'
import { rulesOfVersion, versionAt } from '../../rules/store/rules.ts'
import { assignedAs, differenceBetween, type Stand, type StandDifference } from '../past.ts'
import { poolsDiffering } from '../pools-differing.ts'
import { assignedAt, seatsAt, usersBetween } from '../store/past.ts'
import { userNamed } from './named.ts'
import { type Names, namedInAssigned, pastNames, pastSeats, shownAssigned } from './past.ts'

interface Moments {
  readonly from: Date
  readonly to: Date
}

/** Users of whom something began or ended are looked at so many at a time. */
const LOOKED_AT = 5000

/** Two moments beside each other. */
export function compareRoutes(fastify: TypedRoutes, { clock }: { readonly clock: Clock }): void {
  fastify.get(
    '/compare',
    {
      schema: {
        tags: ['activity'],
        summary: 'What differs between two moments',
        description:
          'Users whose seats, role, user group, device groups, language or templates differ, a page at a time; with the first page the seats, rules and pools. What changed and changed back does not differ. Users are called as they are now, products and tiers as they were at the later moment.',
        querystring: CompareQuery,
        response: { 200: Comparison },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100 } = query
      const now = clock.now()
      const from = await readPast(db, query.from, '/from', now)
      const to = query.to === undefined ? now : await readPast(db, query.to, '/to', now)
      if (from > to)
        throw new Refused(422, 'FROM_AFTER_TO', 'The moment to compare from must be the earlier one.', {
          pointer: '/from',
        })
      const moments = { from, to }
      if (query.user !== undefined) return ofOne(db, moments, query.user)
      const after = readCursor(query.cursor, isNumber)
      const found = await differing(db, moments, (after ?? 0) as UserNo, limit + 1)
      const { page, next } = pageOf(found, limit, (row) => row.user)
      return {
        from: from.toISOString(),
        to: to.toISOString(),
        users: await shownDiffering(db, page, to),
        next,
        ...(after === undefined && (await wholeOf(db, moments))),
      }
    },
  )
}

/** @throws {Refused} 404 */
async function ofOne(db: Db, moments: Moments, id: string): Promise<Comparison> {
  const { no } = await userNamed(db, id)
  return {
    from: moments.from.toISOString(),
    to: moments.to.toISOString(),
    users: await shownDiffering(db, await differingOf(db, [no], moments), moments.to),
    next: null,
  }
}

interface Differing {
  readonly user: UserNo
  readonly from: Stand
  readonly to: Stand
  readonly difference: StandDifference
}

/** Users who differ, in the order of their numbers. Who came back to how they were is looked at and passed over. */
async function differing(db: Db, moments: Moments, after: UserNo, limit: number): Promise<readonly Differing[]> {
  const found: Differing[] = []
  let last = after
  while (found.length < limit) {
    const users = await usersBetween(db, moments, { after: last, limit: LOOKED_AT })
    if (users.length === 0) break
    last = users.at(-1)!
    found.push(...(await differingOf(db, users, moments)))
    if (users.length < LOOKED_AT) break
  }
  return found.slice(0, limit)
}

async function differingOf(db: Db, users: readonly UserNo[], moments: Moments): Promise<readonly Differing[]> {
  const [from, to] = [await standsAt(db, users, moments.from), await standsAt(db, users, moments.to)]
  return users.flatMap((user) => {
    const stands = { from: from(user), to: to(user) }
    const difference = differenceBetween(stands.from, stands.to)
    return difference.products.length + difference.fields.length > 0 ? [{ user, ...stands, difference }] : []
  })
}

async function standsAt(db: Db, users: readonly UserNo[], at: Date): Promise<(user: UserNo) => Stand> {
  const [rows, seats] = await Promise.all([assignedAt(db, users, at), seatsAt(db, users, at)])
  const seatsBy = Map.groupBy(seats, (seat) => seat.user_no)
  return (user) => {
    const { content = null, withheld = null } = rows.get(user) ?? {}
    const own = seatsBy.get(user) ?? []
    return {
      ...assignedAs(content, withheld),
      seats: new Map(own.map((seat) => [seat.product_id, { tier: seat.tier_id, state: seat.state }])),
    }
  }
}

async function shownDiffering(db: Db, rows: readonly Differing[], to: Date): Promise<UserDifference[]> {
  const [users, names] = await Promise.all([
    usersByNo(
      db,
      rows.map((row) => row.user),
    ),
    pastNames(
      db,
      rows.flatMap((row) => [...namedInStand(row.from), ...namedInStand(row.to)]),
      await poolsAt(db, to),
    ),
  ])
  const userOf = new Map(users.map((user) => [user.no, { id: user.id, name: user.displayName }]))
  return rows.map((row) => ({ user: userOf.get(row.user)!, ...shownDifference(row, names) }))
}

function namedInStand(stand: Stand): readonly string[] {
  return [...namedInAssigned(stand), ...[...stand.seats].flatMap(([product, { tier }]) => [product, tier])]
}

function shownDifference({ from, to, difference }: Differing, names: Names): Omit<UserDifference, 'user'> {
  const ref = (id: string) => ({ id, name: names.get(id)?.name ?? '' })
  const [was, is] = [shownAssigned(from, names), shownAssigned(to, names)]
  const seatOf = (stand: Stand, product: string) => {
    const seat = stand.seats.get(product)
    return seat ? { tier: ref(seat.tier), state: seat.state } : null
  }
  const fields = difference.fields.map((field) => [field, { from: was[field], to: is[field] }])
  return {
    seats: difference.products.map((product) => ({
      product: ref(product),
      from: seatOf(from, product),
      to: seatOf(to, product),
    })),
    ...Object.fromEntries(fields),
  }
}

/** What is not about one user. */
async function wholeOf(db: Db, { from, to }: Moments) {
  const [was, is] = [await pastSeats(db, from), await pastSeats(db, to)]
  const [poolsWere, poolsAre] = await Promise.all([poolsAt(db, from), poolsAt(db, to)])
  return {
    seats: beside(was.seats, is.seats, (row) => row.tier.id).map(([a, b]) => ({
      product: (b ?? a!).product,
      tier: (b ?? a!).tier,
      from: countsOf(a),
      to: countsOf(b),
    })),
    products: beside(was.products, is.products, (row) => row.product.id).map(([a, b]) => ({
      product: (b ?? a!).product,
      from: countsOf(a),
      to: countsOf(b),
    })),
    rules: await rulesBetween(db, { from, to }),
    pools: poolsDiffering(poolsWere, poolsAre),
  }
}

interface Counted {
  readonly owned?: number | null
  readonly held: number
  readonly grace: number
}

function countsOf(row: Counted | undefined) {
  if (!row) return null
  const { owned, held, grace } = row
  return { ...(owned !== undefined && { owned }), held, grace }
}

/** Rows of two lists by what they are about; those of the later one first, in its order. */
function beside<Row>(was: readonly Row[], is: readonly Row[], key: (row: Row) => string) {
  const before = new Map(was.map((row) => [key(row), row]))
  const still = new Set(is.map(key))
  return [
    ...is.map((row) => [before.get(key(row)), row] as const),
    ...was.filter((row) => !still.has(key(row))).map((row) => [row, undefined] as const),
  ]
}

async function rulesBetween(db: Db, { from, to }: Moments) {
  const [was, is] = await Promise.all([versionAt(db, from), versionAt(db, to)])
  const difference = differenceOf(await rulesOfVersion(db, was), await rulesOfVersion(db, is))
  const names = await namesOf(db, Object.values(difference).flat())
  const refs = (ids: readonly string[]) => ids.map((id) => ({ id, name: names.get(id)?.name ?? '' }))
  return {
    from: was,
    to: is,
    added: refs(difference.added),
    removed: refs(difference.removed),
    changed: refs(difference.changed),
    moved: refs(difference.moved),
  }
}
