import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { Static } from 'typebox'
import type { User, UserGroups } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty, Lines } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/page.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass, Table } from '../ui/table.tsx'
import { State } from '../ui/tag.tsx'
import { useAddress } from './asked.ts'
import { useGroupsOf } from './queries.ts'

type GroupOf = Static<typeof UserGroups>['groups'][number]

/** The directory groups of a user; for those they are in by another one, through which. */
export function Groups({ user }: { readonly user: User }) {
  const groups = useGroupsOf(user.id)
  const { go } = useAddress()
  return (
    <Answer to={groups} skeleton={<Lines count={3} />}>
      {({ groups: found }) =>
        found.length === 0 ? (
          <Empty
            icon="groups"
            title={text('user.noGroups')}
            about={text('user.noGroupsHint', { source: user.source.name })}
            actions={<Button onPress={() => go({ open: 'what-if' })}>{text('user.whatIf')}</Button>}
          />
        ) : (
          <Panel flush>
            <Table label={text('user.tab.groups')} columns={columns} rows={found} rowKey={({ id }) => id} />
          </Panel>
        )
      }
    </Answer>
  )
}

const columns: readonly Column<GroupOf>[] = [
  {
    id: 'name',
    name: text('user.group'),
    width: 'minmax(0, 5fr)',
    card: 'line',
    cell: ({ id, name }) => (
      <Link to="/groups/$group" params={{ group: id }} className={`${rowLinkClass} block truncate`}>
        <bdi>{name}</bdi>
      </Link>
    ),
  },
  {
    id: 'how',
    name: text('user.membership'),
    width: '9rem',
    card: 'plain',
    cell: ({ direct }) => (
      <State mark={direct ? 'full' : 'ring'}>{text(direct ? 'user.direct' : 'user.inherited')}</State>
    ),
  },
  {
    id: 'through',
    name: text('user.through'),
    width: 'minmax(0, 6fr)',
    card: 'line',
    cell: ({ direct, through, id: own }) =>
      direct ? null : (
        <span className={`text-sm text-ink-soft ${aboveRowLinkClass}`}>
          {through
            .filter(({ id }) => id !== own)
            .toReversed()
            .map(({ id, name }, index) => (
              <Fragment key={id}>
                {index > 0 && ` ${text('why.nested')} `}
                <Link to="/groups/$group" params={{ group: id }} className="inline-block py-0.5 hover:underline">
                  <bdi>{name}</bdi>
                </Link>
              </Fragment>
            ))}
        </span>
      ),
  },
]
