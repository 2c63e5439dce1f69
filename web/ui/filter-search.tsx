import { useState } from 'react'
import {
  Autocomplete,
  Button,
  DialogTrigger,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
} from 'react-aria-components'
import { text } from '../locales/text.ts'
import { type Option, optionClass, popoverClass } from './choice.tsx'
import { inputClass } from './field.tsx'
import { Icon } from './icon.tsx'

/** How a chip looks that narrows a list, by whether it does. */
export const chipClass = (isOn: boolean): string =>
  `inline-flex min-h-8 max-w-72 items-center gap-1 rounded-full border px-3 text-sm ${isOn ? 'border-accent bg-accent-soft text-accent-ink' : 'border-edge/60 bg-surface text-ink-soft data-[hovered]:bg-sunken data-[hovered]:text-ink'}`

const ANY = 'any'
/** As many as stand below one another without scrolling: of more, more must be typed. */
const SHOWN = 8

interface Props {
  /** What it filters by: "User". */
  readonly label: string
  /** What is found for what was typed: who uses this looks it up. */
  readonly options: readonly Option[]
  readonly value: Option | undefined
  readonly onSearch: (typed: string) => void
  readonly onChange: (id: string | undefined) => void
}

/** A chip that narrows a list by one of many, found by typing. It stands beside `Filter`. */
export function FilterSearch({ label, options, value, onSearch, onChange }: Props) {
  const [isOpen, setOpen] = useState(false)
  const named = value ? text('ui.filterIs', { label, value: value.name }) : label
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) onSearch('')
      }}
    >
      <Button className={chipClass(value !== undefined)}>
        <span className="truncate">{named}</span>
        <Icon name="chevron" />
      </Button>
      <Popover className={popoverClass}>
        <div className="flex w-72 max-w-full flex-col gap-1">
          <Autocomplete onInputChange={onSearch}>
            <SearchField aria-label={label} autoFocus className="p-1">
              <Input className={`${inputClass} [&::-webkit-search-cancel-button]:hidden`} />
            </SearchField>
            <ListBox<Option>
              aria-label={label}
              items={[...(value ? [{ id: ANY, name: text('ui.filterAnyOption') }] : []), ...options.slice(0, SHOWN)]}
              onAction={(key) => {
                onChange(key === ANY ? undefined : String(key))
                setOpen(false)
              }}
              className="outline-none"
              renderEmptyState={() => <p className="px-2 py-1.5 text-sm text-ink-soft">{text('ui.noneFound')}</p>}
            >
              {({ id, name, hint }) => (
                <ListBoxItem id={id} textValue={name} className={`group ${optionClass}`}>
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  {hint && <span className="max-w-32 truncate text-xs text-ink-soft">{hint}</span>}
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </div>
      </Popover>
    </DialogTrigger>
  )
}
