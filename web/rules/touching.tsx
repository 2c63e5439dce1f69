import { useState } from 'react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { optionClass, popoverClass } from '../ui/choice.tsx'
import { inputClass } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useUserSearch } from './shown.ts'

interface Props {
  readonly user: Reference | undefined
  readonly onChange: (user: string | undefined) => void
}

/** Whose rules are shown: everybody's, or those of the groups that one user is in. */
export function Touching({ user, onChange }: Props) {
  if (user)
    return (
      <span className="inline-flex min-h-8 max-w-full items-center gap-1 rounded-full border border-accent bg-accent-soft pl-3 text-sm text-accent-ink">
        <span className="truncate">{text('rules.touchingIs', { name: user.name })}</span>
        <Button
          aria-label={text('rules.touchingClear', { name: user.name })}
          onPress={() => onChange(undefined)}
          className="inline-flex size-8 items-center justify-center rounded-full"
        >
          <Icon name="close" />
        </Button>
      </span>
    )
  return <Search onChoose={onChange} />
}

function Search({ onChoose }: { readonly onChoose: (user: string) => void }) {
  const [typed, setTyped] = useState('')
  const found = useUserSearch(typed)
  return (
    <ComboBox
      items={(found.data?.users ?? []).map(({ id, displayName, address, userName }) => ({
        id,
        name: displayName || userName,
        hint: address ?? userName,
      }))}
      inputValue={typed}
      onInputChange={setTyped}
      value={null}
      onChange={(key) => {
        if (key !== null) onChoose(String(key))
      }}
      allowsEmptyCollection
      className="w-full max-w-72"
    >
      <Label className="sr-only">{text('rules.touching')}</Label>
      <div className="relative">
        <Icon name="search" className="pointer-events-none absolute top-2 left-2.5 text-ink-soft" />
        <Input placeholder={text('rules.touching')} className={`${inputClass} min-h-8! pl-8 text-sm!`} />
      </div>
      <Popover className={popoverClass}>
        <ListBox<{ id: string; name: string; hint: string }>
          className="max-h-80 outline-none"
          renderEmptyState={() => <p className="px-2 py-1.5 text-sm text-ink-soft">{text('ui.noneFound')}</p>}
        >
          {({ id, name, hint }) => (
            <ListBoxItem id={id} textValue={name} className={`group ${optionClass}`}>
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="truncate text-sm text-ink-soft group-data-[focused]:text-accent-ink">{hint}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
