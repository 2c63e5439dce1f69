import { useProducts } from './product-queries.ts'
import { shelves, useShelf } from './queries.ts'

/** Names of all that the library has, by id. */
export function useLibraryNames(): ReadonlyMap<string, string> {
  const products = useProducts().data?.products ?? []
  const entries = [useShelf(shelves[0]), useShelf(shelves[1]), useShelf(shelves[2]), useShelf(shelves[3])]
  const all = [...products, ...products.flatMap(({ tiers }) => tiers), ...entries.flatMap(({ data }) => data ?? [])]
  return new Map(all.map(({ id, name }) => [id, name]))
}
