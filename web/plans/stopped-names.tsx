import { useCallback, useMemo, useState } from 'react'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty, Lines } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Notice } from '../ui/notice.tsx'
import { SearchField } from '../ui/search-field.tsx'
import type { Column } from '../ui/table.tsx'
import { say } from '../ui/toast.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { KeepStopped } from './keep-stopped.tsx'
import { type Meant, useApplyStopped } from './stops.ts'

/** What the buttons and their outcome are called. */
interface Words {
  readonly apply: (count: number) => string
  readonly keep: (count: number) => string
  readonly applied: (count: number) => string
  readonly keepTitle: string
}

interface Props<Row extends { readonly user: Reference }> {
  readonly label: string
  readonly pages: {
    readonly error: Error | null
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
    readonly refetch: () => unknown
  }
  readonly rows: readonly Row[] | undefined
  /** How many there are without a search. */
  readonly total: number
  readonly columns: readonly Column<Row>[]
  readonly search: string
  readonly onSearch: (search: string) => void
  /** Somebody has said yes already; the next run does it. */
  readonly isClosed: (row: Row) => boolean
  readonly isReadOnly?: boolean
  readonly meant: Meant
  readonly words: Words
}

/** Names of what was stopped, to choose from; the buttons are for who is chosen, or for all where nobody is. */
export function StoppedNames<Row extends { readonly user: Reference }>(props: Props<Row>) {
  const { label, pages, rows, total, search, onSearch, isClosed, isReadOnly = false, meant, words } = props
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isKeeping, setKeeping] = useState(false)
  const apply = useApplyStopped()
  const count = chosen.size || total
  const which: Meant = { ...meant, ...(chosen.size > 0 && { users: [...chosen] }) }
  const nobody = () => setChosen(new Set())
  // Awaited: with the last name this leaves the page, and callbacks with it.
  const applyChosen = async () => {
    const applied = await apply.mutateAsync(which)
    nobody()
    say({ title: words.applied(applied) })
  }
  const toggle = useCallback(
    (user: string, isChosen: boolean) =>
      setChosen((before) => {
        const next = new Set(before)
        if (isChosen) next.add(user)
        else next.delete(user)
        return next
      }),
    [],
  )
  const columns = useMemo(
    () => (isReadOnly ? props.columns : [chooser<Row>(chosen, toggle, isClosed), ...props.columns]),
    [isReadOnly, props.columns, chosen, toggle, isClosed],
  )
  return (
    <div className="flex flex-col">
      <div className="flex flex-col gap-2 px-4 pt-3 pb-2">
        {apply.error && <Notice live look="bad" title={apply.error.message} />}
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-full sm:w-64">
            <SearchField
              label={text('plans.searchUser')}
              placeholder={text('plans.searchPlaceholder')}
              value={search}
              onSearch={onSearch}
            />
          </div>
          {!isReadOnly && (
            <>
              <p role="status" className="flex-1 text-sm text-ink-soft">
                {text(chosen.size === 0 ? 'stopped.forAll' : 'stopped.chosen', { count })}
              </p>
              {chosen.size > 0 && (
                <Button look="quiet" onPress={nobody}>
                  {text('plans.chooseNobody')}
                </Button>
              )}
              <Button onPress={() => setKeeping(true)}>{words.keep(count)}</Button>
              <Button look="danger" isPending={apply.isPending} onPress={() => void applyChosen().catch(() => {})}>
                {words.apply(count)}
              </Button>
            </>
          )}
        </div>
      </div>
      <Answer to={{ data: rows, error: pages.error, refetch: pages.refetch }} skeleton={<Lines count={4} />}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon="search" title={text('stopped.noneFound')} about={text('stopped.noneFoundHint')} />
          ) : (
            <VirtualTable
              label={label}
              columns={columns}
              rows={found}
              rowKey={({ user }) => user.id}
              total={search === '' ? total : undefined}
              more={
                pages.hasNextPage
                  ? { isLoading: pages.isFetchingNextPage, load: () => void pages.fetchNextPage() }
                  : undefined
              }
            />
          )
        }
      </Answer>
      {isKeeping && (
        <KeepStopped
          title={words.keepTitle}
          meant={which}
          button={words.keep(count)}
          onClose={() => setKeeping(false)}
          onDone={() => {
            setKeeping(false)
            nobody()
          }}
        />
      )}
    </div>
  )
}

function chooser<Row extends { readonly user: Reference }>(
  chosen: ReadonlySet<string>,
  toggle: (user: string, isChosen: boolean) => void,
  isClosed: (row: Row) => boolean,
): Column<Row> {
  return {
    id: 'choose',
    name: text('stopped.choose'),
    width: '1.5rem',
    card: 'top',
    quietName: true,
    cell: (row) => (
      <Checkbox
        aria-label={row.user.name}
        isDisabled={isClosed(row)}
        isSelected={chosen.has(row.user.id)}
        onChange={(isChosen) => toggle(row.user.id, isChosen)}
      >
        <span className="sr-only">{row.user.name}</span>
      </Checkbox>
    ),
  }
}
