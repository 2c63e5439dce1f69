import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Filter } from '../ui/filter.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useWide } from '../ui/wide.ts'
import { hasSeveral, useSources } from '../users/listed.ts'
import { groupColumns } from './group-columns.tsx'
import { type GroupSearch, useGroupCount, useGroups } from './queries.ts'

const route = getRouteApi('/signed-in/shell/groups')

/** Directory groups as the sources state them; where rules begin. */
export function GroupsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const groups = useGroups(search)
  const count = useGroupCount(search)
  const sources = useSources().data?.sources
  const hasSources = hasSeveral(sources)
  const isStacked = [useWide(704), !useWide(1280)].every(Boolean)
  const columns = useMemo(() => groupColumns(hasSources, isStacked), [hasSources, isStacked])
  const go = (next: GroupSearch) => void navigate({ search: next, resetScroll: false })
  const onSearch = useCallback(
    (typed: string) =>
      void navigate({
        search: ({ search: _, ...rest }) => (typed.trim() ? { ...rest, search: typed.trim() } : rest),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const choose = (chip: 'source' | 'used') => (value: string | undefined) => {
    const { [chip]: _, ...rest } = search
    go(value === undefined ? rest : { ...rest, [chip]: value })
  }
  const isNarrowed = Object.values(search).some((value) => value !== undefined)
  // Before the first group came there is nothing to narrow or to count.
  const isBare = groups.data?.pages[0]?.groups.length === 0 && !isNarrowed
  return (
    <Page
      title={text('groups.title')}
      about={!isBare && count.data && <span role="status">{text('groups.inAll', { count: count.data.count })}</span>}
    >
      <div className={isBare ? 'hidden' : 'flex flex-wrap items-start gap-x-3 gap-y-2'}>
        <div className="w-full max-w-sm">
          <SearchField
            label={text('groups.search')}
            placeholder={text('groups.searchPlaceholder')}
            value={search.search ?? ''}
            onSearch={onSearch}
          />
        </div>
        <fieldset className="flex flex-wrap items-center gap-1.5 pt-0.5" aria-label={text('groups.filters')}>
          <Filter
            label={text('groups.rules')}
            value={search.used}
            options={[
              { id: 'yes', name: text('groups.usedOnes') },
              { id: 'no', name: text('groups.unusedOnes') },
            ]}
            onChange={choose('used')}
          />
          {(hasSources || search.source !== undefined) && (
            <Filter
              label={text('groups.source')}
              value={search.source}
              options={sources ?? []}
              onChange={choose('source')}
            />
          )}
          {isNarrowed && (
            <Button look="quiet" icon="close" onPress={() => go({})}>
              {text('groups.clearFilters')}
            </Button>
          )}
        </fieldset>
      </div>
      <Answer
        to={{ data: groups.data?.pages.flatMap((page) => page.groups), error: groups.error, refetch: groups.refetch }}
      >
        {(found) =>
          found.length === 0 ? (
            <Nothing isNarrowed={isNarrowed} onClear={() => go({})} />
          ) : (
            <Panel flush>
              <VirtualTable
                label={text('groups.title')}
                columns={columns}
                rows={found}
                rowKey={({ id }) => id}
                total={count.data?.count}
                more={
                  groups.hasNextPage
                    ? { isLoading: groups.isFetchingNextPage, load: () => void groups.fetchNextPage() }
                    : undefined
                }
              />
            </Panel>
          )
        }
      </Answer>
    </Page>
  )
}

function Nothing({ isNarrowed, onClear }: { readonly isNarrowed: boolean; readonly onClear: () => void }) {
  if (isNarrowed)
    return (
      <Empty
        icon="search"
        title={text('groups.noneFound')}
        about={text('groups.noneFoundHint')}
        actions={<Button onPress={onClear}>{text('groups.clear')}</Button>}
      />
    )
  return (
    <Empty
      icon="groups"
      title={text('groups.empty')}
      about={text('groups.emptyHint')}
      actions={
        <Link to="/sources" className={buttonClass('primary')}>
          {text('groups.toSources')}
        </Link>
      }
    />
  )
}
