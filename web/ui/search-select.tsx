import { type ReactNode, useState } from 'react'
import { Select as AriaSelect, Button, ButtonContext, Label, Popover, SelectValue } from 'react-aria-components'
import { popoverClass } from './choice.tsx'
import { type Around, Beneath, inputClass, labelClass } from './field.tsx'
import { Icon } from './icon.tsx'
import { SearchList, type TreeOption } from './search-list.tsx'

interface Props extends Around {
  readonly options: readonly TreeOption[]
  readonly value: string
  readonly onChange: (id: string) => void
  /** Beside it: what can be done with the chosen one, how to get another. */
  readonly actions?: ReactNode
}

/** One of a list that may be long or a tree, found by typing where it is. */
export function SearchSelect({ label, hint, error, options, value, onChange, actions }: Props) {
  const [typed, setTyped] = useState('')
  return (
    <AriaSelect
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
      onOpenChange={() => setTyped('')}
      isInvalid={error !== undefined}
      className="field"
    >
      <Label className={labelClass}>{label}</Label>
      <div className="flex items-center gap-0.5">
        <Button className={`${inputClass} flex min-w-0 items-center justify-between gap-2 text-left`}>
          <SelectValue className="truncate">{({ selectedText }) => selectedText}</SelectValue>
          <Icon name="chevron" className="text-ink-soft" />
        </Button>
        {/* They are no part of the choice, and do not open it. */}
        <ButtonContext value={null}>{actions}</ButtonContext>
      </div>
      <Beneath hint={hint} error={error} />
      <Popover className={`${popoverClass} max-w-[calc(100vw-2rem)]`}>
        <SearchList label={label} options={options} typed={typed} onType={setTyped} />
      </Popover>
    </AriaSelect>
  )
}
