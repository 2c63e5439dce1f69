import type { Product, ProductId } from './product.ts'

/**
 * Products so ordered that whatever includes a product comes before it: who holds Webinar must be known before
 * anybody's own Meeting seat is judged. Products that include nothing keep their order. Cycles are refused when
 * written; were there one, its products come last, in the order given.
 */
export function includersFirst(products: readonly Product[]): readonly Product[] {
  const includers = new Map<ProductId, number>(products.map((product) => [product.id, 0]))
  for (const product of products)
    for (const included of product.includes) includers.set(included, (includers.get(included) ?? 0) + 1)
  const byId = new Map(products.map((product) => [product.id, product]))
  const ready = products.filter((product) => includers.get(product.id) === 0)
  const ordered = new Set<Product>()
  for (let product = ready.shift(); product; product = ready.shift()) {
    ordered.add(product)
    for (const included of product.includes) {
      const left = includers.get(included)! - 1
      includers.set(included, left)
      const next = byId.get(included)
      if (left === 0 && next) ready.push(next)
    }
  }
  for (const product of products) ordered.add(product)
  return [...ordered]
}

/** For each product, every product whose held seat carries it, in any number of steps. */
export function carriersOf(products: readonly Product[]): ReadonlyMap<ProductId, ReadonlySet<ProductId>> {
  const carriers = new Map<ProductId, Set<ProductId>>(products.map((product) => [product.id, new Set()]))
  const byId = new Map(products.map((product) => [product.id, product]))
  for (const product of products) {
    const open = [...product.includes]
    const seen = new Set<ProductId>()
    for (let included = open.pop(); included; included = open.pop()) {
      if (seen.has(included) || included === product.id) continue
      seen.add(included)
      carriers.get(included)?.add(product.id)
      open.push(...(byId.get(included)?.includes ?? []))
    }
  }
  return carriers
}
