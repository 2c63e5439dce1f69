import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Static } from 'typebox'
import type { Groups } from '../../src/contract/group.ts'
import type { UserGroups } from '../../src/contract/library.ts'
import type { Products } from '../../src/contract/product.ts'
import { get } from '../api.ts'

export { type RuleEdit, useRuleEdit } from './edit.ts'

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
