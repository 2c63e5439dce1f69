import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { User } from '../../src/contract/user.ts'
import { ApiError } from '../api.ts'
import { number, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { type Column, rowLinkClass, Table } from '../ui/table.tsx'
import { useUsers } from './queries.ts'
import { filterOf, typedOf } from './search.ts'
import { SeatTags } from './seat-tag.tsx'
import { Status } from './status.tsx'

const route = getRouteApi('/signed-in/shell/users')

export function UsersPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const users = useUsers(search)
  const onSearch = useCallback(
    (typed: string) =>
      void navigate({
        search: ({ deleted }) => {
          const filter = filterOf(typed)
          return { ...(filter !== undefined && { filter }), ...(deleted && { deleted }) }
        },
        replace: true,
      }),
    [navigate],
  )
  const refused = users.error instanceof ApiError && users.error.status === 400 ? users.error : undefined
  const rows = users.data?.pages.flatMap((page) => page.users)
  return (
    <Page title={text('users.title')} about={text('users.about')}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <SearchField
          label={text('users.search')}
          placeholder={text('users.searchPlaceholder')}
          value={typedOf(search.filter)}
          onSearch={onSearch}
          error={refused && text('users.filterRefused', { detail: refused.message })}
        />
        <Checkbox
          isSelected={search.deleted === true}
          onChange={(deleted) =>
            void navigate({
              search: ({ filter }) => ({ ...(filter !== undefined && { filter }), ...(deleted && { deleted }) }),
              replace: true,
            })
          }
        >
          {text('users.deleted')}
        </Checkbox>
      </div>
      {!refused && (
        <Answer to={{ data: rows, error: users.error, refetch: users.refetch }}>
          {(found) =>
            found.length === 0 ? (
              <Nobody filtered={search.filter !== undefined} onClear={() => onSearch('')} />
            ) : (
              <>
                <Panel flush>
                  <Table label={text('users.title')} columns={columns} rows={found} rowKey={({ id }) => id} />
                </Panel>
                <div className="flex flex-wrap items-center gap-3 text-sm text-ink-soft">
                  <span role="status">
                    {text(users.hasNextPage ? 'users.shownSoFar' : 'users.shown', { count: found.length })}
                  </span>
                  {users.hasNextPage && (
                    <Button isPending={users.isFetchingNextPage} onPress={() => void users.fetchNextPage()}>
                      {text('users.more', { count: number(100) })}
                    </Button>
                  )}
                </div>
              </>
            )
          }
        </Answer>
      )}
    </Page>
  )
}

const columns: readonly Column<User>[] = [
  {
    id: 'name',
    name: text('users.name'),
    width: 'minmax(0, 16fr)',
    card: 'line',
    cell: ({ id, displayName, userName }) => (
      <Link to="/users/$user" params={{ user: id }} className={`${rowLinkClass} block truncate`}>
        <bdi>{displayName || userName}</bdi>
      </Link>
    ),
  },
  {
    id: 'userName',
    name: text('users.userName'),
    width: 'minmax(0, 22fr)',
    card: 'line',
    cell: ({ userName, address }) => (
      <span className="block truncate text-ink-soft" title={address ?? userName}>
        {userName}
      </span>
    ),
  },
  { id: 'status', name: text('users.status'), width: '9rem', card: 'plain', cell: (user) => <Status user={user} /> },
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
    cell: (user) => <SeatTags user={user} />,
  },
]

/** Nobody there is one thing, nobody found another. */
function Nobody({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  if (!filtered) return <Empty icon="users" title={text('users.empty')} about={text('users.emptyHint')} />
  return (
    <Empty
      icon="search"
      title={text('users.noneFound')}
      about={text('users.noneFoundHint')}
      actions={<Button onPress={onClear}>{text('users.clear')}</Button>}
    />
  )
}
