import { useState } from 'react'
import type { Plan } from '../../src/contract/plan.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { OneOf } from '../ui/one-of.tsx'
import { ChooseLosers } from './choose-losers.tsx'

/** What becomes of losses over the limit: nobody's are taken, everybody's, or those of some. */
export type Verdict = 'stop' | 'all' | ReadonlySet<string>
export type Verdicts = ReadonlyMap<string, Verdict>

/** How many losses of a product go through. */
export function takenOf({ lose, product, safeguard }: Plan['products'][number], verdicts: Verdicts): number {
  if (!safeguard?.stopped) return lose
  const verdict = verdicts.get(product.id) ?? 'stop'
  return verdict === 'stop' ? 0 : verdict === 'all' ? lose : verdict.size
}

interface Props {
  readonly plan: Plan & { readonly id: string }
  readonly verdicts: Verdicts
  readonly onChange: (verdicts: Verdicts) => void
}

/** For each product over its limit, what an admin says to its losses; unless they say something, they are stopped. */
export function ConfirmLosses({ plan, verdicts, onChange }: Props) {
  const [choosing, setChoosing] = useState<string>()
  const set = (product: string, verdict: Verdict) => onChange(new Map(verdicts).set(product, verdict))
  const overLimit = plan.products.flatMap(({ safeguard, ...planned }) =>
    safeguard?.stopped ? [{ ...planned, safeguard }] : [],
  )
  const choices = overLimit.map(({ product, lose, safeguard }) => {
    const verdict = verdicts.get(product.id) ?? 'stop'
    const isSome = typeof verdict !== 'string'
    return (
      <div key={product.id} className="flex flex-col gap-1 rounded-lg border border-warn px-3 py-2">
        <OneOf
          label={text('plans.lossesOf', { count: lose, product: product.name, limit: safeguard.limit })}
          options={[
            { id: 'stop', name: text('plans.stopThem') },
            { id: 'all', name: text('plans.confirmAll', { count: lose }) },
            { id: 'some', name: text('plans.confirmSome') },
          ]}
          value={isSome ? 'some' : verdict}
          onChange={(id) => {
            if (id !== 'some') set(product.id, id)
            else {
              set(product.id, new Set())
              setChoosing(product.id)
            }
          }}
        />
        {isSome && (
          <Button onPress={() => setChoosing(product.id)}>
            {text('plans.chosenOf', { count: verdict.size, total: lose })}
          </Button>
        )}
        {choosing === product.id && (
          <ChooseLosers
            plan={plan.id}
            product={product}
            chosen={isSome ? verdict : new Set()}
            onChange={(users) => set(product.id, users)}
            onClose={() => setChoosing(undefined)}
          />
        )}
      </div>
    )
  })
  return (
    choices.length > 0 && (
      <>
        <p className="text-sm text-ink-soft">{text('plans.stopThemHint')}</p>
        {choices}
      </>
    )
  )
}
