import { Link, type LinkProps } from '@tanstack/react-router'
import type { Overview } from '../../src/contract/overview.ts'
import { list, number, text } from '../locales/text.ts'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { Needs } from './needs.tsx'
import { needsOf } from './needs-of.ts'

interface Step {
  readonly id: 'source' | 'users' | 'seats' | 'rule' | 'given'
  readonly done: boolean
  readonly at: string | null
  /** What is there so far. */
  readonly soFar: string | null
  readonly to: Pick<LinkProps, 'to' | 'search'>
}

/** Ticked only by what really happened: a request that came, a seat that was given. */
function stepsOf({ sources, users, groups, setup }: Overview): readonly Step[] {
  // A file that was imported is as good as a request.
  const isConnected = setup.firstContactAt !== null || setup.firstUserAt !== null
  const names = list(sources.map(({ name }) => name))
  const { firstContactAt, firstUserAt, firstGroupAt, firstRuleAt, firstSeatAt, pools, rules } = setup
  const soFar = (count: number, said: string) => (count > 0 ? said : null)
  return [
    {
      id: 'source',
      done: isConnected,
      at: firstContactAt ?? firstUserAt,
      soFar: isConnected ? names : soFar(sources.length, text('overview.soFar.source', { names })),
      to: sources.length > 0 ? { to: '/sources' } : { to: '/sources', search: { add: 'scim' } },
    },
    {
      id: 'users',
      done: firstUserAt !== null && firstGroupAt !== null,
      at: firstGroupAt,
      soFar: soFar(users + groups, text('overview.soFar.users', { users, groups })),
      to: { to: users > 0 ? '/groups' : '/sources' },
    },
    {
      id: 'seats',
      done: pools > 0,
      at: null,
      soFar: soFar(pools, text('overview.soFar.seats', { count: pools })),
      to: { to: '/seats', search: { unused: true } },
    },
    {
      id: 'rule',
      done: rules > 0,
      at: firstRuleAt,
      soFar: soFar(rules, text('overview.soFar.rule', { count: rules })),
      to: { to: '/rules', search: { rule: 'new' } },
    },
    { id: 'given', done: firstSeatAt !== null, at: firstSeatAt, soFar: null, to: { to: '/users' } },
  ]
}

/** The way from nothing to the first seat given. The next step is the one that stands out. */
export function Setup({ overview }: { readonly overview: Overview }) {
  const steps = stepsOf(overview)
  const next = steps.find(({ done }) => !done)
  return (
    <>
      {needsOf(overview).length > 0 && <Needs overview={overview} />}
      <section aria-labelledby="setup" className="max-w-3xl overflow-hidden rounded-xl border border-line bg-surface">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 pt-4 pb-3">
          <h2 id="setup" className="text-lg font-semibold">
            {text('overview.setup')}
          </h2>
          <p className="text-sm text-ink-soft tabular-nums">
            {text('overview.stepsDone', {
              done: number(steps.filter(({ done }) => done).length),
              all: number(steps.length),
            })}
          </p>
          <p className="basis-full text-md text-ink-soft">{text('overview.setupAbout')}</p>
        </div>
        <ol>
          {steps.map((step) => (
            <StepRow key={step.id} step={step} isNext={step === next} />
          ))}
        </ol>
      </section>
    </>
  )
}

function StepRow({ step: { id, done, at, soFar, to }, isNext }: { readonly step: Step; readonly isNext: boolean }) {
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-5 py-3 ${isNext ? 'bg-accent-soft/40' : ''}`}
    >
      <span
        className={`flex size-6 shrink-0 items-center justify-center self-start rounded-full border ${done ? 'border-good bg-good-soft text-good-ink' : isNext ? 'border-accent text-accent-ink' : 'border-dashed border-edge text-ink-soft'}`}
      >
        {done && <Icon name="check" className="size-3.5!" />}
        <span className="sr-only">{text(done ? 'overview.done' : 'overview.open')}</span>
      </span>
      <div className="min-w-0 flex-1 basis-40">
        <p className={`font-semibold ${done ? 'text-ink-soft' : ''}`}>{text(`overview.step.${id}`)}</p>
        <p className="text-sm text-ink-soft">
          {soFar ?? text(`overview.stepAbout.${id}`)}
          {done && at && (
            <>
              {' · '}
              <Moment at={at} />
            </>
          )}
        </p>
      </div>
      {!done && (
        <Link {...to} className={buttonClass(isNext ? 'primary' : 'plain')}>
          {text(`overview.stepDo.${id}`)}
        </Link>
      )}
    </li>
  )
}
