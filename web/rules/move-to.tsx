import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { useLivePlan } from '../plans/live.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { moved } from './order.ts'

interface Props {
  readonly rule: Rule
  readonly rules: readonly Rule[]
  readonly onMove: (to: number) => void
  readonly onClose: () => void
}

/** To any place by its number, with what that would do. */
export function MoveTo({ rule, rules, onMove, onClose }: Props) {
  const [to, setTo] = useState(rule.rank)
  const isOther = Number.isInteger(to) && to >= 1 && to <= rules.length && to !== rule.rank
  const { plan, isBehind } = useLivePlan(isOther ? { order: moved(rules, rule, to) } : null)
  return (
    <Dialog isOpen onClose={onClose} title={text('rules.moveOf', { name: rule.name })}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isOther) onMove(to)
          onClose()
        }}
      >
        <NumberField
          label={text('rules.place')}
          hint={text('rules.placeHint', { count: rules.length })}
          value={to}
          onChange={setTo}
          minValue={1}
          maxValue={rules.length}
          autoFocus
          onFocus={(event) => (event.target as Element as HTMLInputElement).select?.()}
        />
        <p role="status" className="min-h-5 text-sm text-ink-soft tabular-nums">
          {isOther && plan && !isBehind && text('rules.usersChange', { count: plan.userCount })}
        </p>
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary">
            {text('rules.move')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
