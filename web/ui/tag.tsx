import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

const looks = {
  /** What is there. */
  solid: 'border-transparent bg-accent-soft text-accent-ink',
  /** A value of another kind beside it. */
  outline: 'border-edge/60 text-ink-soft',
  /** Not yet: waited for. */
  dashed: 'border-dashed border-edge text-ink-soft',
  good: 'border-transparent bg-good-soft text-good-ink',
  warn: 'border-warn bg-warn-soft text-warn-ink',
  bad: 'border-transparent bg-bad-soft text-bad-ink',
} as const

export type TagLook = keyof typeof looks

/** A short fact. Its look repeats what its words say. */
export function Tag({
  look = 'solid',
  icon,
  children,
}: {
  readonly look?: TagLook
  readonly icon?: IconName
  readonly children: ReactNode
}) {
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1 rounded border px-1.5 text-xs leading-5 ${looks[look]}`}
    >
      {icon && <Icon name={icon} className="size-3!" />}
      <span className="truncate">{children}</span>
    </span>
  )
}

export function Tags({ children }: { readonly children: ReactNode }) {
  return <span className="flex min-w-0 flex-wrap gap-1">{children}</span>
}

const marks = {
  full: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  half: (
    <>
      <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M5 1.75a3.25 3.25 0 0 1 0 6.5z" fill="currentColor" />
    </>
  ),
  ring: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  dotted: (
    <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="1.5 1.9" />
  ),
  crossed: (
    <>
      <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="m2.8 7.2 4.4-4.4" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
}

export type Mark = keyof typeof marks

/** A state by shape and word; the colour only repeats it. */
export function State({
  mark,
  look = 'soft',
  children,
}: {
  readonly mark: Mark
  readonly look?: 'good' | 'warn' | 'bad' | 'soft'
  readonly children: ReactNode
}) {
  const colour = { good: 'text-good', warn: 'text-warn', bad: 'text-bad', soft: 'text-ink-soft' }[look]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <svg aria-hidden="true" viewBox="0 0 10 10" className={`size-2.5 shrink-0 ${colour}`}>
        {marks[mark]}
      </svg>
      <span className="min-w-0">{children}</span>
    </span>
  )
}
