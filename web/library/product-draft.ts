import type { Catalogue, Product, ProductChange, ProductInput } from '../../src/contract/product.ts'

type Shortage = Product['tiers'][number]['shortage']

/** A tier as it is typed; without an id it is new. */
export interface TierDraft {
  readonly key: string
  readonly id?: string
  readonly name: string
  /** Null: unlimited. */
  readonly owned: number | null
  readonly shortage: Shortage
  /** Held and in grace, of one that is there. */
  readonly taken: number
}

/** A product as it is typed. */
export interface ProductDraft {
  readonly name: string
  readonly hasDevices: boolean
  readonly graceDays: number
  readonly includes: ReadonlySet<string>
  readonly tiers: readonly TierDraft[]
  readonly catalogueKey?: string
}

const DAY_SECONDS = 86_400
let made = 0

export const newTier = (name = ''): TierDraft => ({
  key: `new-${++made}`,
  name,
  owned: null,
  shortage: 'wait',
  taken: 0,
})

export const emptyProduct = (): ProductDraft => ({
  name: '',
  hasDevices: false,
  graceDays: 0,
  includes: new Set(),
  tiers: [newTier('Standard')],
})

export function draftOf({ name, hasDevices, graceSeconds, includes, tiers }: Product): ProductDraft {
  return {
    name,
    hasDevices,
    graceDays: graceSeconds / DAY_SECONDS,
    includes: new Set(includes.map(({ id }) => id)),
    tiers: tiers.map(({ id, name: tier, owned, shortage, held, grace }) => ({
      key: id,
      id,
      name: tier,
      owned,
      shortage,
      taken: held + grace,
    })),
  }
}

/** What the catalogue says of a product, with those of its includes that are there. */
export function presetOf(entry: Catalogue['products'][number], products: readonly Product[]): ProductDraft {
  const included = products.filter(({ catalogueKey }) => catalogueKey !== null && entry.includes.includes(catalogueKey))
  return {
    ...emptyProduct(),
    name: entry.name,
    hasDevices: entry.hasDevices,
    includes: new Set(included.map(({ id }) => id)),
    tiers: entry.tiers.map((name) => newTier(name)),
    catalogueKey: entry.key,
  }
}

export function inputOf({ name, hasDevices, graceDays, includes, tiers, catalogueKey }: ProductDraft): ProductInput {
  return {
    name: name.trim(),
    hasDevices,
    graceSeconds: Math.round(graceDays * DAY_SECONDS),
    includes: [...includes],
    tiers: tiers.map(({ name: tier, owned, shortage }) => ({ name: tier.trim(), owned, shortage })),
    ...(catalogueKey !== undefined && { catalogueKey }),
  }
}

/** Only what differs: an edit of something else by another admin stays as it is. */
export function changeOf(product: Product, draft: ProductDraft): ProductChange {
  const { name, hasDevices, graceSeconds, includes } = inputOf(draft)
  const before = product.includes
  const included = before.length !== draft.includes.size || before.some(({ id }) => !draft.includes.has(id))
  return {
    ...(name !== product.name && { name }),
    ...(hasDevices !== product.hasDevices && { hasDevices: draft.hasDevices }),
    ...(graceSeconds !== product.graceSeconds && { graceSeconds: Math.round(draft.graceDays * DAY_SECONDS) }),
    ...(included && { includes: includes ?? [] }),
  }
}

/** What is typed wrongly, if anything: a name is missing, or two tiers have one. */
export function faultIn({ name, tiers, graceDays }: ProductDraft): 'name' | 'tiers' | 'grace' | undefined {
  if (name.trim() === '') return 'name'
  const names = tiers.map((tier) => tier.name.trim().toLowerCase())
  if (names.length === 0 || names.includes('') || new Set(names).size < names.length) return 'tiers'
  if (tiers.some(({ owned }) => owned !== null && !(Number.isInteger(owned) && owned >= 0))) return 'tiers'
  return Number.isFinite(graceDays) && graceDays >= 0 ? undefined : 'grace'
}
