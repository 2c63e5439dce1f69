import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Organization } from '../../src/contract/organization.ts'
import type { Plan } from '../../src/contract/plan.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { WhatChanges } from './what-changes.tsx'

const organizationQuery = queryOptions({
  queryKey: ['plans', 'organization'],
  queryFn: ({ signal }) => get<Organization>('/api/v1/organization', undefined, signal),
})

function useSwitch() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (userSync: Organization['userSync']) => {
      await ask('PATCH', '/api/v1/organization', { body: { userSync } })
      if (userSync === 'on') await ask('POST', '/api/v1/runs', { body: {} })
    },
    onSettled: () => queries.invalidateQueries(),
  })
}

interface Props {
  /** Only said where it is paused: for a page that is about something else. */
  readonly onlyPaused?: boolean
}

/** User Sync on or paused: pausing is undone by a press; before it is on again, what that would do is shown. */
export function SwitchUserSync({ onlyPaused = false }: Props) {
  const { data: organization } = useQuery(organizationQuery)
  const change = useSwitch()
  const [isAsking, setAsking] = useState(false)
  if (!organization) return null
  const failed = (error: Error) => say({ title: error.message, look: 'bad' })
  const pause = () =>
    change.mutate('paused', {
      onSuccess: () => say({ title: text('plans.sync.paused'), look: 'warn', undo: () => setAsking(true) }),
      onError: failed,
    })
  const isOn = organization.userSync === 'on'
  return (
    <>
      {isOn ? (
        !onlyPaused && (
          <Notice
            look="good"
            title={text('plans.sync.isOn')}
            actions={
              <Button isPending={change.isPending} onPress={pause}>
                {text('plans.sync.pause')}
              </Button>
            }
          >
            {text('plans.sync.isOnHint')}
          </Notice>
        )
      ) : (
        <Notice
          look="warn"
          title={text('plans.sync.isPaused')}
          actions={<Button onPress={() => setAsking(true)}>{text('plans.sync.turnOn')}</Button>}
        >
          {text('plans.sync.isPausedHint')}
        </Notice>
      )}
      {isAsking && (
        <TurnOn
          isPending={change.isPending}
          error={change.error}
          onClose={() => setAsking(false)}
          onTurnOn={() =>
            change.mutate('on', {
              onSuccess: () => {
                setAsking(false)
                say({ title: text('plans.sync.done') })
              },
            })
          }
        />
      )}
    </>
  )
}

function TurnOn({
  isPending,
  error,
  onClose,
  onTurnOn,
}: {
  readonly isPending: boolean
  readonly error: Error | null
  readonly onClose: () => void
  readonly onTurnOn: () => void
}) {
  const plan = useQuery({
    queryKey: ['plans', 'sync-on'],
    queryFn: ({ signal }) => ask<Plan>('POST', '/api/v1/runs/plan', { body: { full: true }, signal }),
    gcTime: 0,
    retry: false,
  })
  return (
    <Dialog isOpen place="side" onClose={onClose} title={text('plans.sync.title')}>
      <div className="flex flex-col gap-4">
        {error && <Notice live look="bad" title={error.message} />}
        <p className="text-md text-ink-soft">{text('plans.sync.hint')}</p>
        <Answer to={plan}>{(found) => <WhatChanges plan={found} isBehind={plan.isFetching} />}</Answer>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button look="primary" isPending={isPending} isDisabled={!plan.data} onPress={onTurnOn}>
            {plan.data && plan.data.changeCount > 0
              ? text('plans.sync.turnOnWith', { gain: plan.data.users.gain, lose: plan.data.users.lose })
              : text('plans.sync.turnOnNow')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
