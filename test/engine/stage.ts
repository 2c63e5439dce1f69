import { expect } from 'vitest'
import { fullPass } from '../../src/full-pass.ts'
import { newId } from '../../src/platform/id.ts'
import { type RunOutcome, reconcile } from '../../src/reconcile.ts'
import { brokenLaws, fingerprint, touchAll } from './laws.ts'
import { type Assigned, type Note, nothingAssigned, runOf } from './oracle-run.ts'
import type { Scene } from './scene.ts'
import { expected, stored } from './snapshot.ts'
import type { WorldProduct, WorldRule, WorldTier } from './world.ts'

/** A scene with the oracle beside the engine: every run is done by both and compared. */
export interface Stage {
  readonly scene: Scene
  assigned: Assigned
  /** Told of each decision of the oracle. */
  readonly note: Note
}

export function newStage(scene: Scene, note: Note = () => {}): Stage {
  return { scene, assigned: nothingAssigned(), note }
}

/** What one run is looked at by, each more than the one before: the oracle; a full pass, which must find nothing; a run
 * over everybody and everything, which must change nothing at all. */
type Look = 'oracle' | 'full pass' | 'twice'

/** One run of both. */
export async function run(stage: Stage, look: Look = 'full pass'): Promise<RunOutcome> {
  const { scene, assigned: before, note } = stage
  const now = new Date(scene.clock.nowMs)
  const outcome = await reconcile(scene.db, now)
  const assigned = runOf(scene.world, before, scene.clock.nowMs, outcome.run ?? Number.NaN, note)
  stage.assigned = assigned
  expect(await stored(scene)).toEqual(expected(scene, assigned))
  expect(brokenLaws(scene, before, assigned)).toEqual([])
  if (look === 'oracle') return outcome
  expect(await fullPass(scene.db, now)).toMatchObject({ differing: 0, products: 0, wrongCounters: [] })
  expect(await reconcile(scene.db, now)).toMatchObject({ run: null })
  if (look === 'full pass') return outcome
  const left = await fingerprint(scene)
  await touchAll(scene)
  expect(await reconcile(scene.db, now)).toMatchObject({ changed: 0, stopped: 0 })
  expect(await fingerprint(scene)).toBe(left)
  return outcome
}

type Tier = Partial<Omit<WorldTier, 'id'>>

/** A product with its tiers, best first; each is unlimited and lets people wait unless it says otherwise. */
export async function product(
  { scene }: Stage,
  name: string,
  graceMs: number,
  tiers: readonly Tier[],
): Promise<WorldProduct> {
  const { world, names, admin } = scene
  const made: WorldProduct = {
    id: newId(),
    name,
    graceMs,
    tiers: tiers.map((tier) => ({ id: newId(), owned: Number.POSITIVE_INFINITY, shortage: 'wait', ...tier })),
    includes: [],
  }
  names.set(made.id, name)
  for (const [index, tier] of made.tiers.entries()) names.set(tier.id, `tier ${index}`)
  world.products.set(made.id, made)
  await admin.createProduct(made)
  return made
}

export async function setPool({ scene }: Stage, product: WorldProduct, tier: number, change: Tier): Promise<void> {
  const before = scene.world.products.get(product.id)!
  const tiers = before.tiers.map((one, index) => (index === tier ? { ...one, ...change } : one))
  scene.world.products.set(product.id, { ...before, tiers })
  await scene.admin.setTier(product.id, tiers[tier]!)
}

export async function people({ scene }: Stage, count: number): Promise<readonly number[]> {
  const first = await scene.directory.createUsers('u', count)
  const numbers = Array.from({ length: count }, (_, index) => first + index)
  for (const no of numbers) {
    const about = { active: true, deleted: false, address: true, title: null, joined: scene.clock.nowMs }
    scene.world.people.set(no, { no, userName: `u${no}`, ...about })
  }
  return numbers
}

/** A new group with these members, and a rule, ranked last, that gives its members a tier of a product. */
export async function ruled(
  stage: Stage,
  members: readonly number[],
  product: WorldProduct,
  tier = 0,
  more: Partial<WorldRule> = {},
): Promise<number> {
  const { scene } = stage
  const { world, names } = scene
  const { no, id } = await scene.directory.createGroup(`group ${world.groupNames.size}`)
  world.groups.set(no, new Set())
  world.groupNames.set(no, `group ${no}`)
  scene.groupIds.set(no, id)
  const rule: WorldRule = {
    id: newId(),
    group: no,
    state: 'on',
    condition: null,
    products: new Map([[product.id, product.tiers[tier]!.id]]),
    role: undefined,
    userGroup: undefined,
    language: undefined,
    deviceGroups: [],
    settingsTemplate: undefined,
    ...more,
  }
  names.set(rule.id, `rule ${world.rules.length + 1}`)
  world.rules = [...world.rules, rule]
  await scene.admin.saveRules(world.rules, scene.groupIds, [no], [])
  await add(stage, no, members)
  return no
}

export async function add({ scene }: Stage, group: number, users: readonly number[]): Promise<void> {
  for (const user of users) scene.world.groups.get(group)!.add(user)
  await scene.directory.addMembers(group, users)
}

export async function remove({ scene }: Stage, group: number, users: readonly number[]): Promise<void> {
  for (const user of users) scene.world.groups.get(group)!.delete(user)
  await scene.directory.removeMembers(group, users)
}

/** Pins a product: a tier of it, or none. */
export async function pinProduct(
  { scene }: Stage,
  user: number,
  product: WorldProduct,
  tier: number | null,
): Promise<void> {
  const wanted = tier === null ? null : product.tiers[tier]!.id
  const pin = { id: newId(), user, endsAt: null, field: 'product', product: product.id, tier: wanted } as const
  scene.world.pins.set(pin.id, pin)
  await scene.admin.setPin(pin)
}

export async function setLimits({ scene }: Stage, shareMax: number, lossesAllowed: number): Promise<void> {
  Object.assign(scene.world, { shareMax, lossesAllowed })
  await scene.admin.setLimits(shareMax, lossesAllowed)
}

/** What somebody has of a product, in words. */
export function has({ assigned }: Stage, user: number, product: WorldProduct): string {
  const holding = assigned.products.get(product.id)!
  const seat = holding.seats.get(user)
  const tier = product.tiers.findIndex((one) => one.id === seat?.tier)
  const waits = holding.line.has(user) ? ', waits' : ''
  const stopped = holding.stopped.has(user) ? ', stopped' : ''
  if (!seat) return `nothing${waits}`
  return `${seat.graceUntil === null ? 'holds' : 'in grace'} tier ${tier}${waits}${stopped}`
}
