import { sql } from '../../src/platform/db/sql.ts'
import type { Assigned } from './oracle-run.ts'
import type { Scene } from './scene.ts'

/** House.md's invariant 4, where a pool is short: what must hold after every run, said without how it comes about. */
export function brokenLaws({ world }: Scene, before: Assigned, after: Assigned): string[] {
  const broken: string[] = []
  for (const product of world.products.values()) {
    const { seats, line, stopped } = after.products.get(product.id)!
    const was = before.products.get(product.id)
    const rank = (user: number) => after.owed.get(user)!.products.get(product.id)!.rank
    for (const tier of product.tiers) {
      const used = [...seats.values()].filter((seat) => seat.tier === tier.id).length
      const usedBefore = [...(was?.seats.values() ?? [])].filter((seat) => seat.tier === tier.id).length
      if (used > Math.max(tier.owned, usedBefore))
        broken.push(`${product.name}: more seats than owned, and more than before`)
      const waiting = [...line].filter(([, one]) => one.tier === tier.id).map(([user]) => user)
      if (waiting.length > 0 && used < tier.owned) broken.push(`${product.name}: somebody waits while a seat is free`)
      for (const [user, { since }] of [...(was?.line ?? [])].filter(([, one]) => one.tier === tier.id)) {
        if (line.has(user) || seats.get(user)?.tier !== tier.id) continue
        const better = waiting.find(
          (other) =>
            was?.line.get(other)?.since === since && was.line.get(other)?.tier === tier.id && rank(other) < rank(user),
        )
        if (better !== undefined)
          broken.push(`${product.name}: user ${user} went before user ${better}, who ranks better`)
      }
    }
    for (const [user, seat] of seats) {
      const entitled = after.owed.get(user)!.products.has(product.id)
      if (seat.graceUntil === null && !entitled && !stopped.has(user))
        broken.push(`${product.name}: user ${user} holds without a reason`)
    }
  }
  return [...broken, ...brokenLawsOfRoles(before, after)]
}

/** What must hold of admins after every run. */
function brokenLawsOfRoles(before: Assigned, after: Assigned): string[] {
  const broken: string[] = []
  const canSignIn = (user: number) => after.owed.get(user)!.withheld === null
  const supers = ({ roles }: Assigned) =>
    [...roles.assigned].filter(([user, role]) => role === 'super-admin' && canSignIn(user))
  if (supers(before).length > 0 && supers(after).length === 0) broken.push('no super admin can sign in any more')
  const given = after.roles.gained.slice(before.roles.gained.length)
  if (given.length > 5) broken.push('more than five new admins at once')
  if (given.length > 0 && [...after.roles.stopped.values()].some((stop) => !stop.confirmed))
    broken.push('a new admin while others wait')
  return broken
}

/** A digest of everything that runs write, the order of rows aside. */
export async function fingerprint({ db }: Scene): Promise<string> {
  const tables = [
    'seats',
    'waiting',
    'assignments',
    'stops',
    'stopped_losses',
    'stopped_roles',
    'new_admins',
    'changes',
    'deliveries',
    'mails',
    'settings_applied',
    'entitlements',
    'runs',
    'pools',
  ]
  const parts = tables.map(
    (table) => sql.part`
    (select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from ${sql.identifier(table)} t
      where organization_id = ${db.organization})`,
  )
  const row = await db.row<{ all: string }>(sql`select concat_ws(' ', ${sql.join(parts, ', ')}) as all`)
  return row!.all
}

/** Marks everybody and every product, as if all had changed. */
export async function touchAll({ db }: Scene): Promise<void> {
  await db.run(sql`
    insert into touched (organization_id, user_no, request_id)
    select organization_id, user_no, gen_random_uuid() from users where organization_id = ${db.organization}`)
  await db.run(sql`
    insert into touched_products (organization_id, product_id, request_id)
    select organization_id, id, gen_random_uuid() from products where organization_id = ${db.organization}`)
}

/** What the products were told, put together: it must be what is held. And intervals of one seat must not overlap. */
export async function toldWrongly({ db }: Scene): Promise<readonly string[]> {
  const rows = await db.rows<{ wrong: string }>(sql`
    with told as (
      select d.user_no, d.product_id, d.action, d.id,
        lag(d.action) over (partition by d.user_no, d.product_id order by d.id) as before,
        lead(d.action) over (partition by d.user_no, d.product_id order by d.id) as after
      from deliveries d where d.organization_id = ${db.organization}
    ), held as (
      select user_no, product_id, state from seats where organization_id = ${db.organization} and until is null
    )
    select format('user %s was told %s after %s', user_no, action, before) as wrong from told
    where (action = 'give') <> (before is null or before = 'take') or (action = 'restore' and before <> 'suspend')
      or (action = 'suspend' and before = 'suspend')
    union all
    select format('user %s: told %s, has %s', coalesce(t.user_no, h.user_no), t.action, h.state)
    from (select * from told where after is null) t
    full join held h on h.user_no = t.user_no and h.product_id = t.product_id
    where (h.state is null) <> (t.action is null or t.action = 'take') or (h.state = 'grace') <> (t.action = 'suspend')
    union all
    select format('user %s: a seat until before it began', user_no) from seats
    where organization_id = ${db.organization} and until < since
    union all
    select format('user %s: an assignment until before it began', user_no) from assignments
    where organization_id = ${db.organization} and until < since
    union all
    select format('user %s: two seats at once', a.user_no) from seats a
    join seats b on b.organization_id = a.organization_id and b.product_id = a.product_id and b.user_no = a.user_no
      and b.run_no > a.run_no and (a.until is null or a.until > b.since)
    where a.organization_id = ${db.organization}`)
  return rows.map((row) => row.wrong)
}
