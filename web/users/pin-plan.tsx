import { useEffect, useState } from 'react'
import type { PinInput } from '../../src/contract/pin.ts'
import type { Plan } from '../../src/contract/plan.ts'
import { changeText } from '../activity/act.ts'
import { number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Notice } from '../ui/notice.tsx'
import { usePinPlan } from './edits.ts'

/** What a pin would do, before it is made: to the user, to the seats, to others. */
export function PinPlan({ user, input }: { readonly user: string; readonly input: PinInput | undefined }) {
  const plan = usePinPlan(useSettled(input))
  return (
    <section aria-label={text('user.pinPlan')} className="rounded-lg border border-line bg-canvas px-4 py-3 text-md">
      <h3 className="text-sm font-medium text-ink-soft">{text('user.pinPlan')}</h3>
      <div
        role="status"
        aria-live="polite"
        className={`mt-1 flex flex-col gap-1.5 ${plan.isPlaceholderData ? 'opacity-60' : ''}`}
      >
        {input === undefined ? (
          <p className="text-ink-soft">{text('user.pinPlanEmpty')}</p>
        ) : plan.error ? (
          <Notice look="bad" title={plan.error.message} />
        ) : plan.data ? (
          <Outcome user={user} plan={plan.data} />
        ) : (
          <p className="text-ink-soft">{text('ui.loading')}</p>
        )}
      </div>
    </section>
  )
}

function Outcome({ user, plan }: { readonly user: string; readonly plan: Plan }) {
  const own = plan.changes.filter((change) => change.user.id === user)
  const others = plan.changeCount - own.length
  const stopped = plan.products.filter(({ safeguard }) => safeguard?.stopped)
  const tiers = plan.products.flatMap(({ product, tiers: each }) =>
    each.flatMap(({ tier, owned, before, after }) =>
      before.held === after.held && before.waiting === after.waiting
        ? []
        : [{ name: productName(product, tier), owned, before, after }],
    ),
  )
  return (
    <>
      {own.length === 0 ? (
        <p>{text('user.pinNothing')}</p>
      ) : (
        <ul className="flex flex-col gap-0.5">
          {own.map((change) => (
            <li key={`${change.kind} ${change.tier?.id}`}>{changeText(change)}</li>
          ))}
        </ul>
      )}
      {tiers.map(({ name, owned, before, after }) => (
        <p key={name} className="text-sm text-ink-soft">
          {text(owned === null ? 'user.pinSeatsUnlimited' : 'user.pinSeats', {
            name,
            before: number(before.held),
            after: number(after.held),
            owned: number(owned ?? 0),
          })}
          {after.waiting > before.waiting && ` · ${text('user.pinWaits', { count: after.waiting })}`}
        </p>
      ))}
      {plan.mails.welcome + plan.mails.change > 0 && (
        <p className="text-sm text-ink-soft">
          {text('user.pinMails', { count: plan.mails.welcome + plan.mails.change })}
        </p>
      )}
      {others > 0 && <p className="font-medium text-warn-ink">{text('user.pinOthers', { count: others })}</p>}
      {stopped.map(({ product }) => (
        <Notice key={product.id} look="warn" title={text('user.pinStopped', { product: product.name })} />
      ))}
    </>
  )
}

/** What was entered once nothing was entered for a moment: a plan is of everybody, so not every key asks for one. */
export function useSettled<Value>(value: Value, afterMs = 300): Value {
  const [settled, setSettled] = useState(value)
  const key = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is the same when written down is the same
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [key, afterMs])
  return settled
}
