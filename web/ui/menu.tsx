import type { ReactElement, ReactNode } from 'react'
import {
  Menu as AriaMenu,
  Header,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
} from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'
import { optionClass, popoverClass } from './option-class.ts'

export interface Action {
  readonly id: string
  readonly name: string
  readonly icon?: IconName
  readonly disabled?: boolean
  readonly danger?: boolean
  readonly onAction: () => void
}

interface Props {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly label: string
  readonly placement?: PopoverProps['placement']
  /** A function is called when it opens: for menus of which there are hundreds. */
  readonly children: ReactNode | (() => ReactNode)
}

export function Menu({ trigger, label, placement = 'bottom end', children }: Props) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} className={popoverClass}>
        <Opened label={label}>{children}</Opened>
      </Popover>
    </MenuTrigger>
  )
}

function Opened({ label, children }: Pick<Props, 'label' | 'children'>) {
  return (
    <AriaMenu aria-label={label} className="min-w-48 outline-none">
      {typeof children === 'function' ? children() : children}
    </AriaMenu>
  )
}

export function MenuActions({ actions }: { readonly actions: readonly Action[] }) {
  return actions.map(({ id, name, icon, disabled = false, danger = false, onAction }) => (
    <MenuItem
      key={id}
      id={id}
      textValue={name}
      isDisabled={disabled}
      onAction={onAction}
      className={`${optionClass} ${danger ? 'text-bad-ink data-[focused]:bg-bad-soft data-[focused]:text-bad-ink' : ''}`}
    >
      {icon && <Icon name={icon} />}
      {name}
    </MenuItem>
  ))
}

/** One of several, marked; choosing leaves the menu. */
export function MenuChoice<Id extends string>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string
  readonly options: readonly { readonly id: Id; readonly name: string; readonly icon?: IconName }[]
  readonly value: Id
  readonly onChange: (id: Id) => void
}) {
  return (
    <MenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find(({ id }) => keys !== 'all' && keys.has(id))
        if (chosen) onChange(chosen.id)
      }}
    >
      <Header className="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-soft">{label}</Header>
      {options.map(({ id, name, icon }) => (
        <MenuItem key={id} id={id} textValue={name} className={`group ${optionClass}`}>
          {icon && <Icon name={icon} />}
          <span className="flex-1">{name}</span>
          <Icon name="check" className="opacity-0 group-data-[selected]:opacity-100" />
        </MenuItem>
      ))}
    </MenuSection>
  )
}

export function MenuLine() {
  return <Separator className="mx-2 my-1 h-px bg-line" />
}
