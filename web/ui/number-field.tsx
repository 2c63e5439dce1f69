import { NumberField as AriaNumberField, Group, Input, Label, type NumberFieldProps } from 'react-aria-components'
import { type Around, Beneath, inputClass, labelClass } from './field.tsx'

export function NumberField({
  label,
  hint,
  error,
  ...rest
}: Omit<NumberFieldProps, 'children' | 'className'> & Around) {
  return (
    <AriaNumberField {...rest} isInvalid={error !== undefined} className="flex flex-col gap-1">
      <Label className={labelClass}>{label}</Label>
      <Group className="data-[focus-visible]:outline-none">
        <Input className={`${inputClass} tabular-nums`} />
      </Group>
      <Beneath hint={hint} error={error} />
    </AriaNumberField>
  )
}
