import type { Caller } from './caller.ts'
import { deviceGroups, grace, pools, rules, userGroups, type WantedRule } from './furnishing.ts'

interface Named {
  readonly id: string
  readonly name: string
}

interface Product extends Named {
  readonly catalogueKey: string | null
}

/** Says by the API how many seats there are, and makes the user groups. What is there already stays. */
export async function furnishSeats(api: Caller): Promise<void> {
  const products = await productsByKey(api)
  for (const { product, tier, owned } of pools)
    await api.put(`/products/${products.get(product)!.id}/tiers/${encodeURIComponent(tier)}`, { owned })
  await api.patch(`/products/${products.get(grace.product)!.id}`, { graceSeconds: grace.seconds })
  await ensure(api, '/user-groups', 'userGroups', userGroups)
  await ensure(api, '/device-groups', 'deviceGroups', deviceGroups)
}

/** Adds the rules that are not there yet, in their order; their groups must have been pushed. */
export async function furnishRules(api: Caller): Promise<void> {
  const { rules: present } = await api.get<{ readonly rules: readonly Named[] }>('/rules')
  const missing = rules.filter((rule) => !present.some((each) => each.name === rule.name))
  if (missing.length === 0) return
  const products = await productsByKey(api)
  const ofUsers = await ensure(api, '/user-groups', 'userGroups', userGroups)
  const ofDevices = await ensure(api, '/device-groups', 'deviceGroups', deviceGroups)
  for (const rule of missing) {
    const group = await groupNamed(api, rule.group)
    await api.post('/rules?apply=true', inputOf(rule, group, products, ofUsers, ofDevices))
  }
}

function inputOf(
  rule: WantedRule,
  group: string,
  products: ReadonlyMap<string, Product>,
  ofUsers: ReadonlyMap<string, string>,
  ofDevices: ReadonlyMap<string, string>,
): object {
  const { name, description, condition, role, language, userGroup } = rule
  return {
    name,
    description,
    group,
    products: rule.products.map(({ product, tier }) => ({ product: products.get(product)!.id, tier })),
    deviceGroups: (rule.deviceGroups ?? []).map((each) => ofDevices.get(each)!),
    ...(condition && { condition }),
    ...(role && { role }),
    ...(language && { language }),
    ...(userGroup && { userGroup: ofUsers.get(userGroup)! }),
  }
}

async function productsByKey(api: Caller): Promise<ReadonlyMap<string, Product>> {
  const { products } = await api.get<{ readonly products: readonly Product[] }>('/products')
  return new Map(products.flatMap((product) => (product.catalogueKey ? [[product.catalogueKey, product]] : [])))
}

async function groupNamed(api: Caller, name: string): Promise<string> {
  const query = new URLSearchParams({ filter: `displayName eq "${name}"` })
  const { groups } = await api.get<{ readonly groups: readonly Named[] }>(`/groups?${query}`)
  return groups[0]!.id
}

/** @returns their ids, by name */
async function ensure(
  api: Caller,
  path: string,
  member: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const answer = await api.get<Readonly<Record<string, readonly Named[]>>>(path)
  const ids = new Map((answer[member] ?? []).map(({ name, id }) => [name, id]))
  for (const name of names) if (!ids.has(name)) ids.set(name, (await api.post<Named>(path, { name })).id)
  return ids
}
