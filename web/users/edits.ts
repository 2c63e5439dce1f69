import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Pin, PinInput } from '../../src/contract/pin.ts'
import type { Plan } from '../../src/contract/plan.ts'
import type { RunOutcome } from '../../src/contract/run.ts'
import type { WhatIf, WhatIfInput } from '../../src/contract/what-if.ts'
import { ask } from '../api.ts'
import { edited } from '../runs/queries.ts'

/** What a pin would do to everybody, while it is being made; the answer before it stays until the next is there. */
export const usePinPlan = (input: PinInput | undefined) =>
  useQuery({
    queryKey: ['pin-plan', input],
    queryFn: ({ signal }) => ask<Plan>('POST', '/api/v1/pins/plan', { body: input, signal }),
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })

/** Makes a pin and waits for the run that sees it. */
export function usePin() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (input: PinInput) => {
      let made: Pin | undefined
      await edited(async () => {
        made = await ask<Pin>('POST', '/api/v1/pins', { body: input })
      })
      return made!
    },
    onSuccess: () => queries.invalidateQueries(),
  })
}

export function useEndPin() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (pin: Pick<Pin, 'id'>) => edited(() => ask('DELETE', `/api/v1/pins/${pin.id}`)),
    onSuccess: () => queries.invalidateQueries(),
  })
}

export const useWhatIf = (user: string, input: WhatIfInput | undefined) =>
  useQuery({
    queryKey: ['user', user, 'what-if', input],
    queryFn: ({ signal }) =>
      ask<WhatIf>('POST', `/api/v1/users/${encodeURIComponent(user)}/what-if`, { body: input, signal }),
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** They are looked at anew, so that what a lost trigger left behind is found. */
export function useLookAgain(user: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask<RunOutcome>('POST', '/api/v1/runs', { body: { users: [user] } }),
    onSuccess: () => queries.invalidateQueries(),
  })
}
