import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { labelClass } from './field.tsx'

interface Props<Id extends string> {
  readonly label: ReactNode
  readonly options: readonly { readonly id: Id; readonly name: ReactNode; readonly hint?: ReactNode }[]
  readonly value: Id
  readonly onChange: (id: Id) => void
}

/** One of a few, all in sight. */
export function OneOf<Id extends string>({ label, options, value, onChange }: Props<Id>) {
  return (
    <RadioGroup value={value} onChange={(id) => onChange(id as Id)} className="flex flex-col gap-0.5">
      <Label className={labelClass}>{label}</Label>
      {options.map(({ id, name, hint }) => (
        <Radio
          key={id}
          value={id}
          className="group flex min-h-8 items-start gap-2 py-1 text-md data-[focus-visible]:outline-none"
        >
          <span className="mt-0.5 flex size-4.5 shrink-0 items-center justify-center rounded-full border border-edge bg-surface group-data-[selected]:border-accent group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent">
            <span className="size-2.5 rounded-full bg-transparent group-data-[selected]:bg-accent forced-colors:group-data-[selected]:bg-[Highlight]" />
          </span>
          <span className="min-w-0">
            {name}
            {hint !== undefined && <span className="block text-sm text-ink-soft">{hint}</span>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}
