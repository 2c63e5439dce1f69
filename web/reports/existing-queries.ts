import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  Adopt,
  Adopted,
  ExistingAccount,
  ExistingAccounts,
  ExistingImported,
  ExistingState,
} from '../../src/contract/existing-account.ts'
import type { Pin, Pins } from '../../src/contract/pin.ts'
import type { Users } from '../../src/contract/user.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'

export const useExisting = (state: ExistingState) =>
  useInfiniteQuery({
    queryKey: ['existing', state],
    queryFn: ({ pageParam, signal }) =>
      get<ExistingAccounts>('/api/v1/existing-accounts', { state, limit: 100, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const useAdoptedPins = () =>
  useInfiniteQuery({
    queryKey: ['pins', 'adopted'],
    queryFn: ({ pageParam, signal }) =>
      get<Pins>('/api/v1/pins', { reason: 'adopted', limit: 100, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })

/** Those who have an address that several have. */
export const useUsersOf = (address: string) =>
  useQuery({
    queryKey: ['users-of', address],
    queryFn: ({ signal }) => {
      const quoted = JSON.stringify(address)
      const filter = `emails.value eq ${quoted} or userName eq ${quoted}`
      return get<Users>('/api/v1/users', { filter, limit: 50 }, signal)
    },
  })

const run = () => ask('POST', '/api/v1/runs', { body: {} })
const failed = (error: Error) => say({ title: text('existing.failed'), about: error.message, look: 'bad' })

export function useImport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (file: Blob) => ask<ExistingImported>('POST', '/api/v1/existing-accounts/import', { file }),
    onSuccess: () => queries.invalidateQueries(),
  })
}

export function useAdopt() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (body: Adopt) => {
      const adopted = await ask<Adopted>('POST', '/api/v1/existing-accounts/adopt', { body })
      await run()
      return adopted
    },
    onSuccess: async ({ adopted, seats, pins }) => {
      await queries.invalidateQueries()
      say({ title: text('existing.adopted', { count: adopted }), about: text('existing.adoptedWith', { seats, pins }) })
    },
  })
}

/** Leaves an account out of the list; a list of that one line brings it back. */
export function useForget() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: ExistingAccount) => ask('DELETE', `/api/v1/existing-accounts/${id}`),
    onSuccess: async (_, account) => {
      await queries.invalidateQueries()
      const back = () =>
        void ask('POST', '/api/v1/existing-accounts/import', { file: listOf(account) }).then(
          () => queries.invalidateQueries(),
          failed,
        )
      say({ title: text('existing.forgotten', { address: account.address }), undo: back })
    },
    onError: failed,
  })
}

/** Ends a pin, so that rules decide; made again, it is as before. */
export function useEndPin() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ id }: Pin) => {
      await ask('DELETE', `/api/v1/pins/${id}`)
      await run()
    },
    onSuccess: async (_, pin) => {
      await queries.invalidateQueries()
      const { user, product, tier, reason } = pin
      const body = { user, field: 'product', product, tier, reason }
      const again = () =>
        void ask('POST', '/api/v1/pins', { body })
          .then(run)
          .then(() => queries.invalidateQueries(), failed)
      say({
        title: text('existing.pinEnded', { name: user.name }),
        ...(pin.field === 'product' && { undo: again }),
      })
    },
    onError: failed,
  })
}

function listOf({ address, product, tier }: ExistingAccount): Blob {
  const cells = [address, product, tier].map((cell) => `"${cell.replaceAll('"', '""')}"`)
  return new Blob([`address,product,tier\r\n${cells.join(',')}\r\n`], { type: 'text/csv' })
}
