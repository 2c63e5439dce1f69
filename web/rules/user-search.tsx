import { useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { inputClass } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { optionClass, popoverClass } from '../ui/option-class.ts'
import { useUserSearch } from './shown.ts'

/** A user by the beginning of their name, userName or address. */
export function UserSearch({ onChoose }: { readonly onChoose: (user: string) => void }) {
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
      autoFocus
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
