import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import type { Request } from '../../src/contract/because.ts'
import { actText } from '../activity/act.ts'
import { text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { useMoments, useRule } from './queries.ts'
import { type Answered, givenBy, otherCause, productOf, type RuleWinner, upwards } from './why-words.ts'

export const linkClass = 'inline-block py-0.5 text-accent underline-offset-2 hover:underline'

/** How it came about, one step below the other: what the directory said, the group, the rule or pin, the run, since when. */
export function Way({ why }: { readonly why: Answered }) {
  const { winner, since } = why
  const other = otherCause(why)
  const run = useMoments(why.user.id).data?.find(({ at }) => at === since)?.run
  const joined = winner && 'request' in winner ? winner.request : null
  if (!other && !joined && since === null && (!winner || 'sentence' in winner)) return null
  return (
    <ol className="ml-1 flex flex-col border-l-2 border-line text-md">
      {other && (
        <Step name={text('why.cause')}>
          <Act request={other} />
        </Step>
      )}
      {joined && (
        <Step name={text(winner?.kind === 'pin' ? 'why.made' : 'why.directory')}>
          <Act request={joined} />
        </Step>
      )}
      {winner?.kind === 'rule' && <RuleSteps winner={winner} why={why} />}
      {winner?.kind === 'pin' && (
        <Step name={text('why.pin')}>
          {text('why.pinBy', { reason: winner.pin.reason, name: winner.pin.createdBy })}
          {winner.pin.endsAt !== null && (
            <span className="block text-sm text-ink-soft">
              {text('user.ends')} <Moment at={winner.pin.endsAt} form="short" />
            </span>
          )}
        </Step>
      )}
      {since !== null && (
        <Step name={text(run === undefined ? 'why.since' : 'why.run')}>
          {run !== undefined && (
            <>
              <Link to="/activity" search={{ run: String(run) }} className={linkClass}>
                {text('why.runNumber', { run: String(run) })}
              </Link>
              <span className="text-ink-soft"> · {text('why.since').toLocaleLowerCase()} </span>
            </>
          )}
          <Moment at={since} form="short" />
        </Step>
      )}
    </ol>
  )
}

function RuleSteps({ winner, why }: { readonly winner: RuleWinner; readonly why: Answered }) {
  const rule = useRule(winner.rule.id).data
  const others = winner.paths.length - 1
  return (
    <>
      <Step name={text('why.group')}>
        {upwards(winner).map(({ id, name }, index) => (
          <Fragment key={id}>
            {index > 0 && <span className="text-ink-soft"> {text('why.nested')} </span>}
            <Link to="/groups/$group" params={{ group: id }} className={linkClass}>
              <bdi>{name}</bdi>
            </Link>
          </Fragment>
        ))}
        {others > 0 && <span className="block text-sm text-ink-soft">{text('why.otherWays', { count: others })}</span>}
      </Step>
      <Step name={text('why.rule')}>
        <Link to="/rules" search={{ rule: winner.rule.id }} className={linkClass}>
          {text('why.ruleRank', { rank: winner.rank, name: winner.rule.name })}
        </Link>{' '}
        {text('why.gives', { product: givenBy(productOf(why), winner) })}
        {winner.edit && (
          <span className="block text-sm text-ink-soft">
            {text('why.version', { version: winner.edit.version })}
            {' · '}
            {text('user.by', { name: winner.edit.request.actor.name })}
            {' · '}
            <Moment at={winner.edit.request.at} form="short" />
          </span>
        )}
        {rule && rule.description !== '' && (
          <span className="block text-sm text-ink-soft">
            <q>
              <bdi>{rule.description}</bdi>
            </q>
          </span>
        )}
      </Step>
    </>
  )
}

function Step({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <li className="relative grid grid-cols-[6.5rem_minmax(0,1fr)] items-baseline gap-x-3 py-1 pl-4 before:absolute before:top-3 before:-left-[5px] before:size-2 before:rounded-full before:bg-edge last:before:bg-accent max-sm:grid-cols-1">
      <span className="text-sm text-ink-soft">{name}</span>
      <span className="min-w-0">{children}</span>
    </li>
  )
}

/** An act, by whom and when; where all of it can be read is a step away. */
function Act({ request }: { readonly request: Request }) {
  return (
    <>
      {actText(request)}
      <span className="block text-sm text-ink-soft">
        {text('user.by', { name: request.actor.name })} · <Moment at={request.at} form="short" /> ·{' '}
        <OpenRequest request={request} />
      </span>
    </>
  )
}

/** In activity, alone. A moment there is as short as the database keeps it, hence one millisecond. */
function OpenRequest({ request }: { readonly request: Request }) {
  const to = new Date(new Date(request.at).getTime() + 1).toISOString()
  return (
    <Link
      to="/activity"
      search={{ type: 'request', kind: request.kind, from: request.at, to }}
      className="inline-block py-0.5 text-accent underline-offset-2 hover:underline"
    >
      {text('why.openRequest')}
    </Link>
  )
}
