import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import type { Acting, Acts } from '../support/acts.ts'
import { everybodyOf, touchUsers } from '../support/directory.ts'
import { library } from './library.ts'
import type { Role, WorldPin, WorldProduct, WorldRule, WorldTier } from './world.ts'

/** An admin of the world, who writes by SQL what the API would, and marks whom it concerns. */
export interface Admin {
  setLimits(shareMax: number, lossesAllowed: number): Promise<void>
  createProduct(product: WorldProduct): Promise<void>
  setTier(product: string, tier: WorldTier): Promise<void>
  setGrace(product: string, graceMs: number): Promise<void>
  /** No grace, no limits, seats without number. */
  makeAmple(shareMax: number, lossesAllowed: number): Promise<void>
  /** `carriers` are the products through which somebody may be carried more, or less, than before. */
  setIncludes(product: string, includes: readonly string[], carriers: readonly string[]): Promise<void>
  /** The rules, whole. `concerned` are the groups of rules whose members may be entitled to something else, `reordered`
   * the products whose lines are in another order now. */
  saveRules(
    rules: readonly WorldRule[],
    groupIds: ReadonlyMap<number, string>,
    concerned: readonly number[],
    reordered: readonly string[],
  ): Promise<void>
  setPin(pin: WorldPin): Promise<void>
  endPin(pin: WorldPin): Promise<void>
  /** Says yes to losses that were stopped. */
  confirm(product: string, users: readonly number[]): Promise<void>
  /** A super admin says yes to roles that were stopped. */
  confirmRoles(users: readonly number[]): Promise<void>
  /** Says yes to all that is stopped. */
  confirmAll(): Promise<void>
}

export function newAdmin(db: Db, acts: Acts): Admin {
  const act = acts.of('admin')
  const organization = db.organization
  const touchProducts = (tx: Db, request: string, products: readonly string[]) =>
    tx.run(sql`
      insert into touched_products (organization_id, product_id, request_id)
      select ${organization}, product_id, ${request} from unnest(${products}::uuid[]) as p(product_id)`)

  return {
    setLimits: (shareMax, lossesAllowed) =>
      act('safeguards.change', ({ tx }) => setLimits(tx, shareMax, lossesAllowed)),
    createProduct: (product) =>
      act('product.create', async ({ tx, at }) => {
        await tx.run(sql`
          insert into products (organization_id, id, name, name_folded, grace_seconds, connector_id, created_at)
          values (${organization}, ${product.id}, ${product.name}, ${product.name}, ${product.graceMs / 1000},
            ${newId()}, ${at})`)
        await tx.run(sql`
          insert into pools (organization_id, product_id, tier_id, name, position, owned, shortage)
          select ${organization}, ${product.id}, id, id::text, position, owned, shortage
          from unnest(${product.tiers.map((tier) => tier.id)}::uuid[], ${product.tiers.map(ownedOf)}::integer[],
            ${product.tiers.map((tier) => tier.shortage)}::text[]) with ordinality as t(id, owned, shortage, position)`)
      }),
    setTier: (product, tier) =>
      act('tier.change', async ({ tx, request }) => {
        await tx.run(sql`
          update pools set owned = ${ownedOf(tier)}, shortage = ${tier.shortage}
          where organization_id = ${organization} and product_id = ${product} and tier_id = ${tier.id}`)
        await touchProducts(tx, request, [product])
      }),
    setGrace: (product, graceMs) =>
      act('product.change', async ({ tx }) => {
        await tx.run(sql`
          update products set grace_seconds = ${graceMs / 1000}
          where organization_id = ${organization} and id = ${product}`)
      }),
    makeAmple: (shareMax, lossesAllowed) =>
      act('product.change', async ({ tx, request }) => {
        await setLimits(tx, shareMax, lossesAllowed)
        await tx.run(sql`update products set grace_seconds = 0 where organization_id = ${organization}`)
        const pools = await tx.rows<{ product_id: string }>(sql`
          update pools set owned = null where organization_id = ${organization} returning product_id`)
        await touchProducts(tx, request, [...new Set(pools.map((pool) => pool.product_id))])
      }),
    setIncludes: (product, includes, carriers) =>
      act('product.change', async ({ tx, request }) => {
        await tx.run(sql`
          delete from product_includes where organization_id = ${organization} and product_id = ${product}`)
        await tx.run(sql`
          insert into product_includes (organization_id, product_id, included_id)
          select ${organization}, ${product}, id from unnest(${includes}::uuid[]) as i(id)`)
        const holders = sql.part`
          select user_no from seats
          where organization_id = ${organization} and until is null and product_id = any(${carriers}::uuid[])`
        await touchUsers(tx, request, holders)
      }),
    saveRules: (rules, groupIds, concerned, reordered) =>
      act('rules.change', async ({ tx, request, at }) => {
        const row = await tx.row<{ version: number }>(sql`
          insert into rule_sets (organization_id, version, at, request_id)
          select ${organization}, coalesce(max(version), 0) + 1, ${at}, ${request}
          from rule_sets where organization_id = ${organization}
          returning version`)
        await tx.run(sql`
          update rules set until_version = ${row!.version}
          where organization_id = ${organization} and until_version is null`)
        await tx.run(sql`
          insert into rules (organization_id, id, since_version, rank, group_id, condition, state, gives)
          select ${organization}, id, ${row!.version}, rank, group_id, condition, state, gives
          from unnest(${rules.map((rule) => rule.id)}::uuid[], ${rules.map((rule) => groupIds.get(rule.group)!)}::uuid[],
            ${rules.map((rule) => rule.condition?.text ?? null)}::text[], ${rules.map((rule) => rule.state)}::text[],
            ${rules.map((rule) => JSON.stringify(givesOf(rule)))}::jsonb[])
            with ordinality as r(id, group_id, condition, state, gives, rank)`)
        await touchUsers(tx, request, everybodyOf(db, concerned))
        if (reordered.length > 0) await touchProducts(tx, request, reordered)
      }),
    setPin: (pin) =>
      act('pin.create', async ({ tx, at, touch }) => {
        const product = pin.field === 'product' ? pin.product : null
        await tx.run(sql`
          update pins set ended_at = ${at}
          where organization_id = ${organization} and user_no = ${pin.user} and field = ${pin.field}
            and product_id is not distinct from ${product}::uuid and ended_at is null`)
        await tx.run(sql`
          insert into pins (organization_id, id, user_no, field, product_id, value, reason, created_at, created_by, ends_at)
          values (${organization}, ${pin.id}, ${pin.user}, ${pin.field}, ${product}, ${pinned(pin)}, '', ${at}, 'test',
            ${pin.endsAt === null ? null : new Date(pin.endsAt)})`)
        touch([pin.user])
      }),
    endPin: (pin) =>
      act('pin.end', async ({ tx, at, touch }) => {
        await tx.run(sql`update pins set ended_at = ${at} where organization_id = ${organization} and id = ${pin.id}`)
        touch([pin.user])
      }),
    confirm: (product, users) =>
      act('stopped.apply', async ({ tx, touch }) => {
        await tx.run(sql`
          update stopped_losses set confirmed_by = 'test'
          where organization_id = ${organization} and product_id = ${product} and until is null
            and user_no = any(${users}::integer[])`)
        touch(users)
      }),
    confirmRoles: (users) => act('stopped-role.apply', (acting) => sayYesToRoles(acting, users)),
    confirmAll: () =>
      act('stopped.apply', async (acting) => {
        const rows = await acting.tx.rows<{ user_no: number }>(sql`
          update stopped_losses set confirmed_by = 'test'
          where organization_id = ${organization} and until is null returning user_no`)
        acting.touch(rows.map((row) => row.user_no))
        await sayYesToRoles(acting, null)
      }),
  }
}

async function setLimits(tx: Db, shareMax: number, lossesAllowed: number): Promise<void> {
  await tx.run(sql`
    update organizations set loss_share_max = ${shareMax}, losses_allowed = ${lossesAllowed}
    where id = ${tx.organization}`)
}

/** @param users null: all */
async function sayYesToRoles({ tx, touch }: Acting, users: readonly number[] | null): Promise<void> {
  const rows = await tx.rows<{ user_no: number }>(sql`
    update stopped_roles set confirmed_by = 'test'
    where organization_id = ${tx.organization} and kind = 'new-admin' and until is null
      and user_no = any(coalesce(${users}::integer[], array[user_no])) returning user_no`)
  touch(rows.map((row) => row.user_no))
}

function ownedOf(tier: WorldTier): number | null {
  return tier.owned === Number.POSITIVE_INFINITY ? null : tier.owned
}

function roleOf(role: Role) {
  if (role === 'manager') return { role, privileges: ['manage-users'], managedGroups: 'all' }
  if (role !== 'manager of reports') return { role }
  return { role: 'manager', privileges: ['run-reports', 'access-recordings'], managedGroups: library.userGroups }
}

function givesOf(rule: WorldRule) {
  return {
    products: [...rule.products].map(([product, tier]) => ({ product, tier })),
    deviceGroups: rule.deviceGroups,
    ...(rule.role && { role: roleOf(rule.role) }),
    ...(rule.language && { language: rule.language }),
    ...(rule.userGroup !== undefined && { userGroup: rule.userGroup ?? 'none' }),
    ...(rule.settingsTemplate !== undefined && { settingsTemplate: rule.settingsTemplate ?? 'default' }),
  }
}

function pinned(pin: WorldPin) {
  if (pin.field === 'product') return { product: pin.product, tier: pin.tier ?? 'none' }
  if (pin.field === 'role') return { role: roleOf(pin.role) }
  if (pin.field === 'user-group') return { userGroup: pin.userGroup ?? 'none' }
  if (pin.field === 'settings-template') return { template: pin.settingsTemplate ?? 'default' }
  return { deviceGroups: pin.deviceGroups }
}
