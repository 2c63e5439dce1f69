import type { Plan } from '../../src/contract/plan.ts'
import { text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { Sign } from './outcome.tsx'

interface Props {
  readonly plan: Plan
  readonly isBehind?: boolean | undefined
  readonly tookMs?: number | undefined
}

const looks = {
  gain: 'bg-good-soft text-good-ink',
  lose: 'bg-bad-soft text-bad-ink',
  change: 'bg-accent-soft text-accent-ink',
} as const

/** How many gain, lose, change; mails and admins; as of when. */
export function Summary({ plan, isBehind = false, tookMs }: Props) {
  const { users, mails, roles } = plan
  const waiting = plan.products.reduce((sum, { wait }) => sum + wait, 0)
  const more = [
    waiting > 0 && text('plans.wait', { count: waiting }),
    mails.welcome > 0 && text('plans.welcomeMails', { count: mails.welcome }),
    mails.change > 0 && text('plans.changeMails', { count: mails.change }),
  ].filter((part) => part !== false)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <ul className="flex flex-wrap gap-1.5">
        {(['gain', 'lose', 'change'] as const).map((outcome) => {
          const count = users[outcome]
          return (
            <li
              key={outcome}
              className={`inline-flex min-h-7 items-center gap-1 rounded-md pr-2.5 pl-1.5 text-sm tabular-nums ${count > 0 ? `font-medium ${looks[outcome]}` : 'bg-sunken text-ink-soft'}`}
            >
              <Sign of={count > 0 ? outcome : 'none'} />
              {text(`plans.count.${outcome}`, { count })}
            </li>
          )
        })}
      </ul>
      {(more.length > 0 || roles.admins > 0) && (
        <p className="text-sm text-ink-soft">
          {more.join(' · ')}
          {roles.admins > 0 && (
            <strong className="font-medium text-warn-ink">
              {more.length > 0 && ' · '}
              {text('plans.admins', { count: roles.admins })}
            </strong>
          )}
        </p>
      )}
      <p className="text-sm text-ink-soft @2xl:ml-auto">
        {text('plans.asOf')} <Moment at={plan.at} form="since" />
        {tookMs !== undefined && ` · ${text('plans.took', { ms: Math.round(tookMs) })}`}
      </p>
      {/* Once a pause, not once a keystroke. */}
      <p role="status" className="sr-only">
        {isBehind ? '' : text('plans.said', { ...users })}
      </p>
    </div>
  )
}
