import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/id.ts'
import { reconcile } from '../../src/reconcile.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { begin, type History, histories, type Step, take } from './history.ts'
import { nothingAssigned } from './oracle-run.ts'
import { newScene, type Scene } from './scene.ts'
import { stored } from './snapshot.ts'
import type { WorldProduct } from './world.ts'

const count = Math.ceil(Number(process.env.ROLLCALL_HISTORIES ?? 30) / 6)

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

/** Where no pool is short, nothing is stopped and nobody is in grace. */
const shortens = new Set(['changePool', 'changeGrace', 'changeLimits', 'confirm'])

describe('the same writes', () => {
  it('give the same entitlements and seats in any batching', async () => {
    await fc.assert(
      fc.asyncProperty(ample(), fc.integer({ min: 2, max: 12 }), async (history, every) => {
        const atEnd = await playedOut(history, () => false)
        const afterEach = await playedOut(history, () => true)
        const inBatches = await playedOut(history, (step) => step % every === 0)
        expect(await lasting(afterEach)).toEqual(await lasting(atEnd))
        expect(await lasting(inBatches)).toEqual(await lasting(atEnd))
      }),
      { numRuns: count, endOnFailure: true },
    )
  }, 36_000_000)

  it('give the same in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        ample(),
        fc.array(fc.nat(1 << 24), { minLength: 1000, maxLength: 1000 }),
        async (history, keys) => {
          const played = await playedOut(history, (step) => step % 7 === 0)
          const rebuilt = await rebuild(played, keys)
          expect(await lasting(rebuilt)).toEqual(await lasting(played))
        },
      ),
      { numRuns: count, endOnFailure: true },
    )
  }, 36_000_000)
})

function ample(): fc.Arbitrary<History> {
  const without = (steps: readonly Step[]) => steps.filter((step) => step.kind !== 'run' && !shortens.has(step.kind))
  return histories(200).map((history) => ({ ...history, steps: without(history.steps) }))
}

async function makeAmple({ world, admin, db }: Scene): Promise<void> {
  Object.assign(world, { shareMax: 1, lossesAllowed: 1_000_000 })
  await admin.setLimits(1, 1_000_000)
  for (const product of world.products.values()) {
    const tiers = product.tiers.map((tier) => ({ ...tier, owned: Number.POSITIVE_INFINITY }))
    world.products.set(product.id, { ...product, graceMs: 0, tiers })
    await admin.setGrace(product.id, 0)
    for (const tier of tiers) await admin.setTier(product.id, tier)
  }
  await reconcile(db, new Date(0))
}

async function playedOut(history: History, runsAfter: (step: number) => boolean): Promise<Scene> {
  const scene = await newScene(await freshOrganization(fresh.database))
  scene.world.makesAdmins = false
  await begin(scene, history)
  await makeAmple(scene)
  for (const [index, step] of history.steps.entries()) {
    await take(scene, nothingAssigned(), step)
    if (runsAfter(index)) await reconcile(scene.db, new Date(scene.clock.nowMs))
  }
  await reconcile(scene.db, new Date(scene.clock.nowMs))
  return scene
}

/** The world that came about, made again: whatever can come in any order comes in the order of `keys`, with runs between. */
async function rebuild({ world, clock, names: known }: Scene, keys: readonly number[]): Promise<Scene> {
  const scene = await newScene(await freshOrganization(fresh.database))
  const { directory, admin, names } = scene
  scene.clock.nowMs = clock.nowMs
  for (const [id, name] of known) names.set(id, name)
  const ids = new Map<string, string>()
  const again = (id: string) => ids.get(id) ?? ids.set(id, newId()).get(id)!
  const copyOf = (product: WorldProduct): WorldProduct => ({
    ...product,
    id: again(product.id),
    tiers: product.tiers.map((tier) => ({ ...tier, id: again(tier.id) })),
    includes: product.includes.map(again),
  })
  for (const [index, product] of [...world.products.values()].entries()) {
    const copy = copyOf(product)
    names.set(copy.id, `product ${index}`)
    for (const [at, tier] of copy.tiers.entries()) names.set(tier.id, `tier ${at}`)
    scene.world.products.set(copy.id, copy)
    await admin.createProduct(copy)
  }
  await makeAmple(scene)
  // Numbers are those of the world: users and groups come in its order, all that is said of them does not.
  for (const { userName } of world.people.values())
    await directory.createUser({ userName, active: false, address: null })
  for (const name of world.groupNames.values()) {
    const { no, id } = await directory.createGroup(name)
    scene.groupIds.set(no, id)
  }
  const writes: (() => Promise<void>)[] = []
  for (const { no, userName, active, deleted, address, title } of world.people.values())
    writes.push(async () => {
      await directory.changeUser(no, { active, title, address: address ? `${userName}@example.com` : null })
      if (deleted) await directory.deleteUser(no)
    })
  for (const no of world.groupNames.keys()) if (!world.groups.has(no)) writes.push(() => directory.deleteGroup(no))
  for (const [group, members] of world.groups)
    for (const user of members) writes.push(() => directory.addMembers(group, [user]))
  for (const [parent, children] of world.edges)
    for (const child of children) writes.push(() => directory.nest(parent, child))
  for (const pin of world.pins.values())
    writes.push(() => {
      const product = pin.field === 'product' ? { product: again(pin.product), tier: pin.tier && again(pin.tier) } : {}
      return admin.setPin({ ...pin, ...product, id: newId() } as typeof pin)
    })
  for (const product of world.products.values())
    writes.push(() =>
      admin.setIncludes(again(product.id), product.includes.map(again), [...world.products.keys()].map(again)),
    )
  const rules = world.rules.map((rule) => ({
    ...rule,
    id: newId(),
    products: new Map([...rule.products].map(([product, tier]) => [again(product), again(tier)])),
  }))
  writes.push(() => admin.saveRules(rules, scene.groupIds, [...world.groupNames.keys()], []))

  const order = writes.map((write, index) => ({ write, key: keys[index % keys.length]! })).sort((a, b) => a.key - b.key)
  for (const { write, key } of order) {
    await write()
    if (key % 5 === 0) await reconcile(scene.db, new Date(scene.clock.nowMs))
  }
  await reconcile(scene.db, new Date(scene.clock.nowMs))
  return scene
}

/** What does not depend on how it came about: that somebody had access once does, and from when a template is. */
async function lasting(scene: Scene): Promise<unknown> {
  const { seats, waiting, stopped, people, used } = await stored(scene)
  const now = people.map((line) => line.replace(/ had access| (inactive|deleted|no-address)$/g, ''))
  return { seats, waiting, stopped, used, people: now.filter((line) => !/: member - - {2}-$/.test(line)) }
}
