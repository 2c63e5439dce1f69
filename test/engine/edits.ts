import { newId } from '../../src/platform/id.ts'
import { conditions } from './conditions.ts'
import { library } from './library.ts'
import type { Assigned } from './oracle-run.ts'
import type { Scene } from './scene.ts'
import { groupOf, includersOf, type Role, type World, type WorldPin, type WorldRule } from './world.ts'
import { type Draws, living, pick, type Write } from './writes.ts'

/** An admin's edits, in the world and in the database at once. */

const roles: readonly Role[] = [
  'manager',
  'member',
  'manager of reports',
  'admin',
  'super-admin',
  'admin',
  'super-admin',
]

export function ruleFrom(world: World, id: string, [group, products, values, more]: Draws): WorldRule {
  const given = new Map<string, string>()
  for (const [index, product] of [...world.products.values()].entries()) {
    const draw = (products >> (index * 3)) % 8
    if (draw < 5) given.set(product.id, pick(product.tiers, draw)!.id)
  }
  const optional = <Value>(draw: number, from: readonly Value[]): Value | undefined =>
    draw % 3 === 0 ? from[(draw / 3) % from.length] : undefined
  return {
    id,
    group: pick(world.groups.keys(), group)!,
    state: (['on', 'on', 'on', 'on', 'on', 'on', 'shadow', 'off'] as const)[more % 8]!,
    condition: conditions[(more >> 3) % conditions.length]!,
    products: given,
    role: optional(values % (3 * roles.length), roles),
    language: optional((values >> 3) % 9, ['de', 'fr', 'nl']),
    userGroup: optional((values >> 6) % 9, [null, ...library.userGroups]),
    settingsTemplate: optional((values >> 9) % 9, [null, ...library.templates]),
    deviceGroups: library.deviceGroups.filter((_, index) => (values >> (12 + index)) % 2 === 0),
  }
}

async function save(scene: Scene, rules: WorldRule[], concerned: readonly WorldRule[], reordered = false) {
  const { world } = scene
  world.rules = rules
  const groups = concerned.map((rule) => groupOf(world, rule)).filter((group) => group !== undefined)
  const lines = reordered ? [...new Set(concerned.flatMap((rule) => [...rule.products.keys()]))] : []
  await scene.admin.saveRules(rules, scene.groupIds, groups, lines)
}

export const addRule: Write = (scene, draws) => addRules(scene, [draws])

export async function addRules(scene: Scene, all: readonly Draws[]): Promise<void> {
  const { world, names } = scene
  if (world.rules.length > 12) return
  const rules = all.map((draws) => ruleFrom(world, newId(), draws))
  for (const rule of rules) names.set(rule.id, `rule ${names.size}`)
  await save(scene, [...world.rules, ...rules], rules)
}

/** For each group a rule that gives its members one tier of the first product, and nothing else. */
export async function addPlainRules(scene: Scene): Promise<void> {
  const { world, names } = scene
  const product = pick(world.products.values(), 0)!
  const rules = [...world.groups.keys()].map((group, index) => ({
    ...ruleFrom(world, newId(), [0, 0, 0, 0]),
    group,
    products: new Map([[product.id, pick(product.tiers, index)!.id]]),
    role: undefined,
  }))
  for (const rule of rules) names.set(rule.id, `rule ${names.size}`)
  await save(scene, rules, rules)
}

export async function removeRule(scene: Scene, [which]: Draws): Promise<void> {
  const { rules } = scene.world
  const gone = pick(rules, which)
  if (!gone || rules.length < 2) return
  await save(
    scene,
    rules.filter((rule) => rule !== gone),
    [gone],
  )
}

/** One part of a rule, or the whole of it. */
export async function changeRule(scene: Scene, [which, part, values, more]: Draws): Promise<void> {
  const { rules } = scene.world
  const before = pick(rules, which)
  if (!before) return
  const drawn = ruleFrom(scene.world, before.id, [part >> 3, values, more, values >> 5])
  const { state, products, condition, group } = drawn
  const after = [{ ...before, state }, { ...before, products }, { ...before, condition }, { ...before, group }, drawn][
    part % 5
  ]!
  await save(
    scene,
    rules.map((rule) => (rule === before ? after : rule)),
    [before, after],
  )
}

/** To another place: whoever is in it and in one of those between may be entitled to something else. */
export async function moveRule(scene: Scene, [from, to]: Draws): Promise<void> {
  const { rules } = scene.world
  if (rules.length < 2) return
  const [was, is] = [from % rules.length, to % rules.length]
  const after = rules.filter((_, index) => index !== was)
  after.splice(is, 0, rules[was]!)
  await save(scene, after, rules.slice(Math.min(was, is), Math.max(was, is) + 1), true)
}

export async function changePool(scene: Scene, [which, tierDraw, owned, shortage]: Draws): Promise<void> {
  const product = pick(scene.world.products.values(), which)!
  const before = pick(product.tiers, tierDraw)!
  const tier = { ...before, ...poolFrom([owned, shortage, 0, 0]) }
  const tiers = product.tiers.map((one) => (one === before ? tier : one))
  scene.world.products.set(product.id, { ...product, tiers })
  await scene.admin.setTier(product.id, tier)
}

/** Mostly too few, sometimes unlimited. */
export function poolFrom([owned, shortage]: Draws): { owned: number; shortage: 'wait' | 'fall-back' | 'block' } {
  return {
    owned: owned % 16 === 0 ? Number.POSITIVE_INFINITY : owned % 9,
    shortage: (['wait', 'fall-back', 'fall-back', 'block'] as const)[shortage % 4]!,
  }
}

export const graces = [0, 0, 3_600_000, 86_400_000, 2 * 86_400_000] as const

export async function changeGrace(scene: Scene, [which, draw]: Draws): Promise<void> {
  const product = pick(scene.world.products.values(), which)!
  const graceMs = graces[draw % graces.length]!
  scene.world.products.set(product.id, { ...product, graceMs })
  await scene.admin.setGrace(product.id, graceMs)
}

/** A product includes only products after it: there are no cycles. */
export async function changeIncludes(scene: Scene, [which, mask]: Draws): Promise<void> {
  const { world } = scene
  const products = [...world.products.values()]
  const at = which % products.length
  const product = products[at]!
  const includes = products.slice(at + 1).flatMap(({ id }, index) => ((mask >> index) % 2 === 0 ? [id] : []))
  world.products.set(product.id, { ...product, includes })
  await scene.admin.setIncludes(product.id, includes, [product.id, ...includersOf(world, product.id)])
}

export async function setPin(scene: Scene, [who, what, value, end]: Draws): Promise<void> {
  const { world, clock } = scene
  const person = pick(living(world), who)
  if (!person) return
  const endsAt = end % 3 === 0 ? null : clock.nowMs + (end % 72) * 3_600_000
  const pin = { id: newId(), user: person.no, endsAt, ...pinValue(world, what, value) } as WorldPin
  remember(world, pin)
  await scene.admin.setPin(pin)
}

export async function pinRole({ world, admin }: Scene, user: number, role: Role, endsAt: number | null = null) {
  const pin: WorldPin = { id: newId(), user, endsAt, field: 'role', role }
  remember(world, pin)
  await admin.setPin(pin)
}

/** The one before it, of the same user and field, ends. */
function remember({ pins }: World, pin: WorldPin): void {
  const same = (other: WorldPin) =>
    other.user === pin.user &&
    other.field === pin.field &&
    (other.field !== 'product' || pin.field !== 'product' || other.product === pin.product)
  for (const other of [...pins.values()]) if (same(other)) pins.delete(other.id)
  pins.set(pin.id, pin)
}

type PinValue = ReturnType<typeof pinValue>

function pinValue(world: World, what: number, value: number) {
  const product = pick(world.products.values(), value)!
  if (what % 3 === 0) return { field: 'product', product: product.id, tier: pick(product.tiers, value >> 3)!.id }
  if (what % 3 === 1) return { field: 'product', product: product.id, tier: null }
  if (what % 4 === 0) return { field: 'role', role: pick(roles, value)! }
  if (what % 4 === 1) return { field: 'user-group', userGroup: pick([null, ...library.userGroups], value) }
  if (what % 4 === 2) return { field: 'device-groups', deviceGroups: library.deviceGroups.slice(value % 4) }
  return { field: 'settings-template', settingsTemplate: pick([null, ...library.templates], value) }
}

/** The second and third draw for which `setPin` sets this. */
export function pinDraws(world: World, wanted: PinValue): readonly [what: number, value: number] {
  const text = JSON.stringify(wanted)
  for (let what = 0; what < 12; what++)
    for (let value = 0; value < 512; value++)
      if (JSON.stringify(pinValue(world, what, value)) === text) return [what, value]
  throw new Error(`No draws set ${text}.`)
}

export async function endPin(scene: Scene, [which]: Draws): Promise<void> {
  const pin = pick(scene.world.pins.values(), which)
  if (!pin) return
  scene.world.pins.delete(pin.id)
  await scene.admin.endPin(pin)
}

/** An admin says yes to stopped losses of a product: all, or some. */
export function confirm(assigned: Assigned): Write {
  return async (scene, [which, mask]) => {
    const [product, holding] = pick(
      [...assigned.products].filter(([, { stopped }]) => stopped.size > 0),
      which,
    ) ?? [undefined, undefined]
    if (!product) return
    const users = [...holding.stopped.keys()].filter((_, index) => mask % 2 === 0 || (mask >> index) % 2 === 1)
    for (const user of users) holding.stopped.set(user, { confirmed: true })
    await scene.admin.confirm(product, users)
  }
}

/** A super admin says yes to new admins who were stopped: to all, or some. */
export function confirmRoles({ roles: { stopped } }: Assigned): Write {
  return async (scene, [mask]) => {
    const users = [...stopped.keys()].filter((_, index) => mask % 2 === 0 || (mask >> index) % 2 === 1)
    if (users.length === 0) return
    for (const user of users) stopped.set(user, { ...stopped.get(user)!, confirmed: true })
    await scene.admin.confirmRoles(users)
  }
}

export async function changeLimits(scene: Scene, [share, allowed]: Draws): Promise<void> {
  const shareMax = [0.1, 0.1, 0.25, 0.5, 1][share % 5]!
  const lossesAllowed = [0, 1, 2, 3, 50][allowed % 5]!
  Object.assign(scene.world, { shareMax, lossesAllowed })
  await scene.admin.setLimits(shareMax, lossesAllowed)
}
