import { Select as AriaSelect, Button, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { type Option, optionClass, popoverClass } from './choice.tsx'
import { Icon } from './icon.tsx'

export function filterChipClass(isSet: boolean): string {
  return `inline-flex min-h-8 max-w-72 items-center gap-1 rounded-full border px-3 text-sm ${isSet ? 'border-accent bg-accent-soft text-accent-ink' : 'border-edge/60 bg-surface text-ink-soft data-[hovered]:bg-sunken data-[hovered]:text-ink'}`
}

interface Props {
  /** What it filters by: "Status". */
  readonly label: string
  readonly options: readonly Option[]
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}

const ANY = 'any'

/** A chip that narrows a list: what it filters by, and by which value. It stands in a `Filters`, and in the address. */
export function Filter({ label, options, value, onChange }: Props) {
  const chosen = options.find(({ id }) => id === value)
  return (
    <AriaSelect
      aria-label={label}
      value={value ?? ANY}
      onChange={(key) => onChange(key === ANY || key === null ? undefined : String(key))}
    >
      <Button className={filterChipClass(chosen !== undefined)}>
        <SelectValue className="truncate">
          {() => (chosen ? text('ui.filterIs', { label, value: chosen.name }) : label)}
        </SelectValue>
        <Icon name="chevron" />
      </Button>
      <Popover className={popoverClass}>
        <ListBox items={[{ id: ANY, name: text('ui.filterAnyOption') }, ...options]} className="max-h-80 outline-none">
          {(option: Option) => (
            <ListBoxItem id={option.id} textValue={option.name} className={`group ${optionClass}`}>
              <Icon name="check" className="opacity-0 group-data-[selected]:opacity-100" />
              <span className="flex-1">{option.name}</span>
              {option.hint && <span className="text-sm text-ink-soft">{option.hint}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
