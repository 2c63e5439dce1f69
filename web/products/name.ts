import type { Reference } from '../../src/contract/reference.ts'

/** "Webinar 500"; a product's only tier is not worth a word. */
export function productName(product: Reference, tier: Reference | null): string {
  return tier && tier.name.toLowerCase() !== 'standard' ? `${product.name} ${tier.name}` : product.name
}
