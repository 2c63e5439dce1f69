import type { GroupDetail, PendingMembers } from '../../src/contract/group.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { usePending } from './queries.ts'

/** Members that the source named before it pushed them: usually they are not assigned to the application there. */
export function Pending({ group }: { readonly group: GroupDetail }) {
  const pending = usePending(group.id)
  return (
    <Answer
      to={{ data: pending.data?.pages.flatMap((page) => page.pending), error: pending.error, refetch: pending.refetch }}
    >
      {(found) =>
        found.length === 0 ? (
          <Empty icon="check" title={text('groups.noPending')} />
        ) : (
          <>
            <p className="max-w-prose text-md text-ink-soft">{text('groups.pendingHint')}</p>
            <Panel flush>
              <VirtualTable
                label={text('groups.pending')}
                columns={columns}
                rows={found}
                rowKey={({ value }) => value}
                more={
                  pending.hasNextPage
                    ? { isLoading: pending.isFetchingNextPage, load: () => void pending.fetchNextPage() }
                    : undefined
                }
              />
            </Panel>
          </>
        )
      }
    </Answer>
  )
}

const columns: readonly Column<PendingMembers['pending'][number]>[] = [
  {
    id: 'value',
    name: text('groups.value'),
    width: 'minmax(0, 1fr)',
    card: 'line',
    cell: ({ value }) => <span className="font-mono text-sm wrap-anywhere">{value}</span>,
  },
  {
    id: 'since',
    name: text('groups.since'),
    width: '10rem',
    cell: ({ since }) => <span className="text-ink-soft">{since === null ? '–' : <Moment at={since} />}</span>,
  },
]
