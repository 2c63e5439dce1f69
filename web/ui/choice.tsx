import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  Select as AriaSelect,
  Switch as AriaSwitch,
  Button,
  type CheckboxProps,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  type SwitchProps,
} from 'react-aria-components'
import { Beneath, inputClass, labelClass } from './field.tsx'
import { Icon } from './icon.tsx'

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

/** On or off at once, without a Save. `label` is its name; what it says is beside it. */
export function Switch({ label, ...rest }: Omit<SwitchProps, 'children' | 'className'> & { label: string }) {
  return (
    <AriaSwitch
      {...rest}
      aria-label={label}
      className="group inline-flex min-h-8 items-center data-[focus-visible]:outline-none data-[disabled]:opacity-60"
    >
      <span className="flex h-5 w-9 items-center rounded-full border border-edge bg-sunken px-0.5 transition-colors group-data-[selected]:border-accent group-data-[selected]:bg-accent group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent forced-color-adjust-none">
        <span className="size-3.5 rounded-full bg-edge transition-transform group-data-[selected]:translate-x-4 group-data-[selected]:bg-on-accent motion-reduce:transition-none" />
      </span>
    </AriaSwitch>
  )
}

export interface Option {
  readonly id: string
  readonly name: string
  readonly hint?: string
}

export const popoverClass =
  'min-w-(--trigger-width) overflow-auto rounded-lg bg-raised p-1 shadow-raised outline-none forced-colors:border'
export const optionClass =
  'flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 text-md outline-none data-[focused]:bg-accent-soft data-[focused]:text-accent-ink data-[disabled]:text-ink-soft data-[disabled]:opacity-60'

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
