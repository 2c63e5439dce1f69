import type { UserId, UserNo } from '../../directory/user.ts'
import { languageOfDirectory } from '../../organization/language.ts'
import type { Language } from '../../organization/organization.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import { type Content, keyOf } from '../../rules/content.ts'
import type { Entitlement } from '../../rules/decide.ts'
import type { RoleName, RuleId } from '../../rules/rule.ts'
import { PIN } from '../census.ts'
import type { Withheld } from '../change.ts'
import type { HeldSeat, Person } from '../person.ts'
import type { CurrentWait } from '../standing.ts'
import type { Unseen } from './unseen.ts'

interface UserRow {
  readonly user_no: UserNo
  readonly id: UserId
  readonly active: boolean
  readonly deleted: boolean
  readonly address: string | null
  /** Milliseconds since 1970. */
  readonly joined_at: number
  readonly preferred_language: string | null
  readonly locale: string | null
  readonly signed_in: boolean
  readonly chosen_language: Language | null
  readonly entitlement_no: number | null
  readonly withheld: Withheld | null
  readonly access: boolean
  readonly had_access: boolean
  readonly role: RoleName
  readonly templated: readonly ProductId[]
}

interface SeatRow {
  readonly user_no: UserNo
  readonly product_id: ProductId
  readonly tier_id: TierId
  readonly state: 'held' | 'grace'
  readonly grace_until: Date | null
  readonly stopped: boolean
  readonly confirmed: boolean
}

interface WaitRow {
  readonly user_no: UserNo
  readonly product_id: ProductId
  readonly tier_id: TierId
  readonly rule_id: RuleId | typeof PIN
  readonly since_run: number
}

/** What the rules and the requests say of a user, from outside this room. */
export type About = (user: UserNo) => {
  readonly entitlement: Entitlement
  readonly request: string | null
  readonly unseen: Unseen | null
}

/** How many users are asked for at once: the answer for a million would not fit into memory beside the people. */
const BATCH_USERS = 10_000

/** Users with what they have now, by number. Grows with the users asked for. */
export async function peopleOf(db: Db, users: readonly UserNo[], about: About): Promise<Map<UserNo, Person>> {
  const people = new Map<UserNo, Person>()
  if (users.length === 0) return people
  const contents = new Map<number, KnownContent>()
  let coming = rowsOf(db, users.slice(0, BATCH_USERS))
  for (let from = 0; from < users.length; from += BATCH_USERS) {
    const rows = await coming
    // PostgreSQL looks up the next while these are made into people.
    const next = users.slice(from + BATCH_USERS, from + 2 * BATCH_USERS)
    await learn(db, contents, rows[0])
    if (next.length > 0) {
      coming = rowsOf(db, next)
      coming.catch(() => {})
    }
    addPeople(people, contents, rows, about)
  }
  return people
}

type Rows = readonly [readonly UserRow[], readonly SeatRow[], readonly WaitRow[]]

function rowsOf(db: Db, users: readonly UserNo[]): Promise<Rows> {
  return Promise.all([userRows(db, users), seatRows(db, users), waitRows(db, users)])
}

/** An entitlement's content with its key: many users have the same. */
interface KnownContent {
  readonly content: Content
  readonly key: string
}

async function learn(db: Db, contents: Map<number, KnownContent>, rows: readonly UserRow[]): Promise<void> {
  const unknown = new Set<number>()
  for (const { entitlement_no: no } of rows) if (no !== null && !contents.has(no)) unknown.add(no)
  if (unknown.size === 0) return
  for (const { no, content } of await contentsOf(db, [...unknown])) contents.set(no, { content, key: keyOf(content) })
}

function addPeople(
  people: Map<UserNo, Person>,
  contents: ReadonlyMap<number, KnownContent>,
  [rows, seats, waits]: Rows,
  about: About,
): void {
  for (const row of rows) {
    const { unseen, ...ruled } = about(row.user_no)
    people.set(row.user_no, {
      user: row.user_no,
      id: row.id,
      joinedAt: row.joined_at,
      withheld: row.deleted ? 'deleted' : !row.active ? 'inactive' : row.address === null ? 'no-address' : unseen,
      address: row.address,
      directoryLanguage: languageOfDirectory(row.preferred_language, row.locale),
      signedIn: row.signed_in,
      chosenLanguage: row.chosen_language,
      ...ruled,
      assignment:
        row.entitlement_no === null
          ? null
          : {
              entitlementNo: row.entitlement_no,
              ...contents.get(row.entitlement_no)!,
              withheld: row.withheld,
              access: row.access,
              hadAccess: row.had_access,
              role: row.role,
            },
      seats: new Map(),
      waiting: new Map(),
      templated: new Set(row.templated),
    })
  }
  for (const row of seats) people.get(row.user_no)?.seats.set(row.product_id, asSeat(row))
  for (const row of waits) people.get(row.user_no)?.waiting.set(row.product_id, asWait(row))
}

function asSeat(row: SeatRow): HeldSeat {
  return {
    tier: row.tier_id,
    state: row.state,
    graceUntil: row.grace_until?.getTime() ?? null,
    stopped: !row.stopped ? 'no' : row.confirmed ? 'confirmed' : 'waiting',
  }
}

function asWait(row: WaitRow): CurrentWait {
  return { tier: row.tier_id, rule: row.rule_id === PIN ? null : (row.rule_id as RuleId), sinceRun: row.since_run }
}

// `limit 1` keeps each join a look-up by its key. Before tables were first analyzed, the planner takes them for empty and
// would compare every user asked for with every assignment there is: 2,000 of 10,000 users took three seconds.

function userRows(db: Db, users: readonly UserNo[]): Promise<readonly UserRow[]> {
  const query = sql`
    select u.user_no, u.id, u.active, u.deleted_at is not null as deleted, u.address,
      floor(extract(epoch from u.created_at) * 1000)::bigint as joined_at,
      u.attributes ->> 'preferredLanguage' as preferred_language, u.attributes ->> 'locale' as locale,
      a.signed_in_at is not null as signed_in, a.chosen_language,
      s.entitlement_no, s.withheld, s.access, s.had_access, s.role,
      array(
        select t.product_id from settings_applied t
        where t.organization_id = ${db.organization} and t.user_no = u.user_no
      ) as templated
    from users u
    left join lateral (
      select signed_in_at, chosen_language from accounts
      where organization_id = ${db.organization} and user_no = u.user_no limit 1
    ) a on true
    left join lateral (
      select entitlement_no, withheld, access, had_access, role from assignments
      where organization_id = ${db.organization} and user_no = u.user_no and until is null limit 1
    ) s on true
    where u.organization_id = ${db.organization} and u.user_no = any(${users}::integer[])`
  return db.rows<UserRow>(sql.about(users.length, query))
}

function contentsOf(db: Db, numbers: readonly number[]): Promise<readonly { no: number; content: Content }[]> {
  const query = sql`
    select entitlement_no as no, content from entitlements
    where organization_id = ${db.organization} and entitlement_no = any(${numbers}::integer[])`
  return db.rows(sql.about(numbers.length, query))
}

function seatRows(db: Db, users: readonly UserNo[]): Promise<readonly SeatRow[]> {
  const query = sql`
    select s.user_no, s.product_id, s.tier_id, s.state, s.grace_until,
      l.user_no is not null as stopped, l.confirmed_by is not null as confirmed
    from seats s
    left join lateral (
      select user_no, confirmed_by from stopped_losses
      where organization_id = ${db.organization} and product_id = s.product_id and user_no = s.user_no and until is null
      limit 1
    ) l on true
    where s.organization_id = ${db.organization} and s.user_no = any(${users}::integer[]) and s.until is null`
  return db.rows<SeatRow>(sql.about(users.length, query))
}

function waitRows(db: Db, users: readonly UserNo[]): Promise<readonly WaitRow[]> {
  const query = sql`
    select user_no, product_id, tier_id, rule_id, since_run
    from waiting
    where organization_id = ${db.organization} and user_no = any(${users}::integer[])`
  return db.rows<WaitRow>(sql.about(users.length, query))
}
