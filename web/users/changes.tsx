import type { Change } from '../../src/contract/activity.ts'
import type { Request } from '../../src/contract/because.ts'
import type { User } from '../../src/contract/user.ts'
import { actText, changeText } from '../activity/act.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty, Lines } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Filter } from '../ui/filter.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useAddress } from './asked.ts'
import { useTimeline } from './queries.ts'

/** How the kinds begin that concern a user; a family is asked for by its beginning. */
const kinds = ['seat', 'loss', 'role', 'access', 'user-group', 'device-groups', 'language', 'pin', 'user'] as const
const types = ['change', 'request'] as const

type Entry = Change | Request

/** What happened to a user and what was done about them, newest first, each with its reason. */
export function Changes({ user }: { readonly user: User }) {
  const { search, go } = useAddress()
  const kind = kinds.find((each) => each === search.kind)
  const type = types.find((each) => each === search.type)
  const timeline = useTimeline(user.id, { ...(kind && { kind }), ...(type && { type }) })
  const rows = timeline.data?.pages.flatMap((page) => page.activity)
  const clear = () => go({ kind: undefined, type: undefined })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Filter
          label={text('user.kind')}
          options={kinds.map((id) => ({ id, name: text(`user.kinds.${id}`) }))}
          value={kind}
          onChange={(id) => go({ kind: id })}
        />
        <Filter
          label={text('user.type')}
          options={types.map((id) => ({ id, name: text(`user.types.${id}`) }))}
          value={type}
          onChange={(id) => go({ type: id })}
        />
      </div>
      <Answer to={{ data: rows, error: timeline.error, refetch: timeline.refetch }} skeleton={<Lines count={4} />}>
        {(found) =>
          found.length === 0 ? (
            <Nothing filtered={kind !== undefined || type !== undefined} onClear={clear} />
          ) : (
            <Panel flush>
              <VirtualTable
                label={text('user.tab.timeline')}
                columns={columnsFor(newMoments(found), (at) => go({ at, why: undefined }))}
                rows={found}
                rowKey={({ id }) => id}
                more={
                  timeline.hasNextPage
                    ? { isLoading: timeline.isFetchingNextPage, load: () => void timeline.fetchNextPage() }
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

function Nothing({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  if (!filtered) return <Empty icon="history" title={text('user.noChanges')} about={text('user.noChangesHint')} />
  return (
    <Empty
      icon="search"
      title={text('user.noneFit')}
      actions={<Button onPress={onClear}>{text('user.clearFilters')}</Button>}
    />
  )
}

/** The first entry of each moment: what one run did is read as one. */
function newMoments(entries: readonly Entry[]): ReadonlySet<string> {
  const first = entries.filter(({ at, type }, index) => {
    const before = entries[index - 1]
    return before?.at !== at || before.type !== type
  })
  return new Set(first.map(({ id }) => id))
}

const columnsFor = (first: ReadonlySet<string>, show: (at: string) => void): readonly Column<Entry>[] => [
  {
    id: 'at',
    name: text('user.when'),
    width: '9.5rem',
    card: 'plain',
    cell: ({ at, id }) => (
      <span className={`text-sm text-ink-soft ${first.has(id) ? '' : 'sr-only'}`}>
        <Moment at={at} form="short" />
      </span>
    ),
  },
  {
    id: 'what',
    name: text('user.what'),
    width: 'minmax(0, 5fr)',
    card: 'line',
    cell: (entry) => (
      <bdi className={entry.type === 'change' ? 'font-medium' : ''}>
        {entry.type === 'request' ? actText(entry) : changeText(entry)}
      </bdi>
    ),
  },
  {
    id: 'why',
    name: text('user.because'),
    width: 'minmax(0, 5fr)',
    card: 'line',
    cell: (entry) => (
      <span className="text-sm text-ink-soft">
        {entry.type === 'request' ? text('user.by', { name: entry.actor.name }) : entry.because.text}
      </span>
    ),
  },
  {
    id: 'then',
    name: text('user.then'),
    width: '8rem',
    align: 'end',
    card: 'plain',
    quietName: true,
    cell: (entry) =>
      entry.type === 'change' && first.has(entry.id) ? (
        <Button
          look="quiet"
          className="min-h-7! px-2!"
          aria-label={text('user.showThen', { what: changeText(entry) })}
          onPress={() => show(entry.at)}
        >
          {text('user.then')}
        </Button>
      ) : null,
  },
]
