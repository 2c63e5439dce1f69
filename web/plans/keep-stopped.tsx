import { useState } from 'react'
import { Form } from 'react-aria-components'
import { list, text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { EndsAt, momentOf, usualEnd } from './ends-at.tsx'
import { type Meant, useKeepStopped } from './stops.ts'

interface Props {
  readonly title: string
  readonly meant: Meant
  readonly button: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Keeps what was stopped, until a day. */
export function KeepStopped({ title, meant, button, onClose, onDone }: Props) {
  const keep = useKeepStopped()
  const [day, setDay] = useState(usualEnd)
  const [reason, setReason] = useState(text('stopped.keepReason'))
  const endsAt = momentOf(day)
  // Awaited: with the last name this leaves the page, and callbacks with it.
  const submit = async () => {
    if (!endsAt) return
    const { kept, notKept } = await keep.mutateAsync({ ...meant, endsAt, reason })
    onDone()
    say({
      title: text('stopped.kept', { count: kept }),
      ...(notKept.length > 0 && {
        look: 'warn' as const,
        about: text('stopped.notKept', {
          count: notKept.length,
          names: list(notKept.slice(0, 5).map(({ user }) => user.name)),
        }),
      }),
    })
  }
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit().catch(() => {})
        }}
      >
        {keep.error && <Notice live look="bad" title={keep.error.message} />}
        <p className="text-md text-ink-soft">{text('stopped.keepHint')}</p>
        <EndsAt day={day} onChange={setDay} />
        <TextField label={text('plans.keepReason')} value={reason} onChange={setReason} maxLength={1000} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary" isPending={keep.isPending} isDisabled={!endsAt}>
            {button}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
