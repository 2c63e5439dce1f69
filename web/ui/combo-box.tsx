import { useContext } from 'react'
import {
  ComboBox as AriaComboBox,
  Button,
  ComboBoxStateContext,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components'
import { text } from '../locales/text.ts'
import { type Option, optionClass, popoverClass } from './choice.tsx'
import { type Around, Beneath, inputClass, labelClass } from './field.tsx'
import { Icon } from './icon.tsx'

interface Props extends Around {
  readonly placeholder?: string
  /** What is found for what was typed: who uses this looks it up. */
  readonly options: readonly Option[]
  readonly chosen: Option | undefined
  readonly onSearch: (typed: string) => void
  readonly onChoose: (option: Option | undefined) => void
}

/** One of many, found by typing; the options come from where `onSearch` looks for them. */
export function ComboBox({ label, hint, error, placeholder, options, chosen, onSearch, onChoose }: Props) {
  return (
    <AriaComboBox
      items={options}
      defaultInputValue={chosen?.name ?? ''}
      value={chosen?.id ?? null}
      onChange={(key) => {
        const option = options.find(({ id }) => id === key)
        onChoose(option ?? (key === chosen?.id ? chosen : undefined))
      }}
      onInputChange={(typed) => onSearch(typed === chosen?.name ? '' : typed)}
      allowsEmptyCollection
      isRequired
      isInvalid={error !== undefined}
      className="field"
    >
      <Label className={labelClass}>{label}</Label>
      <div className="relative">
        <Typed placeholder={placeholder} />
        <Button className="absolute top-1 right-1 inline-flex size-7 items-center justify-center rounded text-ink-soft">
          <Icon name="chevron" />
        </Button>
      </div>
      <Beneath hint={hint} error={error} />
      <Popover className={popoverClass}>
        <ListBox<Option>
          className="outline-none"
          renderEmptyState={() => <p className="px-2 py-1.5 text-sm text-ink-soft">{text('ui.noneFound')}</p>}
        >
          {({ id, name, hint: beside }) => (
            <ListBoxItem id={id} textValue={name} className={`group ${optionClass}`}>
              <span className="min-w-0 flex-1 truncate">{name}</span>
              {beside && (
                <span className="shrink-0 text-sm text-ink-soft group-data-[focused]:text-accent-ink">{beside}</span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}

/** A press opens the list, typing and the arrow keys do; the focus alone does not: it may be put here to show what is wrong. */
function Typed({ placeholder }: { readonly placeholder: string | undefined }) {
  const list = useContext(ComboBoxStateContext)
  return (
    <Input
      {...(placeholder !== undefined && { placeholder })}
      onClick={() => list?.open(null, 'manual')}
      className={`${inputClass} pr-9`}
    />
  )
}
