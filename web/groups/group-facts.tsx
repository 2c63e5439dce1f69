import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { GroupDetail } from '../../src/contract/group.ts'
import type { Reference } from '../../src/contract/reference.ts'
import { number, text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'

const linkClass = 'inline-flex min-h-6 items-center text-accent-ink hover:underline'

/** What is around a group: rules that begin with it, groups above and inside it, what its source says. */
export function GroupFacts({ group }: { readonly group: GroupDetail }) {
  const { rules, used, parents, children, members, membersInAll, externalId, lastPush, deletedAt } = group
  return (
    <div className="order-first flex min-w-0 flex-col gap-4 lg:order-none">
      <Panel title={text('groups.rules')} about={rules.length > 0 && number(rules.length)}>
        {rules.length === 0 ? (
          <p className="text-md text-ink-soft">{text(used ? 'groups.usedAboveHint' : 'groups.unusedHint')}</p>
        ) : (
          <ul className="flex flex-col text-md">
            {rules.map(({ id, name }) => (
              <li key={id}>
                <Link to="/rules" search={{ rule: id }} className={linkClass}>
                  <bdi>{name}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={text('groups.record')}>
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-md">
          <Fact name={text('groups.direct')}>{number(members)}</Fact>
          <Fact name={text('groups.withNested')}>{number(membersInAll)}</Fact>
          <Fact name={text('groups.parents')}>
            <Around groups={parents} />
          </Fact>
          <Fact name={text('groups.children')}>
            <Around groups={children} />
          </Fact>
          {externalId !== null && (
            <Fact name={text('groups.externalId')}>
              <span className="font-mono text-sm">{externalId}</span>
            </Fact>
          )}
          <Fact name={text('groups.lastPush')}>{lastPush === null ? '–' : <Moment at={lastPush} />}</Fact>
          {deletedAt !== null && (
            <Fact name={text('groups.deletedAt')}>
              <Moment at={deletedAt} form="short" />
            </Fact>
          )}
        </dl>
      </Panel>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}

function Around({ groups }: { readonly groups: readonly Reference[] }) {
  if (groups.length === 0) return <span className="text-ink-soft">{text('groups.none')}</span>
  return (
    <ul className="flex max-h-60 flex-col overflow-auto">
      {groups.map(({ id, name }) => (
        <li key={id}>
          <Link to="/groups/$group" params={{ group: id }} className={linkClass}>
            <bdi>{name}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  )
}
