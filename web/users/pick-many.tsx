import { text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import type { Option } from '../ui/choice.tsx'
import { ComboBox } from '../ui/combo-box.tsx'

interface Props {
  readonly label: string
  readonly hint?: string
  readonly options: readonly Option[]
  readonly chosen: readonly Option[]
  readonly onSearch: (typed: string) => void
  readonly onChange: (chosen: readonly Option[]) => void
}

/** Several of many: found by typing, one after the other, each taken out again by its cross. */
export function PickMany({ label, hint, options, chosen, onSearch, onChange }: Props) {
  const taken = new Set(chosen.map(({ id }) => id))
  return (
    <div className="flex flex-col gap-1.5">
      <ComboBox
        // The next one begins with an empty field.
        key={chosen.length}
        label={label}
        {...(hint !== undefined && { hint })}
        options={options.filter(({ id }) => !taken.has(id))}
        chosen={undefined}
        onSearch={onSearch}
        onChoose={(option) => option && onChange([...chosen, option])}
      />
      {chosen.length > 0 && (
        <ul aria-label={label} className="flex flex-wrap gap-1.5">
          {chosen.map((option) => (
            <li
              key={option.id}
              className="inline-flex max-w-full items-center rounded-md border border-line bg-canvas pl-2 text-md"
            >
              <bdi className="truncate">{option.name}</bdi>
              <IconButton
                icon="close"
                label={text('user.takeOut', { name: option.name })}
                onPress={() => onChange(chosen.filter(({ id }) => id !== option.id))}
                className="size-7!"
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
