import { Link } from '@tanstack/react-router'
import { languageName, text } from '../locales/text.ts'
import { RowCheck } from '../ui/row-check.tsx'
import { type Column, rowLinkClass } from '../ui/table.tsx'
import type { Chosen } from './chosen.ts'
import type { Listed } from './listed.ts'
import { SeatTags } from './seat-tag.tsx'
import { Status } from './status.tsx'

interface Shown {
  readonly chosen: Chosen
  readonly at: string | undefined
  /** Beside the panel of a user, which says the rest, there is room for less. */
  readonly isNarrow: boolean
  /** Where there is no room for all columns, the user name stands below the name. */
  readonly isStacked: boolean
  /** Where there is one source only, it goes without saying. */
  readonly hasSources: boolean
}

/** The columns of the list of users. `data-peek` is what the space bar goes by. */
export function userColumns({ chosen, at, isNarrow, isStacked, hasSources }: Shown): readonly Column<Listed>[] {
  const columns: readonly (Column<Listed> | false)[] = [
    at === undefined && {
      id: 'choose',
      name: text('users.choose'),
      quietName: true,
      width: '1.25rem',
      card: 'corner',
      cell: ({ id, displayName, userName }) => (
        <RowCheck
          label={text('users.chooseOne', { name: displayName || userName })}
          checked={chosen.has(id)}
          onChange={(wanted, toHere) => chosen.choose(id, wanted, toHere)}
        />
      ),
    },
    {
      id: 'name',
      name: text('users.name'),
      width: isStacked ? 'minmax(0, 26fr)' : 'minmax(0, 20fr)',
      card: 'title',
      cell: ({ id, displayName, userName }) => (
        <>
          <Link
            to="/users/$user"
            params={{ user: id }}
            search={at === undefined ? {} : { at }}
            data-peek={id}
            className={`${rowLinkClass} block truncate`}
          >
            <bdi>{displayName || userName}</bdi>
          </Link>
          {isStacked && <span className="block truncate text-sm text-ink-soft">{userName}</span>}
        </>
      ),
    },
    !isNarrow &&
      !isStacked && {
        id: 'userName',
        name: text('users.userName'),
        width: 'minmax(0, 27fr)',
        card: 'line',
        cell: ({ userName, address }) => (
          <span className="block truncate text-ink-soft" title={address ?? userName}>
            {userName}
          </span>
        ),
      },
    {
      id: 'status',
      name: text('users.status'),
      width: '8rem',
      card: 'plain',
      cell: (user) => <Status user={user} />,
    },
    {
      id: 'role',
      name: text('users.role'),
      width: '6rem',
      card: 'plain',
      cell: ({ role }) => <span className={role === 'member' ? 'text-ink-soft' : ''}>{text(`role.${role}`)}</span>,
    },
    {
      id: 'seats',
      name: text('users.seats'),
      width: 'minmax(0, 32fr)',
      card: 'line',
      cell: (user) => <SeatTags user={user} most={2} />,
    },
    // Of the past only what rules gave is known, which would seem to be the language they had.
    !isNarrow &&
      !isStacked &&
      at === undefined && {
        id: 'language',
        name: text('users.language'),
        width: '5.5rem',
        card: 'plain',
        cell: ({ language }) => (
          <span className="block truncate text-ink-soft">{language === null ? '–' : languageName(language)}</span>
        ),
      },
    !isNarrow &&
      hasSources && {
        id: 'source',
        name: text('users.source'),
        width: '8rem',
        card: 'plain',
        cell: ({ source }) => (
          <span className="block truncate text-ink-soft" title={source.name}>
            {source.name}
          </span>
        ),
      },
  ]
  return columns.filter((column) => column !== false)
}
