import { text } from '../locales/text.ts'
import { TextField } from '../ui/field.tsx'
import { useMatching } from './lookups.ts'

interface Props {
  readonly group: string | undefined
  readonly condition: string
  /** What saving it was refused for. */
  readonly error: string | undefined
  readonly onChange: (condition: string) => void
}

/** A SCIM filter on the user's own record, checked while it is typed; and how many of the group it leaves. */
export function ConditionField({ group, condition, error, onChange }: Props) {
  const { matching, error: wrong } = useMatching(group, condition)
  return (
    <TextField
      label={text('rule.condition')}
      hint={matching ? text('rule.conditionLeaves', { ...matching }) : text('rule.conditionHint')}
      placeholder={'department eq "Sales"'}
      rows={1}
      isCode
      value={condition}
      // One line to a machine, however it wraps here.
      onChange={(typed) => onChange(typed.replaceAll('\n', ' '))}
      maxLength={8192}
      error={wrong ?? error}
    />
  )
}
