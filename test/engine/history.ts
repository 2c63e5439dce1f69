import fc from 'fast-check'
import { newId } from '../../src/platform/id.ts'
import * as edits from './edits.ts'
import { library } from './library.ts'
import type { Assigned } from './oracle-run.ts'
import type { Scene } from './scene.ts'
import type { WorldProduct } from './world.ts'
import type { Draws, Write } from './writes.ts'
import * as writes from './writes.ts'

/** One step of a history: what happens, and draws that say to whom. */
export interface Step {
  readonly kind: Kind
  readonly draws: Draws
}

/** How often what happens. */
const anything = {
  addMember: 16,
  removeMember: 10,
  changeMembers: 8,
  changeGroups: 16,
  rotate: 2,
  nest: 4,
  unnest: 3,
  createUser: 4,
  switchActive: 6,
  activate: 3,
  switchAddress: 2,
  changeTitle: 4,
  deleteUser: 2,
  restoreUser: 2,
  createGroup: 2,
  deleteGroup: 1,
  addRule: 2,
  removeRule: 1,
  changeRule: 4,
  moveRule: 4,
  changePool: 6,
  changeGrace: 2,
  changeIncludes: 2,
  setPin: 5,
  endPin: 2,
  confirm: 4,
  confirmRoles: 4,
  pinStopped: 4,
  changeLimits: 2,
  pass: 8,
  run: 22,
} as const
type Kind = keyof typeof anything

/** A crowd before few seats: what makes long lines, exchanges and falling back. */
const crowd: Partial<Record<Kind, number>> = {
  addMember: 6,
  removeMember: 6,
  changeMembers: 3,
  changeGroups: 40,
  rotate: 8,
  switchActive: 3,
  activate: 4,
  moveRule: 4,
  changePool: 10,
  changeGrace: 1,
  setPin: 3,
  confirm: 3,
  pinStopped: 3,
  changeLimits: 1,
  pass: 5,
  run: 22,
}

export interface History {
  readonly isCrowd: boolean
  readonly start: readonly Draws[]
  readonly steps: readonly Step[]
}

const draws = fc.tuple(
  ...([1, 2, 3, 4].map(() => fc.nat(1 << 24)) as [
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
  ]),
)

/** Histories of at least `length` steps, some 15 of a hundred of them runs. */
export function histories(length: number): fc.Arbitrary<History> {
  const of = (isCrowd: boolean) => {
    const weights = Object.entries(isCrowd ? crowd : anything)
    const kind = fc.oneof(...weights.map(([name, weight]) => ({ arbitrary: fc.constant(name as Kind), weight })))
    return fc.record({
      isCrowd: fc.constant(isCrowd),
      start: fc.array(draws, { minLength: 100, maxLength: 100, size: 'max' }),
      steps: fc.array(fc.record({ kind, draws }), { minLength: length, maxLength: length + 60, size: 'max' }),
    })
  }
  // Draws at the ends of their range more often than between would be the same user over and over.
  return fc.noBias(fc.oneof(of(false), of(true)))
}

/** Products, groups, people and rules to begin with. Nothing has run yet. */
export async function begin(scene: Scene, { isCrowd, start }: History): Promise<void> {
  const { world, admin, names } = scene
  const [sizes = [0, 0, 0, 0], ...rest] = start
  const next = () => rest.shift() ?? [0, 0, 0, 0]
  nameLibrary(names)
  await edits.changeLimits(scene, next())
  const count = isCrowd ? 1 : 1 + (sizes[0] % 4)
  for (let index = 0; index < count; index++) {
    const [tiers, grace] = next()
    const product: WorldProduct = {
      id: newId(),
      // Their order by name is not their order by includes.
      name: `${'dbca'[index]} product`,
      graceMs: edits.graces[grace % edits.graces.length]!,
      tiers: Array.from({ length: isCrowd ? 3 : 1 + (tiers % 3) }, () => ({ id: newId(), ...edits.poolFrom(next()) })),
      includes: [],
    }
    names.set(product.id, `product ${index}`)
    for (const [at, tier] of product.tiers.entries()) names.set(tier.id, `tier ${at}`)
    world.products.set(product.id, product)
    await admin.createProduct(product)
  }
  for (let index = 0; index < count - 1; index++) await edits.changeIncludes(scene, [index, next()[0], 0, 0])
  for (let index = 0; index < 3 + (sizes[1] % 4); index++) await writes.createGroup(scene, next())
  // A crowd is long lines, or nearly as many seats as people: then heads of lines hold seats, and exchange.
  const most = !isCrowd ? 24 : sizes[1] % 2 === 0 ? 40 : 8
  await writes.createPeople(scene, Array.from({ length: 8 + (sizes[2] % most) }, next))
  if (isCrowd) await edits.addPlainRules(scene)
  else await edits.addRules(scene, Array.from({ length: 3 + (sizes[3] % 5) }, next))
  if (isCrowd) await writes.divide(scene)
  else for (let at = 0; at < world.groups.size; at++) await writes.changeMembers(scene, [at, 1, next()[0], 0])
}

function nameLibrary(names: Map<string, string>): void {
  for (const [kind, ids] of Object.entries(library))
    for (const [index, id] of ids.entries()) names.set(id, `${kind} ${index}`)
}

/**
 * Whom a pin on something stopped, or in grace, names depends on the runs before it: here it becomes the pin that it is
 * in this world, which is the same whatever runs there are. Seats are kept by it, or taken at once; roles are kept.
 */
export function resolved({ world }: Scene, { products, roles }: Assigned, step: Step): Step {
  const [which, what, , end] = step.draws
  if (step.kind !== 'pinStopped') return step
  const losses = [...products].flatMap(([product, { stopped, seats }]) =>
    [...seats]
      .filter(([user, seat]) => stopped.has(user) || seat.graceUntil !== null)
      .map(([user]) => ({ user, product })),
  )
  const all = [...losses, ...[...roles.stopped.keys()].map((user) => ({ user, product: undefined }))]
  const stop = writes.pick(all, which)
  if (!stop) return step
  const { user, product } = stop
  const tier = what % 3 === 0 ? null : product && products.get(product)!.seats.get(user)!.tier
  const draws = edits.pinDraws(
    world,
    product ? { field: 'product', product, tier: tier! } : { field: 'role', role: roles.assigned.get(user)! },
  )
  const who = writes.living(world).findIndex((person) => person.no === user)
  return who < 0 ? step : { kind: 'setPin', draws: [who, ...draws, end] }
}

/** Whatever a step does but a run. */
export async function take(scene: Scene, assigned: Assigned, { kind, draws }: Step): Promise<void> {
  if (kind === 'run' || kind === 'pinStopped') return
  if (kind === 'pass') {
    scene.clock.nowMs += [1, 60_000, 3_600_000, 6 * 3_600_000, 86_400_000][draws[0] % 5]!
    return
  }
  if (kind === 'confirm') return edits.confirm(assigned)(scene, draws)
  if (kind === 'confirmRoles') return edits.confirmRoles(assigned)(scene, draws)
  const all: Readonly<Record<Exclude<Kind, 'run' | 'pass' | 'pinStopped' | 'confirm' | 'confirmRoles'>, Write>> = {
    ...writes,
    ...edits,
  }
  await all[kind](scene, draws)
}
