import { Link } from '@tanstack/react-router'
import type { Source } from '../../src/contract/source.ts'
import type { ScimRequest } from '../../src/contract/traffic.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Filter } from '../ui/filter.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { type Column, rowLinkClass } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useTraffic } from './queries.ts'
import { milliseconds, readable, StatusTag } from './requests.tsx'
import { understoodText } from './understood.ts'

const statuses = ['ok', 'refused', 'failed'] as const

/** Every request that is kept. */
export function TrafficTab({
  source,
  status,
  onStatus,
}: {
  readonly source: Source
  readonly status: string | undefined
  readonly onStatus: (status: string | undefined) => void
}) {
  const known = statuses.find((each) => each === status)
  const traffic = useTraffic(source.id, { status: known })
  const rows = traffic.data?.pages.flatMap(({ requests }) => requests)
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Filter
          label={text('sources.answer')}
          options={statuses.map((id) => ({ id, name: text(`sources.status.${id}`) }))}
          value={known}
          onChange={onStatus}
        />
        <span className="text-sm text-ink-soft">{text('sources.kept', { count: source.trafficDays })}</span>
      </div>
      <Answer to={{ data: rows, error: traffic.error, refetch: traffic.refetch }}>
        {(found) =>
          found.length === 0 ? (
            <Nothing filtered={known !== undefined} onClear={() => onStatus(undefined)} />
          ) : (
            <Panel flush>
              <VirtualTable
                label={text('sources.tab.traffic')}
                columns={columnsOf(source.id)}
                rows={found}
                rowKey={({ id }) => id}
                more={
                  traffic.hasNextPage
                    ? { isLoading: traffic.isFetchingNextPage, load: () => void traffic.fetchNextPage() }
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

const columnsOf = (source: string): readonly Column<ScimRequest>[] => [
  {
    id: 'at',
    name: text('sources.when'),
    width: '8rem',
    card: 'line',
    cell: ({ at }) => (
      <span className="text-xs text-ink-soft @2xl:text-sm">
        <Moment at={at} />
      </span>
    ),
  },
  {
    id: 'understood',
    name: text('sources.understood'),
    width: 'minmax(0, 24fr)',
    card: 'line',
    cell: ({ id, understood, quirks }) => (
      <span className="flex items-center gap-1.5">
        <Link
          to="/sources/$source"
          params={{ source }}
          search={(was) => ({ ...was, request: id })}
          resetScroll={false}
          className={`${rowLinkClass} truncate`}
        >
          {understoodText(understood)}
        </Link>
        {quirks.length > 0 && (
          <span title={text('sources.quirks', { count: quirks.length })}>
            <Icon name="bolt" className="text-ink-soft" />
            <span className="sr-only">{text('sources.quirks', { count: quirks.length })}</span>
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'request',
    name: text('sources.request'),
    width: 'minmax(0, 26fr)',
    card: 'line',
    cell: ({ method, path }) => (
      <code className="block truncate font-mono text-xs text-ink-soft">
        {method} {readable(path)}
      </code>
    ),
  },
  {
    id: 'status',
    name: text('sources.answer'),
    width: '5rem',
    card: 'plain',
    cell: ({ status }) => <StatusTag status={status} />,
  },
  {
    id: 'took',
    name: text('sources.took'),
    width: '5rem',
    align: 'end',
    card: 'plain',
    cell: ({ tookMs }) => <span className="text-ink-soft">{milliseconds(tookMs)}</span>,
  },
]

function Nothing({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  if (!filtered) return <Empty icon="activity" title={text('sources.trafficEmpty')} about={text('sources.liveEmpty')} />
  return (
    <Empty
      icon="search"
      title={text('sources.noneFound')}
      about={text('sources.noneFoundHint')}
      actions={<Button onPress={onClear}>{text('sources.clear')}</Button>}
    />
  )
}
