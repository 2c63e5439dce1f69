import { useState } from 'react'
import { Form } from 'react-aria-components'
import { number, text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { useRevertPlan, useRevertRun } from './applied.ts'
import { EndsAt, momentOf, usualEnd } from './ends-at.tsx'
import { WhatChanges } from './what-changes.tsx'

/** Gives back what a run took, until a day; shown before it is done. */
export function RevertRun({ run, onClose }: { readonly run: number; readonly onClose: () => void }) {
  const [day, setDay] = useState(usualEnd)
  const [reason, setReason] = useState(text('plans.revertReason', { run }))
  const endsAt = momentOf(day)
  const plan = useRevertPlan(run, endsAt)
  const revert = useRevertRun()
  const submit = () => {
    if (!endsAt || reason.trim() === '') return
    revert.mutate(
      { run, endsAt, reason },
      {
        onSuccess: ({ pinned, back, notPinned }) => {
          onClose()
          say({
            title: text('plans.reverted', { count: pinned }),
            ...((back > 0 || notPinned.length > 0) && {
              about: text('plans.revertedAbout', { back, left: notPinned.length }),
            }),
            look: notPinned.length > 0 ? 'warn' : 'good',
          })
        },
      },
    )
  }
  return (
    <Dialog isOpen place="side" onClose={onClose} title={text('plans.revertRunTitle', { run: number(run) })}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {revert.error && <Notice live look="bad" title={revert.error.message} />}
        <p className="text-md text-ink-soft">{text('plans.revertRunHint')}</p>
        <EndsAt day={day} onChange={setDay} />
        <TextField label={text('plans.keepReason')} value={reason} onChange={setReason} maxLength={1000} />
        {endsAt && (
          <Answer to={plan}>
            {(found) =>
              found.changeCount === 0 ? (
                <p role="status" className="text-md text-ink-soft">
                  {text('plans.nothingBack')}
                </p>
              ) : (
                <WhatChanges plan={found} isBehind={plan.isFetching} />
              )
            }
          </Answer>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            isPending={revert.isPending}
            isDisabled={!endsAt || reason.trim() === '' || !plan.data || plan.data.changeCount === 0}
          >
            {text('plans.giveBack', { count: plan.data?.users.gain ?? 0 })}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
