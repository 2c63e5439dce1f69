import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Groups } from '../../src/contract/group.ts'
import type { UserGroups } from '../../src/contract/library.ts'
import type { Products } from '../../src/contract/product.ts'
import type { Rule, RuleChange, RuleInput, Rules } from '../../src/contract/rule.ts'
import { ask, get } from '../api.ts'
import { edited } from '../runs/queries.ts'

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: ({ signal }) => get<Rules>('/api/v1/rules', undefined, signal),
})

export const useRules = () => useQuery(rulesQuery)

/** Groups whose name begins so, for choosing one among thousands. */
export const useGroupSearch = (search: string) =>
  useQuery({
    queryKey: ['groups', search],
    queryFn: ({ signal }) => get<Groups>('/api/v1/groups', { limit: 20, ...(search !== '' && { search }) }, signal),
    placeholderData: keepPreviousData,
  })

export const useProducts = () =>
  useQuery({ queryKey: ['products'], queryFn: ({ signal }) => get<Products>('/api/v1/products', undefined, signal) })

export const useUserGroups = () =>
  useQuery({
    queryKey: ['user-groups'],
    queryFn: ({ signal }) => get<Static<typeof UserGroups>>('/api/v1/user-groups', undefined, signal),
  })

/** An edit of the live rules. */
export type RuleEdit =
  | { readonly kind: 'add'; readonly input: RuleInput }
  | { readonly kind: 'change'; readonly rule: Rule; readonly change: RuleChange }
  | { readonly kind: 'delete'; readonly rule: Rule }
  | { readonly kind: 'move'; readonly rule: Rule; readonly to: number; readonly ids: readonly string[] }

/**
 * Makes the edit live and waits for the run that sees it: what it did is the answer. A rule whose plan takes something
 * from somebody goes into the draft instead.
 */
export function useRuleEdit() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (edit: RuleEdit) => {
      let live = true
      const outcome = await edited(async () => {
        live = (await send(edit)).live
      })
      return { ...outcome, live }
    },
    onSuccess: () => queries.invalidateQueries(),
  })
}

function send(edit: RuleEdit): Promise<{ readonly live: boolean }> {
  const query = { apply: edit.kind === 'add' || edit.kind === 'change' ? 'safe' : 'true' }
  switch (edit.kind) {
    case 'add':
      return ask('POST', '/api/v1/rules', { query, body: edit.input })
    case 'change':
      return ask('PATCH', `/api/v1/rules/${edit.rule.id}`, { query, body: edit.change })
    case 'delete':
      return ask('DELETE', `/api/v1/rules/${edit.rule.id}`, { query })
    case 'move':
      return ask('PUT', '/api/v1/rules/order', { query, body: { ids: edit.ids } })
  }
}
