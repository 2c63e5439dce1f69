import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Plan } from '../../src/contract/plan.ts'
import type { Catalogue, Product, Products } from '../../src/contract/product.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'
import { changeOf, inputOf, type ProductDraft } from './product-draft.ts'

export const useProducts = () =>
  useQuery({
    queryKey: ['products'],
    queryFn: ({ signal }) => get<Products>('/api/v1/products', undefined, signal),
  })

export const useCatalogue = () =>
  useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => get<Catalogue>('/api/v1/catalogue', undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What other includes of a product would do to everybody; nothing is asked without any. */
export const useIncludesPlan = (product: string, includes: readonly string[] | undefined) =>
  useQuery({
    queryKey: ['product-plan', product, includes],
    queryFn: ({ signal }) => ask<Plan>('POST', `/api/v1/products/${product}/plan`, { body: { includes }, signal }),
    enabled: includes !== undefined,
    retry: false,
  })

/** Adds a product, or makes what differs so; done when a run has seen it. */
export function useProductSave(product: Product | undefined) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (draft: ProductDraft) => {
      if (product) await save(product, draft)
      else await ask('POST', '/api/v1/products', { body: inputOf(draft) })
      await ask('POST', '/api/v1/runs', { body: {} })
    },
    onSuccess: (_, { name }) =>
      say({ title: text(product ? 'library.saved' : 'library.added', { name: name.trim() }) }),
    // Of several steps one may have been refused after others were done.
    onSettled: () => queries.invalidateQueries(),
  })
}

async function save(product: Product, draft: ProductDraft): Promise<void> {
  const path = `/api/v1/products/${product.id}`
  const change = changeOf(product, draft)
  if (Object.keys(change).length > 0) await ask('PATCH', path, { body: change })
  const kept = new Set(draft.tiers.map(({ id }) => id))
  for (const { id } of product.tiers) if (!kept.has(id)) await ask('DELETE', `${path}/tiers/${id}`)
  for (const { id, name: typed, owned, shortage } of draft.tiers) {
    const name = typed.trim()
    const before = product.tiers.find((tier) => tier.id === id)
    if (!before) await ask('POST', `${path}/tiers`, { body: { name, owned, shortage } })
    else if (before.name !== name || before.owned !== owned || before.shortage !== shortage)
      await ask('PUT', `${path}/tiers/${before.id}`, { body: { name, owned, shortage } })
  }
}
