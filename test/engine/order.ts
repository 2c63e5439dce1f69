import type { Db } from '../../src/platform/db/db.ts'
import { newId } from '../../src/platform/id.ts'
import { reconcile } from '../../src/reconcile.ts'
import { pinRole } from './edits.ts'
import { begin, type History, take } from './history.ts'
import { withheldFrom } from './oracle.ts'
import { type Assigned, nothingAssigned } from './oracle-run.ts'
import { newScene, type Scene } from './scene.ts'
import { stored } from './snapshot.ts'
import type { World, WorldProduct } from './world.ts'

/** The same writes in other batches, and the same world made in another order: what they come to must be the same. */

const DAY_MS = 86_400_000

/** Room for everybody, no grace and no limit. */
async function makeAmple(scene: Scene): Promise<void> {
  const { world, admin, clock } = scene
  Object.assign(world, { shareMax: 1, lossesAllowed: 1_000_000 })
  await admin.makeAmple(1, 1_000_000)
  for (const product of world.products.values()) {
    const tiers = product.tiers.map((tier) => ({ ...tier, owned: Number.POSITIVE_INFINITY }))
    world.products.set(product.id, { ...product, graceMs: 0, tiers })
  }
  // Longer than any grace that was begun before.
  clock.nowMs += 3 * DAY_MS
  // So that nobody has to keep super admin.
  const able = [...world.people.values()].find((person) => withheldFrom(person) === null)
  if (able) await pinRole(scene, able.no, 'super-admin')
}

/** Says yes to all that is stopped. */
async function confirmAll({ admin }: Scene, { products, roles }: Assigned): Promise<void> {
  await admin.confirmAll()
  for (const { stopped } of products.values()) for (const user of stopped.keys()) stopped.set(user, { confirmed: true })
  for (const [user, stop] of roles.stopped) roles.stopped.set(user, { ...stop, confirmed: true })
}

/** Leaves the world where nothing depends on the past: ample, nobody in grace, nothing stopped. `runs` is a run of the engine. */
export async function settle(scene: Scene, assigned: () => Assigned, runs: () => Promise<unknown>): Promise<void> {
  const { acts } = scene
  await acts.together(() => makeAmple(scene).then(() => confirmAll(scene, assigned())))
  await runs()
  await acts.together(() => confirmAll(scene, assigned()))
  await runs()
}

/** What does not depend on how it came about: that somebody had access once does, and from when a template is. */
export async function lasting(scene: Scene): Promise<unknown> {
  const { seats, waiting, stopped, openStops, people, used, roles } = await stored(scene)
  const now = people.map((line) => line.replace(/ had access| (inactive|deleted|no-address)$/g, ''))
  // Who is inactive and was confirmed gets the role when they are back.
  const open = roles.filter((line) => !line.endsWith(' confirmed'))
  const some = now.filter((line) => !/: member - - {2}-$/.test(line))
  return { seats, waiting, stopped, openStops, used, roles: open, people: some }
}

const ranAt = (scene: Scene) => reconcile(scene.db, new Date(scene.clock.nowMs))

/** The history's writes again, in its order, with a run after each `batch` of them instead of its own. */
export async function replayed(db: Db, { steps, ...history }: History, batch: number): Promise<Scene> {
  const scene = await newScene(db)
  await scene.acts.together(() => begin(scene, { steps, ...history }))
  // What is confirmed depends on what was stopped, and that on the runs.
  const writes = steps.filter(({ kind }) => kind !== 'run' && kind !== 'confirm')
  while (writes.length > 0) {
    const next = writes.splice(0, batch)
    await scene.acts.together(async () => {
      for (const step of next) await take(scene, nothingAssigned(), step)
    })
    await ranAt(scene)
  }
  await settle(scene, nothingAssigned, () => ranAt(scene))
  return scene
}

/** The world that came about, made again: whatever can come in any order comes in that of `keys`, with runs between. */
export async function rebuilt(db: Db, was: Scene, keys: readonly number[]): Promise<Scene> {
  const scene = await newScene(db)
  // Making it ample takes days, and pins may end in these: the world that was has them behind it.
  scene.clock.nowMs = was.clock.nowMs - 3 * DAY_MS
  const writes = await scene.acts.together(() => laidOut(scene, was))
  const order = writes.map((write, index) => ({ write, key: keys[index % keys.length]! })).sort((a, b) => a.key - b.key)
  while (order.length > 0) {
    const next = order.splice(0, 1 + (order[0]!.key % 31))
    await scene.acts.together(async () => {
      for (const { write } of next) await write()
    })
    await ranAt(scene)
  }
  await settle(scene, nothingAssigned, () => ranAt(scene))
  return scene
}

/** Products, users and groups, which come in the world's order so that their numbers are its. @returns all that is said of them */
async function laidOut(scene: Scene, { world, names: known }: Scene): Promise<(() => Promise<void>)[]> {
  const { directory, admin, names } = scene
  for (const [id, name] of known) names.set(id, name)
  const ids = new Map<string, string>()
  const again = (id: string) => ids.get(id) ?? ids.set(id, newId()).get(id)!
  for (const product of world.products.values()) {
    const copy: WorldProduct = {
      ...product,
      id: again(product.id),
      // Few seats while it goes on, so that there are lines, too.
      tiers: product.tiers.map((tier, index) => ({ ...tier, id: again(tier.id), owned: 2 + index })),
      includes: [],
    }
    names.set(copy.id, known.get(product.id)!)
    for (const tier of product.tiers) names.set(again(tier.id), known.get(tier.id)!)
    scene.world.products.set(copy.id, copy)
    await admin.createProduct(copy)
  }
  await directory.createPeople(
    [...world.people.values()].map(({ userName, joined }) => ({
      userName,
      active: false,
      address: null,
      createdAt: new Date(joined),
    })),
  )
  for (const name of world.groupNames.values()) {
    const { no, id } = await directory.createGroup(name)
    scene.groupIds.set(no, id)
  }
  return [...directoryWrites(scene, world), ...adminWrites(scene, world, again)]
}

function directoryWrites({ directory }: Scene, world: World): (() => Promise<void>)[] {
  const writes: (() => Promise<void>)[] = []
  for (const { no, userName, active, deleted, address, title } of world.people.values())
    writes.push(async () => {
      await directory.changeUser(no, { active, title, address: address ? `${userName}@example.com` : null })
      if (deleted) await directory.deleteUser(no)
    })
  for (const no of world.groupNames.keys()) if (!world.groups.has(no)) writes.push(() => directory.deleteGroup(no))
  for (const [group, members] of world.groups)
    for (const those of Map.groupBy(members, (user) => user % 7).values())
      writes.push(() => directory.addMembers(group, those))
  for (const [parent, children] of world.edges)
    for (const child of children) writes.push(() => directory.nest(parent, child))
  return writes
}

function adminWrites({ admin, groupIds }: Scene, world: World, again: (id: string) => string): (() => Promise<void>)[] {
  const writes: (() => Promise<void>)[] = []
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
  writes.push(() => admin.saveRules(rules, groupIds, [...world.groupNames.keys()], []))
  return writes
}
