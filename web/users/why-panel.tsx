import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import type { Request } from '../../src/contract/because.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Why } from '../../src/contract/why.ts'
import { actText } from '../activity/act.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Answer } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { useWhy } from './queries.ts'

/** One sentence, then the tree below it: the way it came about, the rules that lost, what is missing. */
export function WhyPanel({ user, product }: { readonly user: string; readonly product: string }) {
  const why = useWhy(user, product)
  return (
    <section aria-label={text('why.label')} className="rounded-lg border border-line bg-canvas px-4 py-3">
      <Answer to={why} skeleton={<div className="skeleton h-4 w-2/3" />}>
        {(found) => (
          <div className="flex flex-col gap-3">
            <p className="text-md font-semibold">{found.sentence}</p>
            <Way why={found} />
            <Rules
              title={text('why.losers')}
              rules={found.losers.map((rule) => ({ ...rule, product: found.product }))}
            />
            <Rules
              title={text(found.answer === 'none' ? 'why.missing' : 'why.alsoMissing')}
              rules={found.missing.map((rule) => ({ ...rule, product: found.product }))}
            />
          </div>
        )}
      </Answer>
    </section>
  )
}

/** Directory event → group → rule, as far as each is known. */
function Way({ why: { winner, since, request, product } }: { readonly why: Why }) {
  if (winner === null) return null
  const joined = winner.kind === 'rule' ? (winner.request ?? request) : request
  return (
    <ol className="flex flex-col gap-2 border-l-2 border-line pl-3.5 text-md">
      {joined && (
        <Step name={text('why.cause')}>
          <Cause request={joined} />
        </Step>
      )}
      {winner.kind === 'rule' ? (
        <>
          <Step name={text('why.group')}>
            <Path groups={upwards(winner.path, winner.group)} />
          </Step>
          <Step name={text('why.rule')}>
            <Link
              to="/rules"
              search={{ rule: winner.rule.id }}
              className="inline-block py-0.5 text-accent underline-offset-2 hover:underline"
            >
              {text('why.ruleRank', { rank: winner.rank, name: winner.rule.name })}
            </Link>{' '}
            {text('why.gives', { product: productName(product, winner.tier) })}
          </Step>
        </>
      ) : (
        <Step name={text('why.pin')}>
          {text('why.pinBy', { reason: winner.pin.reason, name: winner.pin.createdBy })}
        </Step>
      )}
      {since !== null && (
        <Step name={text('why.since')}>
          <Moment at={since} form="short" />
        </Step>
      )}
    </ol>
  )
}

function Step({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <li className="grid grid-cols-[5rem_minmax(0,1fr)] items-baseline gap-x-3 max-sm:grid-cols-1">
      <span className="text-sm text-ink-soft">{name}</span>
      <span className="min-w-0">{children}</span>
    </li>
  )
}

function Cause({ request }: { readonly request: Request }) {
  return (
    <>
      {actText(request)}
      <span className="block text-sm text-ink-soft">
        {text('users.by', { name: request.actor.name })}, <Moment at={request.at} form="short" />
      </span>
    </>
  )
}

/** From the group the user is directly in, up to the one that the rule names. */
function Path({ groups }: { readonly groups: readonly Reference[] }) {
  return groups.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index > 0 && <span className="text-ink-soft"> {text('why.nested')} </span>}
      <bdi>{name}</bdi>
    </Fragment>
  ))
}

/** Whichever end the rule's group stands at. */
function upwards(path: readonly Reference[], group: Reference): readonly Reference[] {
  if (path.length === 0) return [group]
  return path.at(-1)?.id === group.id ? path : path.toReversed()
}

interface Judged {
  readonly rule: Reference
  readonly rank: number
  readonly tier: Reference
  readonly product: Reference
  readonly sentence: string
}

function Rules({ title, rules }: { readonly title: string; readonly rules: readonly Judged[] }) {
  if (rules.length === 0) return null
  return (
    <div>
      <h3 className="text-sm font-medium text-ink-soft">{title}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {rules.map(({ rule, rank, tier, sentence }) => (
          <li key={`${rule.id} ${tier.id}`} className="grid grid-cols-[1.5rem_minmax(0,1fr)] text-md">
            <span className="text-ink-soft tabular-nums">{rank}</span>
            <span>
              <bdi>{rule.name}</bdi>
              <span className="text-ink-soft"> · {sentence}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
