import type { Change } from '../../src/contract/activity.ts'
import type { Request } from '../../src/contract/because.ts'
import type { User } from '../../src/contract/user.ts'
import { actText, changeText } from '../activity/act.ts'
import { text } from '../locales/text.ts'
import { Answer, Lines } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { useChangesOf } from './queries.ts'

/** What happened to a user, newest first, each with its reason. */
export function Changes({ user }: { readonly user: User }) {
  const changes = useChangesOf(user.id)
  return (
    <Panel title={text('users.changes')}>
      <Answer to={changes} skeleton={<Lines count={3} />}>
        {({ activity }) =>
          activity.length === 0 ? (
            <p className="text-md text-ink-soft">{text('users.noChanges')}</p>
          ) : (
            <ol className="flex flex-col gap-3">
              {activity.map((entry) => (
                <li
                  key={entry.id}
                  className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-x-3 text-md max-sm:grid-cols-1"
                >
                  <span className="text-sm text-ink-soft">
                    <Moment at={entry.at} />
                  </span>
                  <Entry entry={entry} />
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </Panel>
  )
}

/** What it was, and below it why, or by whom. */
function Entry({ entry }: { readonly entry: Change | Request }) {
  const [what, why] =
    entry.type === 'request'
      ? [actText(entry), text('users.by', { name: entry.actor.name })]
      : [changeText(entry), entry.because.text]
  return (
    <span className="min-w-0">
      {what}
      <span className="block text-sm text-ink-soft">{why}</span>
    </span>
  )
}
