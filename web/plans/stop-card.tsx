import { type ReactNode, useId } from 'react'
import type { Cause } from '../../src/contract/stop.ts'
import { actText } from '../activity/act.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'

interface Props {
  readonly title: string
  readonly since: string
  readonly causes: readonly Cause[]
  readonly count: number
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  /** Who, and what to say to them. */
  readonly children: ReactNode
}

/** One thing that was stopped: how many, since when, and why most likely; open, with names. */
export function StopCard({ title, since, causes, count, isOpen, onOpen, children }: Props) {
  const heading = useId()
  const named = causes.reduce((sum, { users }) => sum + users, 0)
  return (
    <section aria-labelledby={heading} className="min-w-0 rounded-xl border border-line bg-surface">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
        <Icon name="exclamation" className="mt-1 text-warn" />
        <div className="min-w-0 flex-1 basis-56">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <h2 id={heading} className="text-md font-semibold">
              {title}
            </h2>
            <span className="text-sm text-ink-soft">
              <Moment at={since} />
            </span>
          </div>
          <ul className="flex flex-col text-md">
            {causes.map((cause) => (
              <li key={`${cause.kind} ${cause.because} ${cause.actor?.name} ${cause.target?.id} ${cause.firstAt}`}>
                <CauseText cause={cause} />
              </li>
            ))}
            {named > 0 && count > named && (
              <li className="text-ink-soft">{text('stopped.others', { count: count - named })}</li>
            )}
          </ul>
        </div>
        <Button aria-expanded={isOpen} onPress={() => onOpen(!isOpen)}>
          {text(isOpen ? 'stopped.hide' : 'stopped.show')}
        </Button>
      </div>
      {isOpen && <div className="border-t border-line">{children}</div>}
    </section>
  )
}

/** "38: members of Webinar hosts changed, by Okta, 09:12". */
function CauseText({ cause }: { readonly cause: Cause }) {
  const { users, kind, actor, target, lastAt } = cause
  if (kind === null) return text('stopped.causeTime', { count: users })
  return (
    <>
      {text('stopped.cause', { count: users, act: actText({ kind, target }), name: actor?.name ?? '' })}
      {lastAt && (
        <span className="text-sm text-ink-soft">
          {' · '}
          <Moment at={lastAt} form="since" />
        </span>
      )}
    </>
  )
}
