import type { ReactNode } from 'react'
import {
  Autocomplete,
  Input,
  ListBox,
  ListBoxItem,
  SearchField,
  type Selection,
  useFilter,
} from 'react-aria-components'
import { text } from '../locales/text.ts'
import { type Option, optionClass } from './choice.tsx'
import { inputClass } from './field.tsx'
import { Icon } from './icon.tsx'

/** Of a tree, drawn flat: how far below the root it stands. */
export interface TreeOption extends Option {
  readonly depth?: number
}

/** So many are drawn at once; the rest is found by typing. */
const DRAWN = 200
/** So few are seen at a glance. */
const GLANCE = 8

interface Props {
  readonly label: string
  readonly options: readonly TreeOption[]
  readonly typed: string
  readonly onType: (typed: string) => void
  /** Left out inside a choice of one, which knows by itself. */
  readonly many?: { readonly chosen: ReadonlySet<string>; readonly onChange: (chosen: ReadonlySet<string>) => void }
  readonly empty?: ReactNode
}

/** A list to choose from, narrowed by typing above it: the arrow keys go through it while the typing goes on. */
export function SearchList({ label, options, typed, onType, many, empty }: Props) {
  const { contains } = useFilter({ sensitivity: 'base' })
  const found = typed.trim() === '' ? options : options.filter(({ name }) => contains(name, typed.trim()))
  const drawn = found.slice(0, DRAWN)
  return (
    <Autocomplete inputValue={typed} onInputChange={onType}>
      {(options.length > GLANCE || many) && (
        <SearchField aria-label={text('ui.searchIn', { label })} autoFocus className="relative m-1">
          <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 text-ink-soft" />
          <Input
            placeholder={text('ui.search')}
            className={`${inputClass} pl-8 [&::-webkit-search-cancel-button]:hidden`}
          />
        </SearchField>
      )}
      <ListBox
        aria-label={label}
        items={drawn}
        {...(many && {
          selectionMode: 'multiple',
          escapeKeyBehavior: 'none',
          selectedKeys: many.chosen,
          onSelectionChange: (keys: Selection) =>
            many.onChange(new Set(keys === 'all' ? found.map(({ id }) => id) : [...keys].map(String))),
        })}
        className="max-h-72 overflow-auto p-0.5 outline-none"
        renderEmptyState={() => <p className="px-2 py-1.5 text-sm text-ink-soft">{empty ?? text('ui.noneFound')}</p>}
      >
        {({ id, name, hint, depth = 0 }) => (
          <ListBoxItem id={id} textValue={name} className={`group ${optionClass}`}>
            {many ? <Box /> : <Icon name="check" className="opacity-0 group-data-[selected]:opacity-100" />}
            <span
              className="min-w-0 flex-1 py-1"
              style={{ paddingInlineStart: `${typed === '' ? Math.min(depth, 8) : 0}rem` }}
            >
              {name}
            </span>
            {hint && <span className="text-sm text-ink-soft group-data-[focused]:text-accent-ink">{hint}</span>}
          </ListBoxItem>
        )}
      </ListBox>
      {found.length > DRAWN && (
        <p className="px-3 py-1.5 text-sm text-ink-soft">{text('ui.moreByTyping', { count: found.length - DRAWN })}</p>
      )}
    </Autocomplete>
  )
}

function Box() {
  return (
    <span className="flex size-4.5 shrink-0 items-center justify-center rounded border border-edge bg-surface text-on-accent group-data-[selected]:border-accent group-data-[selected]:bg-accent">
      <Icon name="check" className="size-3.5! stroke-2 opacity-0 group-data-[selected]:opacity-100" />
    </span>
  )
}
