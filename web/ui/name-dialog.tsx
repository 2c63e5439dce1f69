import { type ReactNode, useState } from 'react'
import { Form, FormContext } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'

interface Props {
  readonly title: string
  readonly about?: string
  readonly name?: string
  readonly submitText: string
  /** What goes with the name. */
  readonly children?: ReactNode
  /** Rejects with what is wrong, in a sentence. */
  readonly onSubmit: (name: string) => Promise<unknown>
  readonly onClose: () => void
}

/** Gives something a name, above whatever is open: that stays as it is. */
export function NameDialog({ title, about, name = '', submitText, children, onSubmit, onClose }: Props) {
  const [typed, setTyped] = useState(name)
  const [error, setError] = useState<string>()
  const [isPending, setPending] = useState(false)
  const submit = () => {
    const given = typed.trim()
    if (given === '') return setError(text('ui.nameMissing'))
    setPending(true)
    onSubmit(given).then(onClose, (refused: Error) => {
      setError(refused.message)
      setPending(false)
    })
  }
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      {/* It takes nothing over from a form that this stands above, and that must not be sent with it. */}
      <FormContext value={null}>
        <Form
          validationBehavior="aria"
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            event.stopPropagation()
            submit()
          }}
        >
          {about && <p className="text-md text-ink-soft">{about}</p>}
          <TextField
            label={text('ui.name')}
            value={typed}
            onChange={setTyped}
            maxLength={200}
            autoFocus
            error={error}
          />
          {children}
          <div className="flex justify-end gap-2">
            <Button onPress={onClose}>{text('ui.cancel')}</Button>
            <Button type="submit" look="primary" isPending={isPending}>
              {submitText}
            </Button>
          </div>
        </Form>
      </FormContext>
    </Dialog>
  )
}
