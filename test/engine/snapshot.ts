import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import type { Assigned } from './oracle-run.ts'
import type { Scene } from './scene.ts'

/** Everything a run leaves, in lines that can be compared and read. */
export interface Snapshot {
  readonly seats: readonly string[]
  readonly waiting: readonly string[]
  readonly stopped: readonly string[]
  readonly openStops: readonly string[]
  readonly people: readonly string[]
  readonly templates: readonly string[]
  readonly used: readonly string[]
  readonly roles: readonly string[]
}

type Name = (id: string | null) => string

interface Rows {
  readonly seats: readonly (readonly [user: number, product: string, tier: string, graceUntil: number | null])[]
  readonly waiting: readonly (readonly [user: number, product: string, tier: string, since: number, rule: string])[]
  readonly stopped: readonly (readonly [user: number, product: string, isConfirmed: boolean])[]
  readonly stops: readonly string[]
  readonly people: readonly (readonly [
    user: number,
    withheld: string | null,
    access: boolean,
    hadAccess: boolean,
    role: string,
    privileges: readonly string[] | null,
    userGroup: string | null,
    language: string | null,
    deviceGroups: readonly string[],
    settingsTemplate: string | null,
  ])[]
  readonly templates: readonly (readonly [user: number, product: string, template: string | null])[]
  readonly pools: readonly (readonly [product: string, tier: string, used: number])[]
  readonly roles: readonly (readonly [user: number, kind: string, wanted: string, isConfirmed: boolean])[]
}

const PIN = '00000000-0000-0000-0000-000000000000'

/** Roles that are not as they should be: gains that wait, and who keeps super admin. */
const stoppedRoles = (db: Db) =>
  sql.part`(select coalesce(json_agg(json_build_array(user_no, kind, wanted, confirmed_by is not null)), '[]')
    from stopped_roles where organization_id = ${db.organization} and until is null)`

/** What the engine has stored. */
export async function stored(scene: Scene): Promise<Snapshot> {
  const { db, names } = scene
  const name: Name = (id) => (id === null ? '-' : (names.get(id) ?? id))
  const row = await db.row<Rows>(sql`
    select
      (select coalesce(json_agg(json_build_array(user_no, product_id, tier_id, extract(epoch from grace_until) * 1000)), '[]')
        from seats where organization_id = ${db.organization} and until is null) as seats,
      (select coalesce(json_agg(json_build_array(user_no, product_id, tier_id, since_run, rule_id)), '[]')
        from waiting where organization_id = ${db.organization}) as waiting,
      (select coalesce(json_agg(json_build_array(user_no, product_id, confirmed_by is not null)), '[]')
        from stopped_losses where organization_id = ${db.organization} and until is null) as stopped,
      (select coalesce(json_agg(product_id), '[]')
        from stops where organization_id = ${db.organization} and until is null) as stops,
      (select coalesce(json_agg(json_build_array(a.user_no, a.withheld, a.access, a.had_access, a.role,
          e.content -> 'role' -> 'privileges', e.content -> 'userGroup', e.content -> 'language',
          e.content -> 'deviceGroups', e.content -> 'settingsTemplate')), '[]')
        from assignments a join entitlements e on e.organization_id = ${db.organization} and e.entitlement_no = a.entitlement_no
        where a.organization_id = ${db.organization} and a.until is null) as people,
      (select coalesce(json_agg(json_build_array(user_no, product_id, template_id)), '[]')
        from settings_applied where organization_id = ${db.organization}) as templates,
      (select coalesce(json_agg(json_build_array(product_id, tier_id, used)), '[]')
        from pools where organization_id = ${db.organization}) as pools,
      ${stoppedRoles(db)} as roles`)
  const { seats, waiting, stopped, stops, people, templates, pools, roles } = row!
  return {
    seats: seats.map((seat) => seatLine(name, ...seat)).sort(),
    waiting: waiting.map(([u, p, t, s, rule]) => waitLine(name, u, p, t, s, rule === PIN ? null : rule)).sort(),
    stopped: stopped.map((one) => stoppedLine(name, ...one)).sort(),
    openStops: stops.map(name).sort(),
    people: people
      .map(([user, withheld, access, hadAccess, role, privileges, userGroup, language, deviceGroups, template]) =>
        personLine(name, user, {
          withheld,
          access,
          hadAccess,
          role: role === 'manager' && privileges?.includes('run-reports') ? 'manager of reports' : role,
          userGroup: userGroup === 'none' ? null : userGroup,
          language,
          deviceGroups: withheld === null ? deviceGroups : [],
          settingsTemplate: template === 'default' ? null : template,
        }),
      )
      .filter((line) => line !== '')
      .sort(),
    templates: templates.map(([user, product, template]) => `user ${user} ${name(product)}: ${name(template)}`).sort(),
    used: pools.map(([product, tier, used]) => `${name(product)} ${name(tier)}: ${used}`).sort(),
    roles: roles
      .map(([user, kind, wanted, isConfirmed]) =>
        kind === 'new-admin' ? newAdminLine(user, wanted, isConfirmed) : lastLine(user),
      )
      .sort(),
  }
}

/** What the oracle says should be stored. */
export function expected(scene: Scene, assigned: Assigned): Snapshot {
  const name: Name = (id) => (id === null ? '-' : (scene.names.get(id) ?? id))
  const holdings = [...assigned.products]
  return {
    seats: holdings
      .flatMap(([product, { seats }]) =>
        [...seats].map(([user, { tier, graceUntil }]) => seatLine(name, user, product, tier, graceUntil)),
      )
      .sort(),
    waiting: holdings
      .flatMap(([product, { line }]) =>
        [...line].map(([user, { tier, since, rule }]) => waitLine(name, user, product, tier, since, rule)),
      )
      .sort(),
    stopped: holdings
      .flatMap(([product, { stopped }]) =>
        [...stopped].map(([user, { confirmed }]) => stoppedLine(name, user, product, confirmed)),
      )
      .sort(),
    openStops: holdings
      .filter(([, { stopped }]) => stopped.size > 0)
      .map(([product]) => name(product))
      .sort(),
    people: [...assigned.owed]
      .map(([user, owed]) =>
        personLine(name, user, {
          ...owed,
          role: assigned.roles.assigned.get(user)!,
          access: assigned.access.get(user)!,
          hadAccess: assigned.hadAccess.has(user),
        }),
      )
      .filter((line) => line !== '')
      .sort(),
    templates: [...assigned.templates]
      .map(([key, template]) => {
        const [user, product] = key.split(' ')
        return `user ${user} ${name(product!)}: ${name(template)}`
      })
      .sort(),
    used: [...scene.world.products.values()]
      .flatMap((product) =>
        product.tiers.map((tier) => {
          const seats = assigned.products.get(product.id)?.seats ?? new Map()
          const used = [...seats.values()].filter((seat) => seat.tier === tier.id).length
          return `${name(product.id)} ${name(tier.id)}: ${used}`
        }),
      )
      .sort(),
    roles: [
      ...[...assigned.roles.stopped].map(([user, { wanted, confirmed }]) => newAdminLine(user, wanted, confirmed)),
      ...[...assigned.roles.kept].map(lastLine),
    ].sort(),
  }
}

const newAdminLine = (user: number, wanted: string, isConfirmed: boolean) =>
  `user ${user}: ${wanted}${isConfirmed ? ' confirmed' : ''}`
const lastLine = (user: number) => `user ${user}: last super admin`

function seatLine(name: Name, user: number, product: string, tier: string, graceUntil: number | null): string {
  const state = graceUntil === null ? 'held' : `grace until ${new Date(Number(graceUntil)).toISOString()}`
  return `user ${user} ${name(product)} ${name(tier)}: ${state}`
}

function waitLine(name: Name, user: number, product: string, tier: string, since: number, rule: string | null): string {
  return `user ${user} ${name(product)} ${name(tier)}: since run ${since} by ${rule === null ? 'pin' : name(rule)}`
}

function stoppedLine(name: Name, user: number, product: string, confirmed: boolean): string {
  return `user ${user} ${name(product)}${confirmed ? ' confirmed' : ''}`
}

interface PersonState {
  readonly withheld: string | null
  readonly access: boolean
  readonly hadAccess: boolean
  readonly role: string
  readonly userGroup: string | null
  readonly language: string | null
  readonly deviceGroups: readonly string[]
  readonly settingsTemplate: string | null
}

/** Empty for somebody who has nothing and never had: the engine stores nothing of them. */
function personLine(name: Name, user: number, state: PersonState): string {
  const { withheld, access, hadAccess, role, userGroup, language, deviceGroups, settingsTemplate } = state
  const values = [
    role,
    name(userGroup),
    language ?? '-',
    deviceGroups.map(name).sort().join('+'),
    name(settingsTemplate),
  ]
  if (!hadAccess && values.join(' ') === 'member - -  -') return ''
  return `user ${user}: ${values.join(' ')}${access ? ' access' : hadAccess ? ' had access' : ''}${withheld ? ` ${withheld}` : ''}`
}
