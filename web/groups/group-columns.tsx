import { Link } from '@tanstack/react-router'
import type { Group } from '../../src/contract/group.ts'
import { list, number, text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { type Column, rowLinkClass } from '../ui/table.tsx'
import { Tag, Tags } from '../ui/tag.tsx'

/** The columns of the list of groups; where there is one source only, it goes without saying. Stacked: what they are in stands below the name. */
export function groupColumns(hasSources: boolean, isStacked: boolean): readonly Column<Group>[] {
  const columns: readonly (Column<Group> | false)[] = [
    {
      id: 'name',
      name: text('groups.name'),
      width: 'minmax(0, 22fr)',
      card: 'line',
      cell: ({ id, name, pending, parents }) => (
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <Link to="/groups/$group" params={{ group: id }} className={`${rowLinkClass} block truncate`}>
            <bdi>{name}</bdi>
          </Link>
          {isStacked && parents.length > 0 && (
            <span className="block basis-full">
              <Inside parents={parents} />
            </span>
          )}
          {pending > 0 && <Tag look="warn">{text('groups.pendingCount', { count: pending })}</Tag>}
        </span>
      ),
    },
    !isStacked && {
      id: 'parents',
      name: text('groups.parents'),
      width: 'minmax(0, 14fr)',
      card: 'line',
      cell: ({ parents }) => parents.length > 0 && <Inside parents={parents} />,
    },
    { id: 'members', name: text('groups.direct'), width: '7rem', align: 'end', cell: ({ members }) => number(members) },
    {
      id: 'membersInAll',
      name: text('groups.withNested'),
      width: '7rem',
      align: 'end',
      cell: ({ members, membersInAll }) => (
        <span className={members === membersInAll ? 'text-ink-soft' : ''}>{number(membersInAll)}</span>
      ),
    },
    {
      id: 'rules',
      name: text('groups.rules'),
      width: 'minmax(0, 20fr)',
      card: 'line',
      cell: (group) => <Rules group={group} />,
    },
    hasSources && {
      id: 'source',
      name: text('groups.source'),
      width: 'minmax(0, 9fr)',
      card: 'plain',
      cell: ({ source }) => <span className="block truncate text-ink-soft">{source.name}</span>,
    },
    {
      id: 'lastPush',
      name: text('groups.lastPush'),
      width: '9rem',
      cell: ({ lastPush }) => (
        <span className="text-ink-soft">{lastPush === null ? '–' : <Moment at={lastPush} />}</span>
      ),
    },
  ]
  return columns.filter((column) => column !== false)
}

function Inside({ parents }: Pick<Group, 'parents'>) {
  const groups = list(parents.map(({ name }) => name))
  return (
    <span className="block truncate text-ink-soft" title={groups}>
      {text('groups.inside', { groups })}
    </span>
  )
}

/** So many rules stand in a line. */
const MOST = 2

function Rules({ group: { rules, used } }: { readonly group: Group }) {
  if (rules.length === 0)
    return used ? (
      <span className="block truncate text-sm text-ink-soft" title={text('groups.usedAbove')}>
        {text('groups.usedAbove')}
      </span>
    ) : (
      <Tag look="outline">{text('groups.unused')}</Tag>
    )
  const rest = rules.slice(MOST)
  return (
    <Tags>
      {rules.slice(0, MOST).map(({ id, name }) => (
        <Tag key={id}>{name}</Tag>
      ))}
      {rest.length > 0 && (
        <span title={list(rest.map(({ name }) => name))}>
          <Tag look="outline">{text('groups.moreRules', { count: rest.length })}</Tag>
        </span>
      )}
    </Tags>
  )
}
