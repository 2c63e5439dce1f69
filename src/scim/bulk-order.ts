import type { BulkOperation, BulkTurn } from './bulk.ts'

/**
 * The order in which operations are done: what an operation names by bulkId before it, in a circle together, everything else
 * as the client has it. Only POSTs are named, so nothing but a POST is ever done earlier than where it stands.
 *
 * Tarjan's algorithm: strongly connected components come out after all that they lead to.
 * @param makers the places of the operations that make what a bulkId is for
 */
export function inOrder(
  operations: readonly BulkOperation[],
  makers: ReadonlyMap<string, readonly number[]>,
): readonly BulkTurn[] {
  const turns: BulkTurn[] = []
  const numbers = new Map<number, number>()
  const open: number[] = []
  const isOpen = new Set<number>()
  const needs = (at: number): readonly number[] => {
    const { names = [] } = operations[at] as { readonly names?: readonly string[] }
    return names.flatMap((name) => makers.get(name) ?? [])
  }
  const visit = (at: number): number => {
    const number = numbers.size
    numbers.set(at, number)
    open.push(at)
    isOpen.add(at)
    let lowest = number
    const needed = needs(at)
    for (const other of needed) {
      if (!numbers.has(other)) lowest = Math.min(lowest, visit(other))
      else if (isOpen.has(other)) lowest = Math.min(lowest, numbers.get(other)!)
    }
    if (lowest === number) {
      const places = open.splice(open.indexOf(at)).sort((one, two) => one - two)
      for (const place of places) isOpen.delete(place)
      turns.push({ places, isCircular: places.length > 1 || needed.includes(at) })
    }
    return lowest
  }
  for (const at of operations.keys()) if (!numbers.has(at)) visit(at)
  return turns
}
