import { useState } from 'react'
import type { Plan } from '../../src/contract/plan.ts'
import { text } from '../locales/text.ts'
import { Notice } from '../ui/notice.tsx'
import { FirstChanges } from './first-changes.tsx'
import { OverLimit } from './over-limit.tsx'
import { SeatsAhead } from './seats-ahead.tsx'
import { Summary } from './summary.tsx'

interface Props {
  readonly plan: Plan
  /** It is of what was there before the last keystroke. */
  readonly isBehind?: boolean | undefined
  /** From asking to the answer. */
  readonly tookMs?: number | undefined
  /** Why there is no newer one. */
  readonly error?: Error | null | undefined
}

/**
 * What a plan would do, in one look: who gains, loses, changes; what the safeguard says; seats before and after; the first
 * names. It lays itself out by the room it has, and stays in sight, dimmed, while the next one is worked out.
 */
export function WhatChanges({ plan, isBehind = false, tookMs, error }: Props) {
  const [losersOf, setLosersOf] = useState<string>()
  const isLosing = plan.products.some(({ product, lose }) => product.id === losersOf && lose > 0)
  return (
    <div className="@container" aria-busy={isBehind}>
      <div
        className={`flex flex-col gap-3 text-md transition-opacity motion-reduce:transition-none ${isBehind ? 'opacity-60' : ''}`}
      >
        {error && <Notice live look="bad" title={error.message} />}
        <Summary plan={plan} isBehind={isBehind} tookMs={tookMs} />
        {plan.changeCount === 0 ? (
          <p className="text-ink-soft">{text('plans.nothing')}</p>
        ) : (
          <>
            <OverLimit plan={plan} shown={losersOf} onShow={setLosersOf} />
            <SeatsAhead plan={plan} />
            <FirstChanges plan={plan} losersOf={isLosing ? losersOf : undefined} />
          </>
        )}
      </div>
    </div>
  )
}
