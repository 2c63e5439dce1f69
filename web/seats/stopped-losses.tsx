import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Stop } from '../../src/contract/stop.ts'
import { actText } from '../activity/act.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { useApplyStopped, useKeepStopped, useStopped } from './queries.ts'

/** Losses that the safeguard stopped, by name, until somebody says what becomes of them. Nothing when there are none. */
export function StoppedLosses() {
  return useStopped().data?.stops.map((stop) => <StoppedOf key={stop.id} stop={stop} />)
}

const keepDays = 30

function StoppedOf({ stop }: { readonly stop: Stop }) {
  const open = stop.losses.filter(({ confirmedBy }) => confirmedBy === null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const apply = useApplyStopped()
  const keep = useKeepStopped()
  const chosen = open.filter(({ user }) => !left.has(user.id))
  const verdict = { product: stop.product.id, users: chosen.map(({ user }) => user.id) }
  const toggle = (user: string, selected: boolean) => {
    const next = new Set(left)
    if (selected) next.delete(user)
    else next.add(user)
    setLeft(next)
  }
  const error = apply.error ?? keep.error
  return (
    <Panel>
      <div className="flex flex-col gap-3">
        <Notice look="warn" title={text('stopped.title', { count: stop.count, product: stop.product.name })}>
          {text('stopped.about')} <Moment at={stop.since} />.
          {stop.request && ` ${text('stopped.cause', { name: stop.request.actor.name, act: actText(stop.request) })}`}
        </Notice>
        {error && <Notice live look="bad" title={error.message} />}
        <fieldset>
          <legend className="text-sm font-medium">{text('stopped.who', { count: chosen.length })}</legend>
          <ul className="mt-1 grid max-h-72 grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] gap-x-4 overflow-auto">
            {open.map(({ user, because }) => (
              <li key={user.id} className="flex min-w-0 items-center gap-2">
                <Checkbox
                  aria-label={user.name}
                  isSelected={!left.has(user.id)}
                  onChange={(selected) => toggle(user.id, selected)}
                >
                  <span className="sr-only">{user.name}</span>
                </Checkbox>
                <Link
                  to="/users/$user"
                  params={{ user: user.id }}
                  search={{ why: stop.product.id }}
                  title={because.text}
                  className="flex min-h-7 min-w-0 items-center truncate hover:underline"
                >
                  <bdi>{user.name}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </fieldset>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            look="danger"
            isDisabled={chosen.length === 0}
            isPending={apply.isPending}
            onPress={() => apply.mutate(verdict, { onSuccess: () => setLeft(new Set()) })}
          >
            {text('stopped.apply', { count: chosen.length, product: stop.product.name })}
          </Button>
          <Button
            isDisabled={chosen.length === 0}
            isPending={keep.isPending}
            onPress={() =>
              keep.mutate({
                ...verdict,
                endsAt: new Date(Date.now() + keepDays * 86_400_000).toISOString(),
                reason: text('stopped.keepReason'),
              })
            }
          >
            {text('stopped.keep', { count: chosen.length, days: keepDays })}
          </Button>
          <span className="text-sm text-ink-soft">{text('stopped.hint')}</span>
        </div>
      </div>
    </Panel>
  )
}
