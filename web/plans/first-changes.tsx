import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Outcome, Plan, PlannedChange } from '../../src/contract/plan.ts'
import { number, text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { reasonOf, subjectOf, type TierNames, tierNames, whatOf } from './change-text.ts'
import { outcomes, Sign } from './outcome.tsx'

const FEW = 6

interface Props {
  readonly plan: Plan
  /** Only what this product is lost by. */
  readonly losersOf?: string | undefined
}

/** The first changes, by what they mean for their users; losses first. */
export function FirstChanges({ plan, losersOf }: Props) {
  const tiers = tierNames(plan)
  const shown = losersOf
    ? plan.changes.filter(({ outcome, product }) => outcome === 'lose' && product?.id === losersOf)
    : plan.changes
  const byOutcome = Map.groupBy(shown, ({ outcome }) => outcome)
  return outcomes.map((outcome) => {
    if (outcome === 'none') return null
    const those = byOutcome.get(outcome) ?? []
    // The first hundred of a plan may all be losses: that others gain is said all the same.
    const isFurther = plan.id !== null && losersOf === undefined && countOf(plan, outcome) > 0
    if (those.length === 0 && !isFurther) return null
    return (
      <Group
        key={outcome}
        plan={plan}
        outcome={outcome}
        changes={those}
        tiers={tiers}
        isOfOne={losersOf !== undefined}
      />
    )
  })
}

/** Users whom a plan means something for, in this way. */
function countOf({ users, products }: Plan, outcome: Exclude<Outcome, 'none'>): number {
  return outcome === 'wait' ? products.reduce((sum, { wait }) => sum + wait, 0) : users[outcome]
}

interface GroupProps {
  readonly plan: Plan
  readonly outcome: Exclude<Outcome, 'none'>
  readonly changes: readonly PlannedChange[]
  readonly tiers: TierNames
  /** Of one product only. */
  readonly isOfOne: boolean
}

function Group({ plan, outcome, changes, tiers, isOfOne }: GroupProps) {
  const [all, setAll] = useState(false)
  const counted = isOfOne ? changes.length : countOf(plan, outcome)
  return (
    <section aria-label={text(`plans.outcome.${outcome}`)}>
      <p className="mb-0.5 flex items-center gap-1 text-sm font-medium">
        <Sign of={outcome} />
        {text(`plans.outcome.${outcome}`)}
        <span className="font-normal text-ink-soft tabular-nums">{number(counted)}</span>
        {plan.id && (changes.length > FEW || changes.length === 0) && (
          <Link
            to="/plans/$plan"
            params={{ plan: plan.id }}
            search={{ by: outcome }}
            className="ml-2 inline-flex min-h-6 items-center font-normal text-accent hover:underline"
          >
            {text('plans.seeAll')}
          </Link>
        )}
      </p>
      <ul>
        {(all ? changes : changes.slice(0, FEW)).map((change, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one user may have two changes of one kind; they never move
          <ChangeLine key={`${change.user.id} ${change.kind} ${at}`} change={change} tiers={tiers} />
        ))}
      </ul>
      {!plan.id && !all && changes.length > FEW && (
        <Button look="quiet" className="ml-2" onPress={() => setAll(true)}>
          {text('plans.more', { count: changes.length - FEW })}
        </Button>
      )}
    </section>
  )
}

function ChangeLine({ change, tiers }: { readonly change: PlannedChange; readonly tiers: TierNames }) {
  const { user, product, because } = change
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 rounded-md py-1 pr-1 pl-5 hover:bg-sunken/60 @2xl:grid-cols-[minmax(0,10fr)_minmax(0,14fr)_minmax(0,14fr)_auto] @2xl:py-0">
      <span className="truncate font-medium">
        <bdi>{user.name}</bdi>
      </span>
      <span className="text-md @max-2xl:order-3 @max-2xl:col-span-2 @2xl:truncate">
        {subjectOf(change)} <span className="text-ink-soft">{whatOf(change, tiers)}</span>
      </span>
      <span className="text-sm text-ink-soft @max-2xl:order-4 @max-2xl:col-span-2 @2xl:truncate">
        {reasonOf(because)}
      </span>
      <Why user={user} product={product} />
    </li>
  )
}

/** To the answer, on the user's page. */
export function Why({ user, product }: Pick<PlannedChange, 'user' | 'product'>) {
  return (
    <Link
      to="/users/$user"
      params={{ user: user.id }}
      search={product ? { why: product.id } : {}}
      aria-label={text('plans.whyOf', { question: text('plans.why'), user: user.name })}
      className="inline-flex min-h-7 items-center text-sm text-accent hover:underline"
    >
      {text('plans.why')}
    </Link>
  )
}
