import { useEffect, useState } from 'react'
import { SearchField as AriaSearchField, Button, FieldError, Input, Label } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { inputClass } from './field.tsx'
import { Icon } from './icon.tsx'

interface Props {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  /** Once typing has paused, or at once with Enter. */
  readonly onSearch: (text: string) => void
  readonly error?: string | undefined
}

export function SearchField({ label, placeholder, value, onSearch, error }: Props) {
  const [typed, setTyped] = useState(value)
  // The address may change without typing: back, a link.
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onSearch(typed), 250)
    return () => clearTimeout(timer)
  }, [typed, value, onSearch])
  return (
    <AriaSearchField
      value={typed}
      onChange={setTyped}
      onSubmit={onSearch}
      onClear={() => onSearch('')}
      isInvalid={error !== undefined}
      className="group flex w-full max-w-xl flex-col gap-1"
    >
      <Label className="sr-only">{label}</Label>
      <div className="relative">
        <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 text-ink-soft" />
        <Input
          placeholder={placeholder}
          className={`${inputClass} pr-9 pl-8 [&::-webkit-search-cancel-button]:hidden`}
        />
        <Button
          aria-label={text('ui.clear')}
          className="absolute top-1 right-1 inline-flex size-7 items-center justify-center rounded text-ink-soft group-data-[empty]:hidden data-[hovered]:text-ink"
        >
          <Icon name="close" />
        </Button>
      </div>
      <FieldError className="text-sm text-bad-ink">{error}</FieldError>
    </AriaSearchField>
  )
}
