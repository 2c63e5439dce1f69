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
import { type Option, optionClass } from './choice.tsx'
import { inputClass } from './field.tsx'
import { filterChipClass } from './filter.tsx'
import { Icon } from './icon.tsx'

interface Props {
  readonly label: string
  readonly placeholder: string
  /** What is found for what was typed: who uses this looks it up. */
  readonly options: readonly Option[]
  readonly chosen: Option | undefined
  readonly onSearch: (typed: string) => void
  readonly onChange: (id: string | undefined) => void
}

/** A `Filter` for one of thousands: found by typing. */
export function SearchFilter({ label, placeholder, options, chosen, onSearch, onChange }: Props) {
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const search = (words: string) => {
    setTyped(words)
    onSearch(words)
  }
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (!open) search('')
      }}
    >
      <Button className={filterChipClass(chosen !== undefined)}>
        <span className="truncate">{chosen ? text('ui.filterIs', { label, value: chosen.name }) : label}</span>
        <Icon name="chevron" />
      </Button>
      <Popover
        aria-label={label}
        placement="bottom start"
        className="w-80 max-w-[calc(100vw-1.5rem)] rounded-lg bg-raised shadow-raised outline-none forced-colors:border"
      >
        <div className="flex max-h-96 flex-col">
          <Autocomplete inputValue={typed} onInputChange={search}>
            <SearchField aria-label={placeholder} autoFocus className="border-b border-line p-2">
              <Input placeholder={placeholder} className={`${inputClass} [&::-webkit-search-cancel-button]:hidden`} />
            </SearchField>
            <ListBox
              aria-label={label}
              items={[...(chosen ? [{ id: '', name: text('ui.filterAnyOption') }] : []), ...options]}
              selectionMode="single"
              selectedKeys={chosen ? [chosen.id] : []}
              onSelectionChange={(keys) => {
                const key = keys === 'all' ? undefined : [...keys][0]
                onChange(key === undefined || key === '' ? undefined : String(key))
                setOpen(false)
                search('')
              }}
              renderEmptyState={() => <p className="px-2 py-1.5 text-sm text-ink-soft">{text('ui.noneFound')}</p>}
              className="min-h-0 flex-1 overflow-auto p-1 outline-none"
            >
              {(option: Option) => (
                <ListBoxItem id={option.id} textValue={option.name} className={`group ${optionClass}`}>
                  <Icon name="check" className="opacity-0 group-data-[selected]:opacity-100" />
                  <span className="min-w-0 flex-1 truncate">{option.name}</span>
                  {option.hint && (
                    <span className="text-sm text-ink-soft group-data-[focused]:text-accent-ink">{option.hint}</span>
                  )}
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </div>
      </Popover>
    </DialogTrigger>
  )
}
