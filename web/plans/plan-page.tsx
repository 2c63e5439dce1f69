import { getRouteApi, Link } from '@tanstack/react-router'
import type { Draft } from '../../src/contract/draft.ts'
import type { Plan } from '../../src/contract/plan.ts'
import { number, text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { say } from '../ui/toast.tsx'
import { ApplyPlan } from './apply-plan.tsx'
import { PlanActions } from './plan-actions.tsx'
import { PlannedChangesList } from './planned-changes.tsx'
import { useDraft, useMakePlan, usePlan } from './queries.ts'
import { type RuleShare, sharesOf } from './rule-names.ts'
import { SeatsAhead } from './seats-ahead.tsx'
import { Summary } from './summary.tsx'

const route = getRouteApi('/signed-in/shell/plans/$plan')

/** A plan, to be looked at from every side and applied. */
export function PlanPage() {
  const { plan: id } = route.useParams()
  const plan = usePlan(id)
  const draft = useDraft()
  const title = plan.data ? text('plans.planOf', { version: plan.data.draftVersion ?? 0 }) : text('plans.plan')
  return (
    <Page
      title={title}
      above={
        <Link to="/plans" className="inline-flex min-h-6 items-center self-start text-sm text-ink-soft hover:underline">
          {text('plans.title')}
        </Link>
      }
      about={plan.data && <About plan={plan.data} />}
      actions={plan.data && <PlanActions plan={plan.data} />}
    >
      <Answer to={plan}>
        {(found) => (
          <Answer to={draft}>{(latest) => <Review key={id} plan={{ ...found, id }} draft={latest} />}</Answer>
        )}
      </Answer>
    </Page>
  )
}

function About({ plan }: { readonly plan: Plan }) {
  return (
    <>
      {text('plans.madeBy', { name: plan.madeBy ?? '' })} <Moment at={plan.at} /> ·{' '}
      {text('plans.comparedWith', { version: plan.ruleSetVersion })} ·{' '}
      <span title={plan.digest} className="font-mono text-sm">
        {plan.digest.slice(0, 8)}
      </span>
    </>
  )
}

interface Props {
  readonly plan: Plan & { readonly id: string }
  readonly draft: Draft | null
}

function Review({ plan, draft }: Props) {
  const make = useMakePlan()
  const navigate = route.useNavigate()
  const isOpen =
    plan.appliedAs === null && draft?.version === plan.draftVersion && draft?.liveVersion === plan.ruleSetVersion
  const again = () =>
    make.mutate(undefined, {
      onSuccess: (next) =>
        next.id && void navigate({ params: { plan: next.id }, search: (before) => before, replace: true }),
      onError: (error) => say({ title: error.message, look: 'bad' }),
    })
  return (
    <>
      {!isOpen && <Closed plan={plan} draft={draft} isPending={make.isPending} onAgain={again} />}
      <div
        className={`grid grid-cols-[minmax(0,1fr)] items-start gap-4 ${isOpen ? 'xl:grid-cols-[minmax(0,1fr)_22rem]' : ''}`}
      >
        <Panel>
          <div className="@container flex flex-col gap-4">
            <Summary plan={plan} />
            {plan.changeCount === 0 && <p className="text-md text-ink-soft">{text('plans.nothing')}</p>}
            <Because shares={sharesOf(plan)} />
            <SeatsAhead plan={plan} />
          </div>
        </Panel>
        {isOpen && draft && (
          <div className="xl:sticky xl:top-4 xl:row-span-2 xl:max-h-[calc(100dvh-2rem)] xl:overflow-auto">
            <ApplyPlan plan={plan} draft={draft} />
          </div>
        )}
        {plan.changeCount > 0 && <PlannedChangesList plan={plan} isOpen={isOpen} onAgain={again} />}
      </div>
    </>
  )
}

/** Why there is nothing to apply: it was, or the draft is another one by now. */
function Closed({
  plan,
  draft,
  isPending,
  onAgain,
}: Props & { readonly isPending: boolean; readonly onAgain: () => void }) {
  if (plan.appliedAs !== null)
    return (
      <Notice
        look="good"
        title={text('plans.appliedAs', { version: plan.appliedAs })}
        actions={
          <Link to="/plans" search={{ tab: 'applied' }} className={buttonClass()}>
            {text('plans.seeApplied')}
          </Link>
        }
      />
    )
  if (!draft)
    return (
      <Notice
        look="warn"
        title={text('plans.draftGone')}
        actions={
          <Link to="/rules" className={buttonClass()}>
            {text('plans.toRules')}
          </Link>
        }
      />
    )
  return (
    <Notice
      look="warn"
      title={text('plans.outdated')}
      actions={
        <Button isPending={isPending} onPress={onAgain}>
          {text('plans.again')}
        </Button>
      }
    >
      {text('plans.outdatedHint')}
    </Notice>
  )
}

/** Which rules cause it, the largest first. */
function Because({ shares }: { readonly shares: readonly RuleShare[] }) {
  if (shares.length === 0) return null
  const sum = ({ gain, lose, change }: RuleShare) => gain + lose + change
  return (
    <section aria-label={text('plans.causes')}>
      <p aria-hidden="true" className="mb-1 text-xs font-medium text-ink-soft">
        {text('plans.causes')}
      </p>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {shares
          .toSorted((a, b) => sum(b) - sum(a))
          .slice(0, 8)
          .map(({ rule, gain, lose, change }) => (
            <li key={rule.id} className="flex items-baseline gap-2 text-md">
              <Link to="/rules" search={{ rule: rule.id }} className="min-h-6 hover:underline">
                <bdi>{rule.name}</bdi>
              </Link>
              <span className="text-sm tabular-nums">
                {gain > 0 && <span className="text-good-ink">+{number(gain)} </span>}
                {lose > 0 && <span className="text-bad-ink">{number(-lose)} </span>}
                {change > 0 && <span className="text-accent-ink">~{number(change)}</span>}
              </span>
            </li>
          ))}
      </ul>
    </section>
  )
}
