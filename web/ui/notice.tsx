import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

const looks = {
  warn: { box: 'border-warn bg-warn-soft text-warn-ink', icon: 'exclamation' },
  bad: { box: 'border-bad bg-bad-soft text-bad-ink', icon: 'exclamation' },
  good: { box: 'border-good bg-good-soft text-good-ink', icon: 'check' },
  /** Not how it is now. */
  past: { box: 'border-accent bg-accent-soft text-accent-ink', icon: 'history' },
} as const satisfies Record<string, { box: string; icon: IconName }>

interface Props {
  readonly look: keyof typeof looks
  /** Where that of its look does not say it. */
  readonly icon?: IconName
  readonly title: ReactNode
  readonly children?: ReactNode
  /** At its end: what to do about it. */
  readonly actions?: ReactNode
  /** Said by a screen reader when it appears. Leave out for what was there from the start. */
  readonly live?: boolean
}

export function Notice({ look, icon = looks[look].icon, title, children, actions, live = false }: Props) {
  const { box } = looks[look]
  return (
    <div
      role={live ? (look === 'good' || look === 'past' ? 'status' : 'alert') : undefined}
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border px-3 py-2 text-sm ${box}`}
    >
      <Icon name={icon} className={children === undefined ? '' : 'self-start mt-0.5'} />
      <div className="min-w-0 flex-1 basis-48">
        <div className="font-medium">{title}</div>
        {children}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
