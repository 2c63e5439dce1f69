import type { ReactNode } from 'react'
import {
  FieldError as AriaFieldError,
  Text as AriaText,
  TextField as AriaTextField,
  Input,
  Label,
  TextArea,
  type TextFieldProps,
} from 'react-aria-components'

/** Marks the name of a control, which may stand beside it: see `beside` in styles.css. */
export const labelClass = 'field-name text-sm font-medium text-ink'
export const inputClass =
  'min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-md text-ink placeholder:text-ink-soft placeholder-shown:text-ellipsis data-[invalid]:border-bad data-[disabled]:opacity-60'

export interface Around {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with it, in a sentence. */
  readonly error?: string | undefined
}

/** Below a control: what it is for, and what is wrong. */
export function Beneath({ hint, error }: Pick<Around, 'hint' | 'error'>) {
  return (
    <>
      {hint !== undefined && (
        <AriaText slot="description" className="text-sm text-ink-soft">
          {hint}
        </AriaText>
      )}
      <AriaFieldError className="text-sm text-bad-ink">{error}</AriaFieldError>
    </>
  )
}

interface TextProps extends Omit<TextFieldProps, 'children' | 'className'>, Around {
  readonly placeholder?: string
  readonly rows?: number
  /** Where it is plain to see what it is. */
  readonly hideLabel?: boolean
  /** For what is written for a machine. */
  readonly isCode?: boolean
}

export function TextField({
  label,
  hint,
  error,
  placeholder,
  rows,
  hideLabel = false,
  isCode = false,
  ...rest
}: TextProps) {
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined}
      className={hideLabel ? 'flex min-w-0 flex-col gap-1' : 'field'}
    >
      <Label className={hideLabel ? 'sr-only' : labelClass}>{label}</Label>
      {rows ? (
        <TextArea
          rows={rows}
          {...(placeholder !== undefined && { placeholder })}
          spellCheck={!isCode}
          className={`${inputClass} field-sizing-content resize-none py-1.5 ${isCode ? 'font-mono text-sm!' : ''}`}
        />
      ) : (
        <Input {...(placeholder !== undefined && { placeholder })} className={inputClass} />
      )}
      <Beneath hint={hint} error={error} />
    </AriaTextField>
  )
}
