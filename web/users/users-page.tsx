import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { ApiError } from '../api.ts'
import { PastNotice } from '../history/past-notice.tsx'
import { TimeScrubber } from '../history/scrubber.tsx'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useWide } from '../ui/wide.ts'
import { useChosen } from './chosen.ts'
import { ChosenUsers } from './chosen-users.tsx'
import { exportAddress, hasSeveral, type Listed, useSources, useUserCount, useUsers } from './listed.ts'
import { Peek } from './peek.tsx'
import { askedOf, asOf, isNarrowed, searchOf, type UserSearch, withoutFilters } from './search.ts'
import { usePeeking } from './use-peeking.ts'
import { userColumns } from './user-columns.tsx'
import { UserFilters } from './user-filters.tsx'

const route = getRouteApi('/signed-in/shell/users')

/** Everybody: found by words and filters, which stand in the address with the moment and who is peeked at. */
export function UsersPage() {
  const search = route.useSearch() as UserSearch
  const { at, peek } = search
  const navigate = route.useNavigate()
  const users = useUsers(search)
  const count = useUserCount(search)
  const go = useCallback(
    (next: UserSearch, replace = false) => void navigate({ search: next, replace, resetScroll: false }),
    [navigate],
  )
  const onSearch = useCallback(
    (typed: string) => {
      void navigate({
        search: ({ filter: _, search: __, ...rest }) => ({ ...rest, ...searchOf(typed) }),
        replace: true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  const peeking = usePeeking(
    peek,
    useCallback(
      (user) =>
        void navigate({
          search: ({ peek: _, ...rest }) => (user === undefined ? rest : { ...rest, peek: user }),
          replace: true,
          resetScroll: false,
        }),
      [navigate],
    ),
  )
  const refused = users.error instanceof ApiError && users.error.status === 400 ? users.error : undefined
  // Before the first user came there is nothing to narrow, to count or to export.
  const isBare = users.data?.pages[0]?.users.length === 0 && !isNarrowed(search) && at === undefined
  return (
    <Page
      title={text('users.title')}
      about={
        count.data &&
        !refused &&
        !isBare && (
          <span role="status">
            {text(count.data.more ? 'users.inAllMore' : 'users.inAll', { count: count.data.count })}
          </span>
        )
      }
      actions={
        !isBare && (
          <>
            <TimeScrubber at={at} onChange={(moment) => go(asOf(search, moment))} />
            <a href={exportAddress(search)} download className={buttonClass()}>
              <Icon name="download" />
              {text('users.export')}
            </a>
          </>
        )
      }
    >
      <PastNotice at={at} onChange={(moment) => go(asOf(search, moment))} />
      <div className={isBare ? 'hidden' : 'flex flex-wrap items-start gap-x-3 gap-y-2'}>
        <div className="w-full max-w-sm">
          <SearchField
            label={text('users.search')}
            placeholder={text('users.searchPlaceholder')}
            value={search.filter ?? search.search ?? ''}
            onSearch={onSearch}
            error={refused && text('users.filterRefused', { detail: refused.message })}
          />
        </div>
        <UserFilters search={search} onChange={go} />
      </div>
      {!refused && (
        <div className={peek === undefined ? '' : 'grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]'}>
          <div className="flex min-w-0 flex-col gap-4" {...peeking.listen}>
            <Answer
              to={{
                data: users.data?.pages.flatMap((page): readonly Listed[] => page.users),
                error: users.error,
                refetch: users.refetch,
              }}
            >
              {(found) =>
                found.length === 0 ? (
                  <Nobody search={search} onClear={() => go(withoutFilters(search))} />
                ) : (
                  <Found
                    search={search}
                    found={found}
                    users={users}
                    total={count.data?.more ? undefined : count.data?.count}
                  />
                )
              }
            </Answer>
          </div>
          {peek !== undefined && <Peek user={peek} at={at} onClose={peeking.close} />}
        </div>
      )}
    </Page>
  )
}

interface FoundProps {
  readonly search: UserSearch
  readonly found: readonly Listed[]
  readonly users: Pick<
    ReturnType<typeof useUsers>,
    'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'isFetching'
  >
  readonly total: number | undefined
}

function Found({ search, found, users, total }: FoundProps) {
  const { at } = search
  const chosen = useChosen(
    found.map(({ id }) => id),
    JSON.stringify(askedOf(search)),
  )
  const hasSources = hasSeveral(useSources().data?.sources)
  // Wider than cards, and yet too narrow for all columns.
  const isStacked = [useWide(704), !useWide(1280)].every(Boolean)
  const isNarrow = search.peek !== undefined
  const columns = userColumns({ chosen, at, hasSources, isNarrow, isStacked })
  return (
    <>
      {at === undefined && <ChosenUsers chosen={chosen} loaded={found.length} />}
      <Panel flush>
        <VirtualTable
          label={text('users.title')}
          columns={columns}
          rows={found}
          rowKey={({ id }) => id}
          rowClass={({ id }) => (id === search.peek || chosen.has(id) ? 'bg-accent-soft/50' : '')}
          total={total}
          more={
            users.hasNextPage
              ? { isLoading: users.isFetchingNextPage, load: () => void users.fetchNextPage() }
              : undefined
          }
        />
      </Panel>
    </>
  )
}

/** Nobody there is one thing, nobody found another. */
function Nobody({ search, onClear }: { readonly search: UserSearch; readonly onClear: () => void }) {
  if (isNarrowed(search))
    return (
      <Empty
        icon="search"
        title={text('users.noneFound')}
        about={text('users.noneFoundHint')}
        actions={<Button onPress={onClear}>{text('users.clear')}</Button>}
      />
    )
  if (search.at !== undefined)
    return <Empty icon="history" title={text('users.nobodyThen')} about={text('users.nobodyThenHint')} />
  return (
    <Empty
      icon="users"
      title={text('users.empty')}
      about={text('users.emptyHint')}
      actions={
        <Link to="/sources" className={buttonClass('primary')}>
          {text('users.connect')}
        </Link>
      }
    />
  )
}
