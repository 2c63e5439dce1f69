import type { UserId, UserNo } from '../../directory/user.ts'
import { languageOfDirectory } from '../../organization/language.ts'
import type { Language } from '../../organization/organization.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { ProductId, TierId } from '../../products/product.ts'
import { type Content, keyOf } from '../../rules/content.ts'
import type { Entitlement } from '../../rules/decide.ts'
import type { RoleName, RuleId } from '../../rules/rule.ts'
import type { Withheld } from '../change.ts'
import type { HeldSeat, Person } from '../person.ts'
import type { CurrentWait } from '../standing.ts'
import { PIN } from './turns.ts'
import type { Unseen } from './unseen.ts'

interface UserRow {
  readonly user_no: UserNo
  readonly id: UserId
  readonly active: boolean
  readonly deleted: boolean
  readonly address: string | null
  readonly joined_at: Date
  readonly preferred_language: string | null
  readonly locale: string | null
  readonly signed_in: boolean
  readonly chosen_language: Language | null
  readonly entitlement_no: number | null
  readonly content: Content
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

/** Users with what they have now, by number. Grows with the users asked for. */
export async function peopleOf(db: Db, users: readonly UserNo[], about: About): Promise<Map<UserNo, Person>> {
  const [rows, seats, waits] = await Promise.all([userRows(db, users), seatRows(db, users), waitRows(db, users)])
  const people = new Map<UserNo, Person>()
  for (const row of rows) {
    const { unseen, ...ruled } = about(row.user_no)
    people.set(row.user_no, {
      user: row.user_no,
      id: row.id,
      joinedAt: row.joined_at.getTime(),
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
              content: row.content,
              key: keyOf(row.content),
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
  return people
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
  return db.rows<UserRow>(sql`
    select u.user_no, u.id, u.active, u.deleted_at is not null as deleted, u.address, u.created_at as joined_at,
      u.attributes ->> 'preferredLanguage' as preferred_language, u.attributes ->> 'locale' as locale,
      a.signed_in_at is not null as signed_in, a.chosen_language,
      s.entitlement_no, e.content, s.withheld, s.access, s.had_access, s.role,
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
    left join lateral (
      select content from entitlements
      where organization_id = ${db.organization} and entitlement_no = s.entitlement_no limit 1
    ) e on true
    where u.organization_id = ${db.organization} and u.user_no = any(${users}::integer[])`)
}

function seatRows(db: Db, users: readonly UserNo[]): Promise<readonly SeatRow[]> {
  return db.rows<SeatRow>(sql`
    select s.user_no, s.product_id, s.tier_id, s.state, s.grace_until,
      l.user_no is not null as stopped, l.confirmed_by is not null as confirmed
    from seats s
    left join lateral (
      select user_no, confirmed_by from stopped_losses
      where organization_id = ${db.organization} and product_id = s.product_id and user_no = s.user_no and until is null
      limit 1
    ) l on true
    where s.organization_id = ${db.organization} and s.user_no = any(${users}::integer[]) and s.until is null`)
}

function waitRows(db: Db, users: readonly UserNo[]): Promise<readonly WaitRow[]> {
  return db.rows<WaitRow>(sql`
    select user_no, product_id, tier_id, rule_id, since_run
    from waiting
    where organization_id = ${db.organization} and user_no = any(${users}::integer[])`)
}
