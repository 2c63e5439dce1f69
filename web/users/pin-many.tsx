import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ManyPins, ManyPinsInput } from '../../src/contract/many-pins.ts'
import type { Plan } from '../../src/contract/plan.ts'
import { ask } from '../api.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { inputClass, labelClass, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { useProducts } from './queries.ts'

interface Props {
  readonly users: readonly string[]
  readonly onClose: () => void
  readonly onDone: () => void
}

const DENIED = 'none'

/** One product for all who were chosen, or for none of them: with a reason, until a day or for good. */
export function PinMany({ users, onClose, onDone }: Props) {
  const products = useProducts().data?.products ?? []
  const [product, setProduct] = useState<string>()
  const [tier, setTier] = useState<string>()
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [tried, setTried] = useState(false)
  const pin = usePinMany(onDone)
  const chosen = products.find(({ id }) => id === product)
  const level = tier ?? chosen?.tiers[0]?.id
  const input =
    product !== undefined && level !== undefined
      ? { users: [...users], product, tier: level, endsAt: until ? new Date(`${until}T23:59`).toISOString() : null }
      : undefined
  const untilId = useId()
  const save = () => {
    setTried(true)
    if (input && reason.trim()) pin.mutate({ ...input, reason: reason.trim() }, { onSuccess: onClose })
  }
  return (
    <Dialog isOpen title={text('users.pinTitle', { count: users.length })} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Select
          label={text('users.product')}
          value={product ?? ''}
          options={products}
          error={tried && !product ? text('users.pinProductMissing') : undefined}
          onChange={(id) => {
            setProduct(id)
            setTier(undefined)
          }}
        />
        {chosen && (
          <Select
            label={text('users.pinGives')}
            value={level ?? ''}
            options={[
              ...chosen.tiers.map((each) => ({ id: each.id, name: productName(chosen, each) })),
              { id: DENIED, name: text('users.pinDenied', { name: chosen.name }) },
            ]}
            onChange={setTier}
          />
        )}
        <TextField
          label={text('users.pinReason')}
          hint={text('users.pinReasonHint')}
          value={reason}
          maxLength={1000}
          onChange={setReason}
          error={tried && !reason.trim() ? text('users.pinReasonMissing') : undefined}
        />
        <span className="flex flex-col gap-1">
          <label htmlFor={untilId} className={labelClass}>
            {text('users.pinUntil')}
          </label>
          <input
            id={untilId}
            type="date"
            min={tomorrow()}
            value={until}
            onChange={(event) => setUntil(event.target.value)}
            className={inputClass}
          />
        </span>
        <Consequence input={input} />
        {pin.error && <Notice live look="bad" title={pin.error.message} />}
        <span className="flex justify-end gap-2">
          <Button look="quiet" onPress={onClose}>
            {text('ui.cancel')}
          </Button>
          <Button type="submit" look="primary" isPending={pin.isPending}>
            {text('users.pinSave', { count: users.length })}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

/** What those pins would do, counted by what the next run would do. */
function Consequence({ input }: { readonly input: Omit<ManyPinsInput, 'reason'> | undefined }) {
  const plan = useQuery({
    queryKey: ['pins', 'many', 'plan', input],
    queryFn: ({ signal }) =>
      ask<Plan>('POST', '/api/v1/pins/many/plan', { body: { ...input, reason: 'plan' }, signal }),
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (!input) return null
  if (plan.error) return <Notice look="bad" title={plan.error.message} />
  const counts = plan.data && { ...plan.data.users, wait: plan.data.products.reduce((sum, { wait }) => sum + wait, 0) }
  return (
    <p role="status" className="rounded-md bg-sunken px-3 py-2 text-sm">
      {counts ? outcomeOf(counts) : text('ui.loading')}
    </p>
  )
}

function outcomeOf(counts: { readonly gain: number; readonly lose: number; readonly wait: number }): string {
  return counts.gain + counts.lose + counts.wait === 0
    ? text('users.pinNothing')
    : text('users.pinOutcome', { gain: counts.gain, lose: counts.lose, wait: counts.wait })
}

function usePinMany(onDone: () => void) {
  const queries = useQueryClient()
  const settle = async (change: Promise<unknown>) => {
    await change
    await ask('POST', '/api/v1/runs', { body: {} })
    await queries.invalidateQueries()
  }
  return useMutation({
    mutationFn: (body: ManyPinsInput) => ask<ManyPins>('POST', '/api/v1/pins/many', { body }),
    onSuccess: async ({ pins }) => {
      onDone()
      await settle(Promise.resolve())
      say({
        title: text('users.pinned', { count: pins.length }),
        undo: () =>
          void settle(ask('POST', '/api/v1/pins/many/end', { body: { pins } })).catch((error: Error) =>
            say({ look: 'bad', title: text('users.pinUndoFailed'), about: error.message }),
          ),
      })
    },
  })
}

function tomorrow(): string {
  const day = new Date(Date.now() + 86_400_000)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
