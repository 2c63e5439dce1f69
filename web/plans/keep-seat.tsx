import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { EndsAt, momentOf, usualEnd } from './ends-at.tsx'
import { endPin, useKeepSeat } from './queries.ts'

interface Props {
  readonly user: Reference
  readonly product: Reference
  readonly tier: Reference
  readonly onClose: () => void
}

/** Keeps a seat that the plan would take, by a pin that ends; then shows the plan made after it. */
export function KeepSeat({ user, product, tier, onClose }: Props) {
  const keep = useKeepSeat()
  const navigate = useNavigate()
  const [day, setDay] = useState(usualEnd)
  const [reason, setReason] = useState('')
  const endsAt = momentOf(day)
  const name = productName(product, tier)
  const open = (plan: string | null) =>
    plan && void navigate({ to: '/plans/$plan', params: { plan }, search: (before) => before, replace: true })
  const submit = () => {
    if (!endsAt || reason.trim() === '') return
    keep.mutate(
      { user, product, tier, endsAt, reason },
      {
        onSuccess: ({ pin, plan }) => {
          onClose()
          open(plan.id)
          say({
            title: text('plans.kept', { user: user.name, product: name }),
            undo: () =>
              void endPin(pin.id).then(
                (next) => open(next.id),
                (error: Error) => say({ title: error.message, look: 'bad' }),
              ),
          })
        },
      },
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={text('plans.keepTitle', { user: user.name, product: name })}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {keep.error && <Notice live look="bad" title={keep.error.message} />}
        <p className="text-md text-ink-soft">{text('plans.keepHint')}</p>
        <EndsAt day={day} onChange={setDay} />
        <TextField
          label={text('plans.keepReason')}
          value={reason}
          onChange={setReason}
          maxLength={1000}
          isRequired
          autoFocus
        />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary" isPending={keep.isPending} isDisabled={!endsAt || reason.trim() === ''}>
            {text('plans.keepOne')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
