import { Link } from '@tanstack/react-router'
import type { Plan, PlannedChange } from '../../src/contract/plan.ts'
import { text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import { aboveRowLinkClass, type Column } from '../ui/table.tsx'
import { reasonOf, subjectOf, tierNames, whatOf } from './change-text.ts'
import { Why } from './first-changes.tsx'
import { Sign } from './outcome.tsx'

/** Whether keeping it is possible: a seat that somebody would lose. */
const isLostSeat = ({ outcome, kind, product, tier }: PlannedChange) =>
  outcome === 'lose' && kind !== 'access.ended' && product !== null && tier !== null

/**
 * The columns of the changes of a plan.
 * @param onKeep left out: what the plan takes cannot be kept from it any more
 */
export function changeColumns(
  plan: Plan,
  onKeep: ((change: PlannedChange) => void) | undefined,
): readonly Column<PlannedChange>[] {
  const tiers = tierNames(plan)
  return [
    {
      id: 'outcome',
      name: text('plans.outcome'),
      width: '1.25rem',
      card: 'top',
      quietName: true,
      cell: ({ outcome }) => (
        <span className="inline-flex align-middle" title={text(`plans.outcome.${outcome}`)}>
          <Sign of={outcome} />
          <span className="sr-only">{text(`plans.outcome.${outcome}`)}</span>
        </span>
      ),
    },
    {
      id: 'user',
      name: text('plans.user'),
      width: 'minmax(0, 10fr)',
      card: 'title',
      cell: ({ user }) => (
        <Link
          to="/users/$user"
          params={{ user: user.id }}
          className="inline-flex min-h-6 max-w-full items-center font-semibold hover:underline"
        >
          <bdi className="truncate">{user.name}</bdi>
        </Link>
      ),
    },
    {
      id: 'what',
      name: text('plans.change'),
      width: 'minmax(0, 17fr)',
      card: 'line',
      cell: (change) => (
        <span>
          <bdi>{subjectOf(change)}</bdi> <span className="text-ink-soft">{whatOf(change, tiers)}</span>
        </span>
      ),
    },
    {
      id: 'because',
      name: text('plans.reason'),
      width: 'minmax(0, 11fr)',
      card: 'plain',
      cell: ({ because }) => <span className="block truncate text-sm text-ink-soft">{reasonOf(because)}</span>,
    },
    {
      id: 'why',
      name: text('plans.why'),
      width: '3.75rem',
      quietName: true,
      card: 'plain',
      cell: (change) => <Why user={change.user} product={change.product} />,
    },
    {
      id: 'keep',
      name: text('plans.keepColumn'),
      width: '2rem',
      align: 'end',
      quietName: true,
      card: 'corner',
      cell: (change) =>
        onKeep && isLostSeat(change) ? (
          <IconButton
            icon="pin"
            label={text('plans.keepOf', { user: change.user.name, product: change.product!.name })}
            onPress={() => onKeep(change)}
            className={`${aboveRowLinkClass} -my-1`}
          />
        ) : null,
    },
  ]
}
