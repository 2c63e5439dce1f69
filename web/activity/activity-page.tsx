import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { EntryDrawer } from './entry-drawer.tsx'
import { EntryTable } from './entry-table.tsx'
import { ActivityFilterBar } from './filters.tsx'
import { Fresh } from './fresh.tsx'
import { exportAddress, filtersOf, loadActivity, loadRuns } from './queries.ts'
import { RunsTable } from './runs-table.tsx'
import { useScrolled, useStream } from './stream.ts'

const route = getRouteApi('/signed-in/shell/activity')

export function ActivityPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [follows, setFollows] = useState(true)
  const filters = filtersOf(search)
  return (
    <Page
      title={text('activity.title')}
      actions={
        <>
          <span className="flex items-center gap-2 text-sm text-ink-soft">
            <span aria-hidden="true">{text('activity.follow')}</span>
            <Switch label={text('activity.follow')} isSelected={follows} onChange={setFollows} />
          </span>
          <Export filters={filters} />
        </>
      }
    >
      <Tabs
        label={text('activity.title')}
        chosen={search.tab === 'runs' ? 'runs' : 'stream'}
        onChoose={(tab) => void navigate({ search: tab === 'runs' ? { tab } : {}, replace: true })}
        tabs={[
          {
            id: 'stream',
            name: text('activity.stream'),
            body: () => <Entries follows={follows} />,
          },
          { id: 'runs', name: text('activity.runs'), body: () => <RunList follows={follows} /> },
        ]}
      />
    </Page>
  )
}

function Entries({ follows }: { readonly follows: boolean }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filters = filtersOf(search)
  const isReading = useScrolled() || search.entry !== undefined
  const stream = useStream({
    key: ['activity', filters],
    load: (cursor, signal) => loadActivity(filters, cursor, signal),
    placeOf: ({ id }) => id,
    follows,
    isReading,
  })
  const isFiltered = Object.keys(filters).length > 0
  const clear = () => void navigate({ search: {}, replace: true })
  return (
    <>
      <ActivityFilterBar
        filters={filters}
        entries={stream.rows ?? []}
        onClear={clear}
        onChange={(change) => void navigate({ search: filtersOf({ ...filters, ...change }), replace: true })}
      />
      <Fresh stream={stream} />
      <Answer to={{ data: stream.rows, error: stream.error, refetch: stream.refetch }}>
        {(rows) =>
          rows.length > 0 ? (
            <div className={stream.isEarlier ? 'opacity-60' : ''} aria-busy={stream.isEarlier}>
              <Panel flush>
                <EntryTable entries={rows} more={stream.more} />
              </Panel>
            </div>
          ) : isFiltered ? (
            <Empty
              icon="search"
              title={text('activity.noneFound')}
              about={text('activity.noneFoundHint')}
              actions={<Button onPress={clear}>{text('activity.clear')}</Button>}
            />
          ) : (
            <Empty icon="activity" title={text('activity.empty')} about={text('activity.emptyHint')} />
          )
        }
      </Answer>
      {search.entry !== undefined && (
        <EntryDrawer
          key={search.entry}
          id={search.entry}
          known={stream.rows?.find(({ id }) => id === search.entry)}
          onClose={() => void navigate({ search: ({ entry: _, ...rest }) => rest, replace: true, resetScroll: false })}
        />
      )}
    </>
  )
}

function RunList({ follows }: { readonly follows: boolean }) {
  const stream = useStream({
    key: ['runs', 'stream'],
    load: loadRuns,
    placeOf: ({ run }) => String(run).padStart(16, '0'),
    follows,
    isReading: useScrolled(),
  })
  return (
    <>
      <Fresh stream={stream} />
      <Answer to={{ data: stream.rows, error: stream.error, refetch: stream.refetch }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon="bolt" title={text('activity.noRuns')} about={text('activity.noRunsHint')} />
          ) : (
            <Panel flush>
              <RunsTable runs={rows} more={stream.more} />
            </Panel>
          )
        }
      </Answer>
    </>
  )
}

function Export({ filters }: { readonly filters: ReturnType<typeof filtersOf> }) {
  const download = (format: 'csv' | 'jsonl') => {
    const link = document.createElement('a')
    link.href = exportAddress(filters, format)
    link.download = ''
    link.click()
  }
  return (
    <Menu label={text('activity.export')} trigger={<Button icon="download">{text('activity.export')}</Button>}>
      <MenuActions
        actions={(['csv', 'jsonl'] as const).map((format) => ({
          id: format,
          name: text(`activity.formats.${format}`),
          onAction: () => download(format),
        }))}
      />
    </Menu>
  )
}
