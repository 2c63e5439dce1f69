import type { Scene } from './scene.ts'
import type { Person, World } from './world.ts'

/** A source's writes, in the world and in the database at once. Draws are any whole numbers; those that fit nothing do nothing. */
export type Draws = readonly [number, number, number, number]
export type Write = (scene: Scene, draws: Draws) => Promise<void>

export const titles = [null, 'Sales', 'intern', 'Sales intern'] as const

export function pick<Value>(from: Iterable<Value>, draw: number): Value | undefined {
  const list = [...from]
  return list[draw % Math.max(1, list.length)]
}

export const living = (world: World): Person[] => [...world.people.values()].filter((person) => !person.deleted)

export const createUser: Write = (scene, draws) => createPeople(scene, [draws])

export async function createPeople(scene: Scene, all: readonly Draws[]): Promise<void> {
  const { people } = scene.world
  const those = all.map(([initial, about, more], index) => ({
    userName: `${'abc'[initial % 3]}${people.size + index}`,
    title: titles[about % titles.length]!,
    active: more % 8 !== 0,
    address: more % 9 !== 1,
    // Numbers are handed out in blocks: who has the lower one did not come first for certain, and some come at once.
    joined: scene.clock.nowMs - (more % 5) * 1000,
  }))
  const created = those.map(({ joined, address, ...one }) => ({
    ...one,
    address: address ? `${one.userName}@example.com` : null,
    createdAt: new Date(joined),
  }))
  const numbers = await scene.directory.createPeople(created)
  for (const [index, no] of numbers.entries()) people.set(no, { no, deleted: false, ...those[index]! })
}

function change(turn: (person: Person, draw: number) => Partial<Person>): Write {
  return async (scene, [who, draw]) => {
    const person = pick(living(scene.world), who)
    if (!person) return
    const changed = { ...person, ...turn(person, draw) }
    scene.world.people.set(person.no, changed)
    await scene.directory.changeUser(person.no, {
      active: changed.active,
      title: changed.title,
      address: changed.address ? `${changed.userName}@example.com` : null,
    })
  }
}

export const switchActive = change((person) => ({ active: !person.active }))
export const activate = change(() => ({ active: true, address: true }))
export const switchAddress = change((person) => ({ address: !person.address }))
export const changeTitle = change((_, draw) => ({ title: titles[draw % titles.length]! }))

export async function deleteUser(scene: Scene, [who]: Draws): Promise<void> {
  const person = pick(living(scene.world), who)
  if (!person) return
  scene.world.people.set(person.no, { ...person, deleted: true })
  for (const members of scene.world.groups.values()) members.delete(person.no)
  for (const pin of scene.world.pins.values()) if (pin.user === person.no) scene.world.pins.delete(pin.id)
  await scene.directory.deleteUser(person.no)
}

export async function restoreUser(scene: Scene, [who]: Draws): Promise<void> {
  const person = pick(
    [...scene.world.people.values()].filter((one) => one.deleted),
    who,
  )
  if (!person) return
  scene.world.people.set(person.no, { ...person, deleted: false, active: true })
  await scene.directory.restoreUser(person.no)
}

/** A new group, or again one of a name that was deleted. */
export async function createGroup(scene: Scene, [draw, again]: Draws): Promise<void> {
  const { world } = scene
  if (world.groups.size > 12) return
  const taken = new Set([...world.groups.keys()].map((group) => world.groupNames.get(group)))
  const free = [...world.groupNames.values()].filter((name) => !taken.has(name))
  const name = (again % 4 !== 0 && pick(free, draw)) || `group ${world.groupNames.size}`
  const { no, id } = await scene.directory.createGroup(name)
  world.groups.set(no, new Set())
  world.groupNames.set(no, name)
  scene.groupIds.set(no, id)
}

export async function deleteGroup(scene: Scene, [which]: Draws): Promise<void> {
  const { world } = scene
  const group = pick(world.groups.keys(), which)
  if (group === undefined || world.groups.size < 3) return
  world.groups.delete(group)
  world.edges.delete(group)
  for (const children of world.edges.values()) children.delete(group)
  await scene.directory.deleteGroup(group)
}

export async function addMember(scene: Scene, [which, who]: Draws): Promise<void> {
  const group = pick(scene.world.groups.keys(), which)
  const person = pick(living(scene.world), who)
  if (group === undefined || !person) return
  scene.world.groups.get(group)!.add(person.no)
  await scene.directory.addMembers(group, [person.no])
}

export async function removeMember(scene: Scene, [which, who]: Draws): Promise<void> {
  const group = pick(
    [...scene.world.groups].filter(([, members]) => members.size > 0).map(([no]) => no),
    which,
  )
  if (group === undefined) return
  const member = pick(scene.world.groups.get(group)!, who)!
  scene.world.groups.get(group)!.delete(member)
  await scene.directory.removeMembers(group, [member])
}

/** Everybody into one group each. */
export async function divide(scene: Scene): Promise<void> {
  const groups = [...scene.world.groups.keys()]
  const parts = Map.groupBy(living(scene.world), (person) => pick(groups, person.no)!)
  for (const [group, those] of parts) {
    for (const { no } of those) scene.world.groups.get(group)!.add(no)
    const numbers = those.map(({ no }) => no)
    await scene.directory.addMembers(group, numbers)
  }
}

/** From one group to another. Somebody of the other one may come the other way. */
export async function changeGroups(scene: Scene, [which, other, who, back]: Draws): Promise<void> {
  const from = pick(scene.world.groups.keys(), which)
  const to = pick(scene.world.groups.keys(), other)
  if (from === undefined || to === undefined || from === to) return
  await changeGroup(scene, from, to, who)
  if (back % 2 === 0) await changeGroup(scene, to, from, back >> 1)
}

/** Three from one group to the next, in a circle. */
export async function rotate(scene: Scene, [first, second, third, who]: Draws): Promise<void> {
  const groups = new Set([first, second, third].map((draw) => pick(scene.world.groups.keys(), draw)!))
  if (groups.size < 3) return
  const [one, two, three] = [...groups].map((group) => ({ group, member: pick(scene.world.groups.get(group)!, who) }))
  for (const [from, to] of [
    [one!, two!],
    [two!, three!],
    [three!, one!],
  ] as const) {
    if (from.member !== undefined) await moveMember(scene, from.member, from.group, to.group)
  }
}

async function changeGroup(scene: Scene, from: number, to: number, who: number): Promise<void> {
  const member = pick(scene.world.groups.get(from)!, who)
  if (member !== undefined) await moveMember(scene, member, from, to)
}

async function moveMember({ world, directory }: Scene, member: number, from: number, to: number): Promise<void> {
  world.groups.get(from)!.delete(member)
  world.groups.get(to)!.add(member)
  await directory.moveMember(member, from, to)
}

/** One request that names several: every second or third of the people, or of the members. */
export async function changeMembers(scene: Scene, [which, who, step]: Draws): Promise<void> {
  const group = pick(scene.world.groups.keys(), which)
  if (group === undefined) return
  const members = scene.world.groups.get(group)!
  const every = (no: number) => no % (2 + (step % 3)) === 0
  const removed = who % 2 === 0
  const those = removed
    ? [...members].filter(every)
    : living(scene.world)
        .map((person) => person.no)
        .filter(every)
  for (const no of those) removed ? members.delete(no) : members.add(no)
  if (removed) await scene.directory.removeMembers(group, those)
  else await scene.directory.addMembers(group, those)
}

export async function nest(scene: Scene, [above, below]: Draws): Promise<void> {
  const parent = pick(scene.world.groups.keys(), above)
  const child = pick(scene.world.groups.keys(), below)
  if (parent === undefined || child === undefined) return
  const children = scene.world.edges.get(parent) ?? new Set()
  scene.world.edges.set(parent, children.add(child))
  await scene.directory.nest(parent, child)
}

export async function unnest(scene: Scene, [above, below]: Draws): Promise<void> {
  const parent = pick(
    [...scene.world.edges].filter(([, children]) => children.size > 0).map(([no]) => no),
    above,
  )
  if (parent === undefined) return
  const child = pick(scene.world.edges.get(parent)!, below)!
  scene.world.edges.get(parent)!.delete(child)
  await scene.directory.unnest(parent, child)
}
