import type { Db } from '../platform/db/db.ts'
import { newId } from '../platform/id.ts'
import preset from './catalogue/preset.json' with { type: 'json' }
import type { ProductId, TierId } from './product.ts'
import { keepPools } from './store/pool-intervals.ts'
import { insertProduct, insertTiers, replaceIncludes } from './store.ts'

/** A product of the preset: data, not code. Tiers best first; includes by key. */
interface Entry {
  readonly key: string
  readonly name: string
  readonly tiers: readonly string[]
  readonly includes?: readonly string[]
  readonly hasDevices?: boolean
}

const entries: readonly Entry[] = preset

/** All of the preset. */
export const catalogue = entries.map(({ key, name, tiers, includes = [], hasDevices = false }) => ({
  key,
  name,
  tiers: [...tiers],
  includes: [...includes],
  hasDevices,
}))

/** What was installed, by its key in the catalogue. */
export interface Installed {
  readonly id: ProductId
  readonly name: string
  /** By the tier's name. */
  readonly tiers: ReadonlyMap<string, TierId>
}

/**
 * Adds the products of the catalogue preset to an organization that has none of them.
 *
 * @param options.only keys of those wanted; all by default. What they include comes only if it is named as well.
 * @param options.owned seats owned, by key and tier name; what is not named is unlimited, until an admin says how many
 */
export async function installCatalogue(
  tx: Db,
  options: {
    readonly at: Date
    readonly only?: readonly string[]
    readonly owned?: Readonly<Record<string, Readonly<Record<string, number>>>>
  },
): Promise<ReadonlyMap<string, Installed>> {
  const { at, only, owned = {} } = options
  const wanted = entries.filter((entry) => !only || only.includes(entry.key))
  const installed = new Map<string, Installed>()
  for (const entry of wanted) {
    const id = newId() as ProductId
    const { key, name, hasDevices = false } = entry
    await insertProduct(tx, { id, name, catalogueKey: key, hasDevices, graceSeconds: 0 }, at)
    const tiers = entry.tiers.map((tier) => ({
      id: newId() as TierId,
      name: tier,
      owned: owned[key]?.[tier] ?? null,
      shortage: 'wait' as const,
    }))
    await insertTiers(tx, id, tiers)
    await keepPools(tx, id, at)
    installed.set(key, { id, name, tiers: new Map(tiers.map((tier) => [tier.name, tier.id])) })
  }
  for (const entry of wanted) {
    const includes = (entry.includes ?? []).flatMap((key) => installed.get(key)?.id ?? [])
    if (includes.length > 0) await replaceIncludes(tx, installed.get(entry.key)!.id, includes)
  }
  return installed
}
