import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Organization, OrganizationChange } from '../../src/contract/organization.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }) => get<Organization>('/api/v1/organization', undefined, signal),
})

export const useOrganization = () => useQuery(organizationQuery)

interface Saving {
  readonly change: OrganizationChange
  /** What is said once it is saved. */
  readonly said: string
  readonly about?: string
  /** Left out: it cannot be taken back. */
  readonly before?: OrganizationChange
}

/** What went wrong is said already. */
const silent = () => {}

/** Saves a setting, says so, and offers to take it back. */
export function useSetting() {
  const queries = useQueryClient()
  const edit = useMutation({
    mutationFn: (change: OrganizationChange) => ask<Organization>('PATCH', '/api/v1/organization', { body: change }),
    onSuccess: (now) => {
      queries.setQueryData(organizationQuery.queryKey, now)
      void queries.invalidateQueries()
    },
    onError: (error) => say({ look: 'bad', title: error.message }),
  })
  const save = ({ change, said, about, before }: Saving) =>
    void edit.mutateAsync(change).then(
      () =>
        say({
          title: said,
          ...(about !== undefined && { about }),
          ...(before && {
            undo: () => void edit.mutateAsync(before).then(() => say({ title: text('settings.takenBack') }), silent),
          }),
        }),
      silent,
    )
  return { save, isPending: edit.isPending }
}
