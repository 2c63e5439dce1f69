import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunOutcome } from '../../src/contract/run.ts'
import { ask } from '../api.ts'
import { text } from '../locales/text.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { say } from '../ui/toast.tsx'
import { CHOSEN_MAX, type Chosen } from './chosen.ts'
import { PinMany } from './pin-many.tsx'

interface Props {
  readonly chosen: Chosen
  /** How many rows were loaded. */
  readonly loaded: number
}

/** What can be done with the users that were chosen. It stays in sight while one scrolls on. */
export function ChosenUsers({ chosen, loaded }: Props) {
  const [pins, setPins] = useState(false)
  const again = useReEvaluate()
  const { length: count } = chosen.ids
  const most = Math.min(loaded, CHOSEN_MAX)
  if (count === 0) return null
  return (
    <section
      aria-label={text('users.chosen', { count })}
      className="z-20 flex flex-wrap items-center gap-x-2 gap-y-2 rounded-xl bg-raised py-2 pr-3 pl-2 shadow-raised md:sticky md:top-2 forced-colors:border"
    >
      <span className="flex items-center gap-1">
        <IconButton icon="close" label={text('users.chooseNone')} onPress={chosen.none} />
        <span role="status" className="text-md font-semibold tabular-nums">
          {text('users.chosen', { count })}
        </span>
      </span>
      {count < most && (
        <Button look="quiet" onPress={chosen.all}>
          {text('users.chooseAll', { count: most })}
        </Button>
      )}
      <span className="flex flex-wrap gap-2 sm:ml-auto">
        <Button icon="bolt" isPending={again.isPending} onPress={() => again.mutate(chosen.ids)}>
          {text('users.reEvaluate', { count })}
        </Button>
        <Button icon="pin" look="primary" onPress={() => setPins(true)}>
          {text('users.pinMany')}
        </Button>
      </span>
      {pins && <PinMany users={chosen.ids} onClose={() => setPins(false)} onDone={chosen.none} />}
    </section>
  )
}

/** Looks at users again, though nothing touched them. */
function useReEvaluate() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (users: readonly string[]) => ask<RunOutcome>('POST', '/api/v1/runs', { body: { users } }),
    onSuccess: ({ changed, stopped }, users) => {
      say({
        title: text('users.reEvaluated', { count: users.length }),
        about: text('users.reEvaluatedOutcome', { changed, stopped }),
      })
      return queries.invalidateQueries()
    },
    onError: (error) => say({ look: 'bad', title: text('users.reEvaluateFailed'), about: error.message }),
  })
}
