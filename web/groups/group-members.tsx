import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { GroupDetail, Members } from '../../src/contract/group.ts'
import { list, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Filter } from '../ui/filter.tsx'
import { Panel } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { type Column, rowLinkClass } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useMembers } from './queries.ts'

const route = getRouteApi('/signed-in/shell/groups/$group')

/** Who is in a group; for those who are not directly in it, by which groups. */
export function GroupMembers({ group }: { readonly group: GroupDetail }) {
  const { search, how } = route.useSearch()
  const navigate = route.useNavigate()
  const members = useMembers(group.id, {
    ...(search !== undefined && { search }),
    ...((how === 'direct' || how === 'through') && { how }),
  })
  const onSearch = useCallback(
    (typed: string) =>
      void navigate({
        search: ({ search: _, ...rest }) => (typed.trim() ? { ...rest, search: typed.trim() } : rest),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="w-full max-w-sm">
          <SearchField
            label={text('groups.searchMembers')}
            placeholder={text('groups.searchMembers')}
            value={search ?? ''}
            onSearch={onSearch}
          />
        </div>
        {group.children.length > 0 && (
          <Filter
            label={text('groups.how')}
            value={how}
            options={[
              { id: 'direct', name: text('groups.isDirect') },
              { id: 'through', name: text('groups.isThrough') },
            ]}
            onChange={(chosen) =>
              void navigate({
                search: ({ how: _, ...rest }) => (chosen === undefined ? rest : { ...rest, how: chosen }),
                resetScroll: false,
              })
            }
          />
        )}
      </div>
      <Answer
        to={{
          data: members.data?.pages.flatMap((page) => page.members),
          error: members.error,
          refetch: members.refetch,
        }}
      >
        {(found) =>
          found.length === 0 ? (
            search === undefined && how === undefined ? (
              <Empty icon="users" title={text('groups.noMembers')} about={text('groups.noMembersHint')} />
            ) : (
              <Empty icon="search" title={text('groups.noMembersFound')} />
            )
          ) : (
            <Panel flush>
              <VirtualTable
                label={text('groups.members')}
                columns={columns}
                rows={found}
                rowKey={({ id }) => id}
                more={
                  members.hasNextPage
                    ? { isLoading: members.isFetchingNextPage, load: () => void members.fetchNextPage() }
                    : undefined
                }
              />
            </Panel>
          )
        }
      </Answer>
    </>
  )
}

const columns: readonly Column<Members['members'][number]>[] = [
  {
    id: 'name',
    name: text('groups.name'),
    width: 'minmax(0, 14fr)',
    card: 'line',
    cell: ({ id, name, userName, active }) => (
      <span className="flex min-w-0 items-center gap-2">
        <Link to="/users/$user" params={{ user: id }} className={`${rowLinkClass} block truncate`}>
          <bdi>{name || userName}</bdi>
        </Link>
        {!active && <Tag look="outline">{text('groups.inactive')}</Tag>}
      </span>
    ),
  },
  {
    id: 'userName',
    name: text('groups.userName'),
    width: 'minmax(0, 18fr)',
    card: 'line',
    cell: ({ userName }) => <span className="block truncate text-ink-soft">{userName}</span>,
  },
  {
    id: 'how',
    name: text('groups.how'),
    width: 'minmax(0, 16fr)',
    card: 'line',
    cell: ({ direct, through }) => {
      const groups = list(through.map(({ name }) => name))
      const way = direct ? text('groups.isDirect') : text('groups.through', { groups })
      return (
        <span className={`block truncate ${direct ? 'text-ink-soft' : ''}`} title={direct ? undefined : groups}>
          {way}
        </span>
      )
    },
  },
]
