import { type Owed, owedToAll, withheldFrom } from './oracle.ts'
import { handOut, type Line } from './oracle-line.ts'
import { noRoles, type Roles, rolesOf } from './oracle-roles.ts'
import { includersOf, type World, type WorldProduct } from './world.ts'

/** What one product's seats look like between two runs. */
export interface Holding {
  readonly seats: Map<number, { tier: string; graceUntil: number | null }>
  readonly line: Line
  /** Who lost it and when, without an admin's word. */
  readonly lost: { readonly user: number; readonly at: number }[]
  /** Losses that wait for an admin, and whether the admin has said yes. */
  readonly stopped: Map<number, { confirmed: boolean }>
}

export interface Assigned {
  readonly products: Map<string, Holding>
  readonly roles: Roles
  readonly access: Map<number, boolean>
  readonly hadAccess: Set<number>
  readonly owed: Map<number, Owed>
  /** `user product` to the template they got for it: once, ever. */
  readonly templates: Map<string, string | null>
}

/** Told of each kind of decision as it is made, so that it can be counted what histories reach. */
export type Note = (what: string) => void

const DAY_MS = 86_400_000

export function nothingAssigned(): Assigned {
  return {
    products: new Map(),
    roles: noRoles,
    access: new Map(),
    hadAccess: new Set(),
    owed: new Map(),
    templates: new Map(),
  }
}

/** What a run makes of the world (user-sync.md §3 and §4), from everybody and everything, naively. */
export function runOf(world: World, before: Assigned, now: number, runNo: number, note: Note = () => {}): Assigned {
  const owed = owedToAll(world, now, note)
  const products = new Map<string, Holding>()
  for (const product of includersFirst(world)) {
    const was = before.products.get(product.id)
    products.set(product.id, productRun(world, product, products, owed, was, { now, runNo, note }))
  }
  const roles = rolesOf(owed, before.roles, now, note)
  const access = new Map<number, boolean>()
  const hadAccess = new Set(before.hadAccess)
  const templates = new Map(before.templates)
  for (const person of world.people.values()) {
    const seated = [...products.values()].some((holding) => holding.seats.has(person.no))
    const may = withheldFrom(person) === null && (seated || roles.assigned.get(person.no) !== 'member')
    access.set(person.no, may)
    if (may) hadAccess.add(person.no)
    for (const product of world.products.keys()) {
      const key = `${person.no} ${product}`
      const has = holds(products, product, person.no) || carried(world, products, product, person.no)
      if (has && !templates.has(key)) templates.set(key, owed.get(person.no)!.settingsTemplate)
    }
  }
  return { products, roles, access, hadAccess, owed, templates }
}

function productRun(
  world: World,
  product: WorldProduct,
  done: ReadonlyMap<string, Holding>,
  owed: ReadonlyMap<number, Owed>,
  was: Holding | undefined,
  { now, runNo, note }: { now: number; runNo: number; note: Note },
): Holding {
  const seats = new Map([...(was?.seats ?? [])].map(([user, seat]) => [user, { ...seat }]))
  const stopped = new Map<number, { confirmed: boolean }>()
  const lost = [...(was?.lost ?? [])]
  const wants = (user: number) => owed.get(user)!.products.get(product.id)
  const isCarried = (user: number) => carried(world, done, product.id, user)

  // Seats of the carried are freed, not as a loss.
  for (const user of [...seats.keys()]) {
    if (!isCarried(user)) continue
    seats.delete(user)
    note('seat of the carried is freed')
  }
  // Grace that ended, before returns are looked at; then who came back has the same seat.
  for (const [user, seat] of [...seats]) {
    if (seat.graceUntil === null || seat.graceUntil > now) continue
    seats.delete(user)
    note(wants(user) ? 'grace ends, wanted again' : 'grace ends')
  }
  for (const [user, seat] of seats) {
    if (seat.graceUntil === null || !wants(user)) continue
    seat.graceUntil = null
    note(seat.tier === wants(user)!.tier ? 'returns in grace' : 'returns in grace, wants another tier')
  }

  // Losses: those an admin named go at once; the others are judged together.
  const losing = [...seats].filter(([user, seat]) => seat.graceUntil === null && !wants(user)).map(([user]) => user)
  const take = (user: number, byWord: boolean, atOnce: boolean) => {
    if (!byWord) lost.push({ user, at: now })
    if (product.graceMs === 0 || atOnce) seats.delete(user)
    else seats.get(user)!.graceUntil = now + product.graceMs
  }
  const denied = (user: number) => owed.get(user)!.denied.has(product.id)
  for (const [user, seat] of [...seats]) {
    if (!denied(user) || seat.graceUntil === null) continue
    seats.delete(user)
    note('grace ends by a pin')
  }
  const holding = (user: number) => seats.get(user)?.graceUntil === null
  const recent = new Set(lost.filter((loss) => loss.at > now - DAY_MS && !holding(loss.user)).map((loss) => loss.user))
  const holders = [...seats.keys()].filter(holding).length
  const limit = Math.max(world.lossesAllowed, world.shareMax * (holders + recent.size))
  const pending: number[] = []
  for (const user of losing) {
    const isConfirmed = was?.stopped.get(user)?.confirmed
    if (denied(user)) take(user, true, true)
    else if (isConfirmed) take(user, true, false)
    else pending.push(user)
    if (denied(user)) note(was?.stopped.has(user) ? 'stopped loss taken by a pin' : 'taken by a pin')
    else if (isConfirmed) note(product.graceMs > 0 ? 'confirmed loss, into grace' : 'confirmed loss')
  }
  const stopIsOpen = pending.some((user) => was?.stopped.has(user))
  if (stopIsOpen || recent.size + pending.length > limit) {
    for (const user of pending) stopped.set(user, { confirmed: false })
    const joins = pending.some((user) => !was?.stopped.has(user))
    if (joins) note(stopIsOpen ? 'losses join an open stop' : 'losses are stopped')
  } else {
    for (const user of pending) take(user, false, false)
    for (const _ of pending) note(product.graceMs > 0 ? 'loss, into grace' : 'loss')
  }
  for (const [user] of was?.stopped ?? []) if (holding(user) && wants(user)) note('cause of a stop is gone')

  const line = handOut(product, seats, was?.line ?? new Map(), {
    runNo,
    note,
    standing: [...world.people.values()]
      .filter((person) => wants(person.no) && !isCarried(person.no))
      .map((person) => ({ user: person.no, joined: person.joined, ...wants(person.no)! })),
  })
  return { seats, line, lost, stopped }
}

export function holds(products: ReadonlyMap<string, Holding>, product: string, user: number): boolean {
  return products.get(product)?.seats.get(user)?.graceUntil === null
}

/** A held seat carries all that its product includes; one in grace carries nothing. */
export function carried(world: World, products: ReadonlyMap<string, Holding>, product: string, user: number): boolean {
  return [...includersOf(world, product)].some((includer) => holds(products, includer, user))
}

function includersFirst(world: World): WorldProduct[] {
  const order: WorldProduct[] = []
  while (order.length < world.products.size) {
    for (const product of world.products.values()) {
      const ready = [...includersOf(world, product.id)].every((includer) => order.some((one) => one.id === includer))
      if (ready && !order.includes(product)) order.push(product)
    }
  }
  return order
}
