import { Link } from '@tanstack/react-router'
import type { ActivityEntry } from '../../src/contract/activity.ts'
import { text } from '../locales/text.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { type Column, rowLinkClass } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { actText, changeText } from './act.ts'
import { becauseText } from './because.ts'
import { LinkTo } from './link-to.tsx'

interface Props {
  readonly entries: readonly ActivityEntry[]
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | undefined
}

export function EntryTable({ entries, more }: Props) {
  return (
    <VirtualTable
      label={text('activity.stream')}
      columns={columns}
      rows={entries}
      rowKey={({ id }) => id}
      more={more}
    />
  )
}

const columns: readonly Column<ActivityEntry>[] = [
  {
    id: 'what',
    name: text('activity.what'),
    width: 'minmax(0, 34fr)',
    card: 'line',
    cell: (entry) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <Icon name={markOf(entry)} className={entry.type === 'change' ? 'text-ink-soft' : 'text-accent'} />
        <span className="sr-only">{text(`activity.${entry.type}`)}: </span>
        <Link
          to="."
          search={(search) => ({ ...search, entry: entry.id })}
          resetScroll={false}
          className={`${rowLinkClass} min-w-0 font-medium! @2xl:line-clamp-2`}
        >
          {entry.type === 'request' ? actText(entry) : changeText(entry)}
        </Link>
      </span>
    ),
  },
  {
    id: 'user',
    name: text('activity.user'),
    width: 'minmax(0, 14fr)',
    card: 'line',
    cell: (entry) => <Whom entry={entry} />,
  },
  {
    id: 'because',
    name: text('activity.because'),
    width: 'minmax(0, 20fr)',
    card: 'plain',
    cell: (entry) => {
      const said =
        entry.type === 'change' ? becauseText(entry.because) : text('activity.byName', { name: entry.actor.name })
      return (
        <span className="block text-ink-soft @2xl:truncate" title={said}>
          {said}
        </span>
      )
    },
  },
  {
    id: 'at',
    name: text('activity.at'),
    width: '8.5rem',
    align: 'end',
    card: 'plain',
    cell: ({ at }) => (
      <span className="text-sm text-ink-soft">
        <Moment at={at} />
      </span>
    ),
  },
]

/** Nobody where what happened says already who it was. */
function Whom({ entry }: { readonly entry: ActivityEntry }) {
  const user = entry.type === 'change' ? entry.user : entry.target?.kind === 'user' ? entry.target : null
  if (!user?.name || (entry.type === 'request' && actText(entry).includes(user.name))) return null
  return (
    <span className="block truncate">
      <LinkTo kind="user" id={user.id}>
        <bdi>{user.name}</bdi>
      </LinkTo>
    </span>
  )
}

function markOf(entry: ActivityEntry): IconName {
  if (entry.type === 'change') return 'right'
  return ({ source: 'sources', admin: 'pen', clock: 'clock' } as const)[entry.actor.kind]
}
