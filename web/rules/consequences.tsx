import { lazy, Suspense, useEffect, useState } from 'react'
import { number, text } from '../locales/text.ts'
import type { LivePlan } from '../plans/live.ts'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'

const WhatChanges = lazy(async () => ({ default: (await import('../plans/what-changes.tsx')).WhatChanges }))

interface Props {
  /** Of what is typed, else of the draft; undefined where there is neither. */
  readonly live: LivePlan | undefined
  readonly of: 'typed' | 'draft'
}

/** Below the rules: what becomes of everybody by what is typed, or by the draft. */
export function Consequences({ live, of }: Props) {
  const plan = live?.plan
  const tookMs = live?.tookMs
  return (
    <Panel
      title={text('rules.whatChanges')}
      about={live ? text(of === 'typed' ? 'rules.ofTyped' : 'rules.ofDraft') : undefined}
      actions={
        tookMs !== undefined && (
          <span className="text-sm text-ink-soft tabular-nums">
            {text('rules.tookMs', { ms: number(Math.round(tookMs)) })}
          </span>
        )
      }
    >
      {!live ? (
        <p className="text-md text-ink-soft">{text('rules.whatChangesNone')}</p>
      ) : live.error ? (
        <Notice look="warn" title={text('rules.planFailed')}>
          {live.error.message}
        </Notice>
      ) : plan ? (
        <Suspense fallback={<p className="text-md text-ink-soft">{text('rules.planning')}</p>}>
          <WhatChanges plan={plan} isBehind={live.isBehind} />
        </Suspense>
      ) : (
        <p className="text-md text-ink-soft">{text('rules.planning')}</p>
      )}
      <Announced live={live} />
    </Panel>
  )
}

/** Once a pause, not a keystroke. */
const PAUSE_MS = 1000

function Announced({ live }: { readonly live: LivePlan | undefined }) {
  const [said, setSaid] = useState('')
  const users = live?.plan?.users
  const now = users && !live?.isBehind && !live?.error ? text('rules.counts', users) : ''
  useEffect(() => {
    if (now === '') return
    const timer = setTimeout(() => setSaid(now), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [now])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
