import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'

interface Props {
  readonly canSave: boolean
  /** A name stands above what is typed. */
  readonly hasLabel?: boolean
  readonly isPending: boolean
  readonly onSave: () => void
  readonly children: ReactNode
}

/** A setting that is typed: saved by Enter or its own button, as soon as it differs and can be. */
export function TypedSetting({ canSave, hasLabel = true, isPending, onSave, children }: Props) {
  return (
    <Form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (canSave) onSave()
      }}
    >
      <div className="min-w-0 flex-1">{children}</div>
      <Button
        type="submit"
        isDisabled={!canSave}
        isPending={isPending}
        className={`min-h-9! ${hasLabel ? 'mt-6' : ''}`}
      >
        {text('ui.save')}
      </Button>
    </Form>
  )
}
