import type { GroupActivity as Acts, GroupDetail } from '../../src/contract/group.ts'
import { actText } from '../activity/act.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useGroupActivity } from './queries.ts'

/** What its source and admins did to a group, newest first. */
export function GroupActivity({ group }: { readonly group: GroupDetail }) {
  const acts = useGroupActivity(group.id)
  return (
    <Answer to={{ data: acts.data?.pages.flatMap((page) => page.activity), error: acts.error, refetch: acts.refetch }}>
      {(found) =>
        found.length === 0 ? (
          <Empty icon="activity" title={text('groups.noActivity')} about={text('groups.noActivityHint')} />
        ) : (
          <Panel flush>
            <VirtualTable
              label={text('groups.activity')}
              columns={columns}
              rows={found}
              rowKey={({ id }) => id}
              more={
                acts.hasNextPage
                  ? { isLoading: acts.isFetchingNextPage, load: () => void acts.fetchNextPage() }
                  : undefined
              }
            />
          </Panel>
        )
      }
    </Answer>
  )
}

const columns: readonly Column<Acts['activity'][number]>[] = [
  {
    id: 'what',
    name: text('groups.what'),
    width: 'minmax(0, 2fr)',
    card: 'line',
    cell: (act) => actText(act),
  },
  {
    id: 'who',
    name: text('groups.who'),
    width: 'minmax(0, 1fr)',
    cell: ({ actor }) => <bdi className="text-ink-soft">{actor.name}</bdi>,
  },
  { id: 'at', name: text('groups.when'), width: '10rem', cell: ({ at }) => <Moment at={at} /> },
]
