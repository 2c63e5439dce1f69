import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { Icon, type IconName } from './icon.tsx'

const looks = {
  primary: 'border-transparent bg-accent font-medium text-on-accent data-[hovered]:bg-accent-strong',
  plain: 'border-edge/60 bg-surface text-ink data-[hovered]:border-edge data-[hovered]:bg-sunken',
  quiet: 'border-transparent bg-transparent text-ink-soft data-[hovered]:bg-sunken data-[hovered]:text-ink',
  danger: 'border-transparent bg-bad-soft font-medium text-bad-ink data-[hovered]:border-bad',
} as const

export type ButtonLook = keyof typeof looks

/** For what looks like a button and is a link. */
export function buttonClass(look: ButtonLook = 'plain'): string {
  return `inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border px-3 text-sm whitespace-nowrap transition-colors data-[disabled]:opacity-60 data-[pending]:opacity-70 ${looks[look]}`
}

interface Props extends Omit<ButtonProps, 'children' | 'className'> {
  readonly look?: ButtonLook
  readonly icon?: IconName
  readonly className?: string
  readonly children: ReactNode
}

export function Button({ look = 'plain', icon, className = '', children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`${buttonClass(look)} ${className}`}>
      {icon && <Icon name={icon} />}
      {rest.isPending ? text('ui.working') : children}
    </AriaButton>
  )
}

export const iconButtonClass =
  'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors hover:bg-sunken hover:text-ink data-[disabled]:opacity-40'

/** Only an icon to see: `label` is its name. */
export function IconButton({
  icon,
  label,
  className = '',
  ...rest
}: Omit<ButtonProps, 'children' | 'className'> & { icon: IconName; label: string; className?: string }) {
  return (
    <AriaButton {...rest} aria-label={label} className={`${iconButtonClass} ${className}`}>
      <Icon name={icon} />
    </AriaButton>
  )
}
