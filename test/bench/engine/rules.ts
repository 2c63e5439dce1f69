import type pg from 'pg'
import { newId } from '../../../src/platform/id.ts'
import type { Gives } from '../../../src/rules/rule.ts'
import type { Size } from './size.ts'

const names = ['Meeting', 'Webinar', 'Training', 'Connect', 'Resolve', 'Rescue', 'Assist', 'Central', 'Rooms', 'Sign']
const productNames = [...names, 'Board', 'Drive']
/** By index: whoever holds the first is carried in the second. */
const includes = [
  [1, 0],
  [1, 2],
  [5, 6],
] as const
/** A third of the products have fewer seats of their best tier than are wanted. */
const shortages = ['wait', 'fall-back', 'wait'] as const

/** Twelve products with a connector and two tiers each, four of them too small, and the live rules. */
export async function furnish(
  client: pg.Client,
  organization: string,
  size: Size,
  groups: readonly string[],
): Promise<void> {
  const products = productNames.map((name) => ({ id: newId(), name, tiers: [newId(), newId()] as const }))
  await client.query(
    `insert into products (organization_id, id, name, name_folded, connector_id, created_at)
     select $1, id, name, lower(name), gen_random_uuid(), now() from jsonb_to_recordset($2) as p(id uuid, name text)`,
    [organization, JSON.stringify(products)],
  )
  const pools = products.flatMap(({ id, tiers }, index) =>
    tiers.map((tier, position) => ({
      product_id: id,
      tier_id: tier,
      name: position === 0 ? 'Premium' : 'Standard',
      position,
      owned: index % 3 === 0 && position === 0 ? Math.round(size.users / 25) : null,
      shortage: shortages[(index / 3) % 3] ?? 'wait',
    })),
  )
  await client.query(
    `insert into pools (organization_id, product_id, tier_id, name, position, owned, shortage)
     select $1, product_id, tier_id, name, position, owned, shortage
     from jsonb_to_recordset($2) as p(product_id uuid, tier_id uuid, name text, position integer, owned integer, shortage text)`,
    [organization, JSON.stringify(pools)],
  )
  for (const [includer, included] of includes)
    await client.query('insert into product_includes values ($1, $2, $3)', [
      organization,
      products[includer]!.id,
      products[included]!.id,
    ])

  const userGroups = await library(client, organization, 'user_groups', 8)
  const deviceGroups = await library(client, organization, 'device_groups', 8)
  const welcome = await library(client, organization, 'welcome_templates', 3)
  const settings = await library(client, organization, 'settings_templates', 3)
  const rules = Array.from({ length: size.rules }, (_, index) => {
    const product = (n: number) => {
      const { id, tiers } = products[n % products.length]!
      return { product: id, tier: tiers[index % 2]! }
    }
    const gives = {
      products: [product(index), ...(index % 2 === 0 ? [product(index + 5)] : [])],
      deviceGroups: index % 5 === 0 ? [deviceGroups[index % 8]!] : [],
      ...(index % 4 === 0 && { userGroup: userGroups[index % 8]! }),
      ...(index % 10 === 0 && { language: 'de' }),
      ...(index % 8 === 1 && { welcomeTemplate: welcome[index % 3]! }),
      ...(index % 9 === 1 && { settingsTemplate: settings[index % 3]! }),
      ...(index % 40 === 7 && { role: { role: 'manager', privileges: ['run-reports'], managedGroups: 'all' } }),
    } as unknown as Gives
    const group_id = groups[Math.floor((index * groups.length) / size.rules)]!
    return { id: newId(), rank: index + 1, group_id, condition: index % 25 === 3 ? 'title eq "Engineer"' : null, gives }
  })
  await client.query(`insert into rule_sets values ($1, 1, now(), $2)`, [organization, newId()])
  await client.query(
    `insert into rules (organization_id, id, since_version, rank, group_id, condition, state, gives)
     select $1, id, 1, rank, group_id, condition, 'on', gives
     from jsonb_to_recordset($2) as r(id uuid, rank integer, group_id uuid, condition text, gives jsonb)`,
    [organization, JSON.stringify(rules)],
  )
}

async function library(client: pg.Client, organization: string, table: string, count: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `insert into ${table} (organization_id, id, name, created_at)
     select $1, gen_random_uuid(), 'No. ' || n, now() from generate_series(1, $2::integer) as n returning id`,
    [organization, count],
  )
  return rows.map((row) => row.id)
}
