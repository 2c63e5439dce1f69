import type { Outcome } from '../../src/contract/plan.ts'
import { Icon } from '../ui/icon.tsx'

/** Losses first: they are what a plan is read for. */
export const outcomes = ['lose', 'gain', 'change', 'wait', 'none'] as const satisfies readonly Outcome[]

const signs = { gain: '+', lose: '\u2212', change: '~', none: '\u00b7' } as const
const colours = {
  gain: 'text-good-ink',
  lose: 'text-bad-ink',
  change: 'text-accent-ink',
  wait: 'text-warn-ink',
  none: 'text-ink-soft',
} as const

/** The sign of what a change means for its user; the word for it stands beside it. */
export function Sign({ of }: { readonly of: Outcome }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-flex w-4 shrink-0 justify-center font-mono text-md leading-5 font-semibold ${colours[of]}`}
    >
      {of === 'wait' ? <Icon name="clock" className="mt-0.5" /> : signs[of]}
    </span>
  )
}
