import { sql } from '../../src/platform/db/sql.ts'
import type { Assigned } from './oracle-run.ts'
import type { Scene } from './scene.ts'

/** Everything a run leaves, in lines that can be compared and read. */
export interface Snapshot {
  readonly seats: readonly string[]
  readonly waiting: readonly string[]
  readonly stopped: readonly string[]
  readonly openStops: readonly string[]
  readonly stoppedRoles: readonly string[]
  readonly people: readonly string[]
  readonly templates: readonly string[]
  readonly used: readonly string[]
}

type Name = (id: string | null) => string

interface Rows {
  readonly seats: readonly { u: number; p: string; t: string; g: number | null }[]
  readonly waiting: readonly { u: number; p: string; t: string; s: number; r: string }[]
  readonly stopped: readonly { u: number; p: string; c: boolean }[]
  readonly stops: readonly { p: string }[]
  readonly roles: readonly { u: number; k: string; w: string; c: boolean }[]
  readonly people: readonly {
    u: number
    w: string | null
    a: boolean
    h: boolean
    r: string
    c: { userGroup: string | null; language: string | null; deviceGroups: string[]; settingsTemplate: string | null }
  }[]
  readonly templates: readonly { u: number; p: string; t: string | null }[]
  readonly pools: readonly { p: string; t: string; n: number }[]
}

const PIN = '00000000-0000-0000-0000-000000000000'

/** What the engine has stored. */
export async function stored(scene: Scene): Promise<Snapshot> {
  const { db, names } = scene
  const name: Name = (id) => (id === null ? '-' : (names.get(id) ?? id))
  const row = await db.row<Rows>(sql`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('u', user_no, 'p', product_id, 't', tier_id,
          'g', extract(epoch from grace_until) * 1000)), '[]')
        from seats where organization_id = ${db.organization} and until is null) as seats,
      (select coalesce(jsonb_agg(jsonb_build_object('u', user_no, 'p', product_id, 't', tier_id, 's', since_run,
          'r', rule_id)), '[]') from waiting where organization_id = ${db.organization}) as waiting,
      (select coalesce(jsonb_agg(jsonb_build_object('u', user_no, 'p', product_id, 'c', confirmed_by is not null)), '[]')
        from stopped_losses where organization_id = ${db.organization} and until is null) as stopped,
      (select coalesce(jsonb_agg(jsonb_build_object('p', product_id)), '[]')
        from stops where organization_id = ${db.organization} and until is null) as stops,
      (select coalesce(jsonb_agg(jsonb_build_object('u', user_no, 'k', kind, 'w', wanted, 'c', confirmed_by is not null)),
          '[]') from stopped_roles where organization_id = ${db.organization} and until is null) as roles,
      (select coalesce(jsonb_agg(jsonb_build_object('u', a.user_no, 'w', a.withheld, 'a', a.access, 'h', a.had_access,
          'r', a.role, 'c', e.content)), '[]')
        from assignments a join entitlements e on e.organization_id = ${db.organization} and e.entitlement_no = a.entitlement_no
        where a.organization_id = ${db.organization} and a.until is null) as people,
      (select coalesce(jsonb_agg(jsonb_build_object('u', user_no, 'p', product_id, 't', template_id)), '[]')
        from settings_applied where organization_id = ${db.organization}) as templates,
      (select coalesce(jsonb_agg(jsonb_build_object('p', product_id, 't', tier_id, 'n', used)), '[]')
        from pools where organization_id = ${db.organization}) as pools`)
  const { seats, waiting, stopped, stops, roles, people, templates, pools } = row!
  return {
    seats: seats.map(({ u, p, t, g }) => seatLine(name, u, p, t, g)).sort(),
    waiting: waiting.map(({ u, p, t, s, r }) => waitLine(name, u, p, t, s, r === PIN ? null : r)).sort(),
    stopped: stopped.map(({ u, p, c }) => stoppedLine(name, u, p, c)).sort(),
    openStops: stops.map(({ p }) => name(p)).sort(),
    stoppedRoles: roles.map(({ u, k, w, c }) => stoppedRoleLine(u, k, w, c)).sort(),
    people: people
      .map(({ u, w, a, h, r, c }) =>
        personLine(name, u, {
          withheld: w,
          access: a,
          hadAccess: h,
          role: r,
          userGroup: c.userGroup === 'none' ? null : c.userGroup,
          language: c.language,
          deviceGroups: w === null ? c.deviceGroups : [],
          settingsTemplate: c.settingsTemplate === 'default' ? null : c.settingsTemplate,
        }),
      )
      .filter((line) => line !== '')
      .sort(),
    templates: templates.map(({ u, p, t }) => `user ${u} ${name(p)}: ${name(t)}`).sort(),
    used: pools.map(({ p, t, n }) => `${name(p)} ${name(t)}: ${n}`).sort(),
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
    stoppedRoles: [...assigned.roles.stopped]
      .map(([user, { kind, wanted, confirmed }]) => stoppedRoleLine(user, kind, wanted, confirmed))
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
  }
}

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

function stoppedRoleLine(user: number, kind: string, wanted: string, confirmed: boolean): string {
  return `user ${user} ${kind}: ${wanted}${confirmed ? ' confirmed' : ''}`
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
