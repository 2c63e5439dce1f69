import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  Select as AriaSelect,
  Button,
  type CheckboxProps,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'
import { Beneath, inputClass, labelClass } from './field.tsx'
import { Icon } from './icon.tsx'
import { optionClass, popoverClass } from './option-class.ts'

export { optionClass, popoverClass } from './option-class.ts'
export { Switch } from './switch.tsx'

export function Checkbox({
  children,
  ...rest
}: Omit<CheckboxProps, 'children' | 'className'> & { children: ReactNode }) {
  return (
    <AriaCheckbox {...rest} className="group flex min-h-8 items-center gap-2 text-md data-[focus-visible]:outline-none">
      <span className="flex size-4.5 shrink-0 items-center justify-center rounded border border-edge bg-surface text-on-accent group-data-[selected]:border-accent group-data-[selected]:bg-accent group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent">
        <Icon name="check" className="size-3.5! stroke-2 opacity-0 group-data-[selected]:opacity-100" />
      </span>
      {children}
    </AriaCheckbox>
  )
}

export interface Option {
  readonly id: string
  readonly name: string
  readonly hint?: string
}

interface SelectProps {
  readonly label: string
  readonly hideLabel?: boolean
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly options: readonly Option[]
  readonly value: string
  readonly onChange: (id: string) => void
}

export function Select({ label, hideLabel = false, hint, error, options, value, onChange }: SelectProps) {
  return (
    <AriaSelect
      value={value}
      onChange={(key) => onChange(String(key))}
      isInvalid={error !== undefined}
      className={hideLabel ? 'min-w-0' : 'field'}
    >
      <Label className={hideLabel ? 'sr-only' : labelClass}>{label}</Label>
      <Button className={`${inputClass} flex items-center justify-between gap-2 text-left`}>
        <SelectValue className="truncate">{({ selectedText }) => selectedText}</SelectValue>
        <Icon name="chevron" className="text-ink-soft" />
      </Button>
      <Beneath hint={hint} error={error} />
      <Popover className={popoverClass}>
        <ListBox items={options} className="outline-none">
          {(option) => (
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
