import type { UserNo } from '../directory/user.ts'
import { resolveLanguage } from '../organization/language.ts'
import { difference } from '../plan/difference.ts'
import type { HeldSeat, Person } from '../plan/person.ts'
import type { SeatDecision } from '../plan/standing.ts'
import type { Frame } from '../plan/store/frame.ts'
import { changeOf, type ProductTurn, settle } from '../plan/turn.ts'
import type { Product, ProductId } from '../products/product.ts'
import { type DeliveryAction, type Record, recordTurn } from './record.ts'

/** Writes the decisions of one product's turn into the people they are about, and into the record. */
export function recordProductTurn(
  record: Record,
  product: Product,
  carriers: ReadonlySet<ProductId>,
  frame: Frame,
  people: ReadonlyMap<UserNo, Person>,
  decisions: readonly SeatDecision[],
): void {
  for (const [user, own] of Map.groupBy(decisions, (decision) => decision.user)) {
    const person = people.get(user)!
    const before = person.seats.get(product.id)
    const wasWaiting = person.waiting.get(product.id)
    const places = own.map((decision) => {
      const place = record.change(changeOf(person, product, carriers, decision, frame.version))
      settle(person, product.id, decision)
      return place
    })
    const last = places.findLast((place) => record.changes[place]!.kind !== 'seat.left-line') ?? places.at(-1)!
    recordTurn(record, person, product.id, before, wasWaiting, own, record.changes[last]!.because)
    const after = person.seats.get(product.id)
    const action = deliveryOf(before, after)
    if (action && product.hasConnector) record.deliveries.push({ change: last, action })
  }
}

/** What the product has to be told, from how the seat was to how it is. */
function deliveryOf(before: HeldSeat | undefined, after: HeldSeat | undefined): DeliveryAction | null {
  if (!after) return before ? 'take' : null
  if (!before) return 'give'
  if (before.tier !== after.tier) return 'move'
  if (before.state === after.state) return null
  return after.state === 'grace' ? 'suspend' : 'restore'
}

/** The settings template for products first held, and for all that these carry; once per product, ever. */
function recordTemplates(record: Record, person: Person, turns: readonly ProductTurn[]): void {
  if (person.seats.size === 0) return
  const given = person.entitlement.settingsTemplate?.value ?? 'default'
  const template = given === 'default' ? null : given
  const holds = (product: ProductId) => person.seats.get(product)?.state === 'held'
  const isCarried = (carriers: ReadonlySet<ProductId>) => {
    for (const carrier of carriers) if (holds(carrier)) return true
    return false
  }
  for (const { product, carriers } of turns) {
    if (person.templated.has(product.id)) continue
    if (holds(product.id) || isCarried(carriers))
      record.templates.push({ user: person.user, product: product.id, template })
  }
}

/** Everything of one person but seats: assignment, changes, settings templates, the mail that goes out. */
export function recordDifference(record: Record, person: Person, frame: Frame, turns: readonly ProductTurn[]): void {
  const { target, changes, mail } = difference(person, frame.version)
  for (const change of changes) record.change(change)
  recordTemplates(record, person, turns)
  if (target) record.assignments.push({ user: person.user, target, request: person.request })
  if (!mail || person.address === null) return
  const template = person.entitlement.welcomeTemplate?.value ?? 'default'
  record.mails.push({
    user: person.user,
    kind: mail,
    template: template === 'default' ? null : template,
    language: resolveLanguage(
      person.chosenLanguage,
      person.entitlement.language?.value ?? null,
      person.directoryLanguage,
      frame.defaultLanguage,
    ),
    address: person.address,
  })
}
