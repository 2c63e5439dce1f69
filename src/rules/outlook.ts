import type { ProductId, TierId } from '../products/product.ts'
import { contentOf, signatureOf } from './content.ts'
import { decideEach, type Entitlement, withPins } from './decide.ts'
import type { Pin } from './pin.ts'
import { refine } from './refine.ts'
import type { Rule } from './rule.ts'
import { SIGNATURE } from './signature.ts'

/** What everybody should have: users by number to nodes, and what each node means. Node 0 is nothing. */
export interface Outlook {
  readonly nodeOf: Int32Array
  entitlement(node: number): Entitlement
  /** For each node the tier it gives of a product, by the number that `numberOf` says; 0: none. `DENIED`: by a pin. */
  wanted(product: ProductId, numberOf: (tier: TierId) => number): Uint16Array
  /** For each node, whether its role is above member. */
  readonly isAbove: Uint8Array
  /** Four numbers a node: see signature.ts. */
  readonly signatures: Int32Array
}

/** A pin takes the product. */
export const DENIED = 0xffff

/**
 * What everybody should have. Who has a pin has a node of their own; all others share that of the rules that match them.
 *
 * @param size user numbers are below it
 * @param rules the deciding rules, best rank first
 * @param members for each rule the numbers of the users it matches; those outside `size` are left out
 * @param unseen users whom neither rules nor pins see: they have nothing
 */
export function outlookOf(
  size: number,
  rules: readonly Rule[],
  members: readonly Uint32Array[],
  pins: readonly Pin[],
  unseen: Iterable<number>,
): Outlook {
  const { nodeOf, ...sets } = refine(members, size)
  const decided = decideEach(sets, rules)
  const pinned: Entitlement[] = []
  for (const [user, own] of Map.groupBy(pins, (pin) => pin.user)) {
    if (user >= size) continue
    const entitlement = withPins(decided.entitlement(nodeOf[user]!), own)
    nodeOf[user] = decided.nodes + pinned.push(entitlement) - 1
  }

  for (const user of unseen) if (user < size) nodeOf[user] = 0

  const nodes = decided.nodes + pinned.length
  const roles = decided.winners('role')
  const isAbove = new Uint8Array(nodes)
  const aboveMember = rules.map((rule) => (rule.gives.role && rule.gives.role.role !== 'member' ? 1 : 0))
  if (roles) for (let node = 0; node < decided.nodes; node++) isAbove[node] = aboveMember[roles[node]!] ?? 0
  const signatures = new Int32Array(nodes * SIGNATURE)
  signatures.set(decided.signatures)
  for (const [index, entitlement] of pinned.entries()) {
    const role = entitlement.role?.value.role
    isAbove[decided.nodes + index] = role !== undefined && role !== 'member' ? 1 : 0
    signatures.set(signatureOf(contentOf(entitlement).content), (decided.nodes + index) * SIGNATURE)
  }
  return {
    nodeOf,
    isAbove,
    signatures,
    entitlement: (node) => (node < decided.nodes ? decided.entitlement(node) : pinned[node - decided.nodes]!),
    wanted(product, numberOf) {
      const wanted = new Uint16Array(nodes)
      const winners = decided.winners(product)
      const numbers = rules.map(({ gives }) => {
        const given = gives.products.find((one) => one.product === product)
        return given ? numberOf(given.tier) : 0
      })
      if (winners)
        for (let node = 0; node < decided.nodes; node++)
          if (winners[node]! >= 0) wanted[node] = numbers[winners[node]!]!
      for (const [index, entitlement] of pinned.entries()) {
        const value = entitlement.products.get(product)?.value
        if (value !== undefined) wanted[decided.nodes + index] = value === 'none' ? DENIED : numberOf(value)
      }
      return wanted
    },
  }
}
