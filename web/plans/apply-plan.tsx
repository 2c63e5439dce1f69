import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Draft } from '../../src/contract/draft.ts'
import type { Plan } from '../../src/contract/plan.ts'
import { ApiError } from '../api.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { say } from '../ui/toast.tsx'
import { ConfirmLosses, takenOf, type Verdict, type Verdicts } from './confirm-losses.tsx'
import { differenceIn, type PlanDifference, PlanDiffers } from './plan-differs.tsx'
import { type Confirmation, makePlan, useApplyPlan, useRevertRules } from './queries.ts'

interface Props {
  readonly plan: Plan & { readonly id: string }
  readonly draft: Draft
}

/** What an admin says to a plan: what becomes of losses over the limit, and yes. */
export function ApplyPlan({ plan, draft }: Props) {
  const [verdicts, setVerdicts] = useState<Verdicts>(new Map())
  const [replace, setReplace] = useState(false)
  const role = useQuery(sessionQuery).data?.session?.role
  const { apply, applyNow, difference, forget, isPending } = useApplying(draft, replace)
  const isOutdated = draft.basedOn !== draft.liveVersion
  const blocked = plan.products.flatMap(({ product, tiers }) =>
    tiers.flatMap((tier) => (tier.blocked > 0 ? [{ product, ...tier }] : [])),
  )
  const needsSuperAdmin = plan.roles.admins > 0 && role !== 'super-admin'
  const refusal = apply.error && !difference ? apply.error : null
  return (
    <Panel title={text('plans.applyTitle')}>
      <div className="flex flex-col gap-3">
        {refusal && <Notice live look="bad" title={refusal.message} />}
        {blocked.map(({ product, tier, blocked: users }) => (
          <Notice
            key={tier.id}
            look="bad"
            title={text('plans.blockedPool', { pool: productName(product, tier), count: users })}
            actions={
              <Link to="/seats" search={{ tier: tier.id }} className={buttonClass()}>
                {text('plans.changeSeats')}
              </Link>
            }
          />
        ))}
        {needsSuperAdmin && <Notice look="warn" title={text('plans.needsSuperAdmin', { count: plan.roles.admins })} />}
        {isOutdated && (
          <Notice look="warn" title={text('plans.replaceTitle', { live: draft.liveVersion, base: draft.basedOn })}>
            <Checkbox isSelected={replace} onChange={setReplace}>
              {text('plans.replace', { live: draft.liveVersion })}
            </Checkbox>
          </Notice>
        )}
        <ConfirmLosses plan={plan} verdicts={verdicts} onChange={setVerdicts} />
        <Button
          look="primary"
          className="min-h-10 whitespace-normal! py-1.5"
          isPending={isPending}
          isDisabled={blocked.length > 0 || needsSuperAdmin || (isOutdated && !replace)}
          onPress={() => applyNow(plan.id, confirmed(plan, verdicts))}
        >
          {applyLabel(plan, verdicts)}
        </Button>
        <p className="text-sm text-ink-soft">
          {text('plans.applyHint', { version: plan.ruleSetVersion + 1, mails: plan.mails.welcome + plan.mails.change })}
        </p>
      </div>
      {difference && (
        <PlanDiffers
          difference={difference}
          isPending={isPending}
          error={apply.error instanceof ApiError && apply.error.code === 'PLAN_CHANGED' ? null : apply.error}
          onClose={forget}
          onApply={() => applyNow(undefined, without(confirmed(plan, verdicts), difference))}
        />
      )}
    </Panel>
  )
}

/** Applies a plan, or the one of now; and after it shows the rules, with a way back. */
function useApplying(draft: Draft, replace: boolean) {
  const navigate = useNavigate()
  const apply = useApplyPlan()
  const revert = useRevertRules()
  const [difference, setDifference] = useState<PlanDifference>()
  const [isMaking, setMaking] = useState(false)
  const failed = (error: unknown) => say({ title: (error as Error).message, look: 'bad' })
  // What is awaited goes on when this leaves the page, as it does once the draft is applied; callbacks would not.
  const undo = async (version: number) => {
    const { plan } = await revert.mutateAsync({ version })
    if (plan.id) await navigate({ to: '/plans/$plan', params: { plan: plan.id } })
  }
  const made = async (): Promise<string> => {
    setMaking(true)
    try {
      return (await makePlan()).id ?? ''
    } catch (error) {
      failed(error)
      throw error
    } finally {
      setMaking(false)
    }
  }
  const applyPlan = async (seen: string | undefined, confirm: readonly Confirmation[]) => {
    const plan = seen ?? (await made())
    const { version, users, stopped } = await apply.mutateAsync({ plan, confirm, draft, replace })
    say({
      title: text('plans.applied', { version }),
      about: [
        text('plans.appliedAbout', { ...users }),
        ...(stopped > 0 ? [text('plans.appliedStopped', { count: stopped })] : []),
      ].join(' '),
      look: stopped > 0 ? 'warn' : 'good',
      undo: () => void undo(version - 1).catch(failed),
    })
    await navigate({ to: '/rules' })
  }
  const forget = () => {
    setDifference(undefined)
    apply.reset()
  }
  return {
    apply,
    difference,
    forget,
    isPending: apply.isPending || isMaking,
    // Why it was refused stands in the card; here, what differs.
    applyNow: (seen: string | undefined, confirm: readonly Confirmation[]) =>
      void applyPlan(seen, confirm).catch((error: Error) => {
        if (error instanceof ApiError) setDifference((before) => differenceIn(error) ?? before)
        else failed(error)
      }),
  }
}

function confirmed({ products }: Plan, verdicts: Verdicts): readonly Confirmation[] {
  return products.flatMap(({ product, safeguard }) => {
    const verdict: Verdict = verdicts.get(product.id) ?? 'stop'
    if (!safeguard?.stopped || verdict === 'stop') return []
    if (verdict === 'all') return [{ product: product.id }]
    return verdict.size > 0 ? [{ product: product.id, users: [...verdict] }] : []
  })
}

/** Who would not lose it any more can be confirmed no more. */
function without(confirm: readonly Confirmation[], { less }: PlanDifference): readonly Confirmation[] {
  return confirm.flatMap(({ product, users }) => {
    if (!users) return [{ product }]
    const gone = new Set(
      less
        .flatMap((part) => (part.kind === 'lose' && part.product?.id === product ? part.users : []))
        .map(({ id }) => id),
    )
    const left = users.filter((user) => !gone.has(user))
    return left.length > 0 ? [{ product, users: left }] : []
  })
}

/** What pressing it does, with the numbers. */
function applyLabel(plan: Plan, verdicts: Verdicts): string {
  const taken = plan.products.reduce((sum, product) => sum + takenOf(product, verdicts), 0)
  const stopped = plan.products.reduce((sum, product) => sum + product.lose - takenOf(product, verdicts), 0)
  const { gain, change } = plan.users
  const parts = [
    ...(gain > 0 ? [text('plans.count.gain', { count: gain })] : []),
    ...(taken > 0 ? [text('plans.seatsLost', { count: taken })] : []),
    ...(stopped > 0 ? [text('plans.stoppedCount', { count: stopped })] : []),
    ...(change > 0 ? [text('plans.count.change', { count: change })] : []),
  ]
  return parts.length === 0 ? text('plans.applyNothing') : text('plans.apply', { what: parts.join(' · ') })
}
