import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { Outcome, Plan, PlannedChange } from '../../src/contract/plan.ts'
import { ApiError } from '../api.ts'
import { number, text } from '../locales/text.ts'
import { Answer, Empty, Lines } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Filter } from '../ui/filter.tsx'
import { Panel } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { changeColumns } from './change-columns.tsx'
import { KeepSeat } from './keep-seat.tsx'
import { narrowed } from './narrowed.ts'
import { outcomes, Sign } from './outcome.tsx'
import { usePlannedChanges } from './queries.ts'
import { useRuleNames } from './rule-names.ts'

const route = getRouteApi('/signed-in/shell/plans/$plan')

interface Props {
  readonly plan: Plan & { readonly id: string }
  /** Whether it is still the draft's: then a seat can be kept from it. */
  readonly isOpen: boolean
  /** Makes the plan again. */
  readonly onAgain: () => void
}

/** Everything a plan would do, in one list of any length, narrowed by what stands in the address. */
export function PlannedChangesList({ plan, isOpen, onAgain }: Props) {
  const { by, product, rule, search } = route.useSearch()
  const navigate = route.useNavigate()
  const outcome = outcomes.find((each) => each === by)
  const changes = usePlannedChanges(plan.id, { outcome, product, rule, search })
  const [kept, setKept] = useState<PlannedChange>()
  const ruleNames = useRuleNames(plan)
  const set = useCallback(
    (part: {
      readonly product?: string | undefined
      readonly rule?: string | undefined
      readonly search?: string | undefined
    }) => void navigate({ search: (before) => narrowed(before, part), replace: true, resetScroll: false }),
    [navigate],
  )
  const onSearch = useCallback((typed: string) => set({ search: typed || undefined }), [set])
  const columns = useMemo(() => changeColumns(plan, isOpen ? setKept : undefined), [plan, isOpen])
  const rows = changes.data?.pages.flatMap((page) => page.changes)
  const count = changes.data?.pages.at(-1)?.count ?? undefined
  const isFiltered = [outcome, product, rule, search].some((part) => part !== undefined)
  const outdated = changes.error instanceof ApiError && changes.error.code === 'PLAN_OUTDATED'
  return (
    <Panel flush>
      <div className="flex flex-col gap-2 px-4 pt-3 pb-2">
        <Outcomes plan={plan} chosen={outcome} />
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-full sm:w-64">
            <SearchField
              label={text('plans.searchUser')}
              placeholder={text('plans.searchPlaceholder')}
              value={search ?? ''}
              onSearch={onSearch}
            />
          </div>
          <Filter
            label={text('plans.product')}
            options={plan.products.map((each) => ({ id: each.product.id, name: each.product.name }))}
            value={product}
            onChange={(chosen) => set({ product: chosen })}
          />
          <Filter
            label={text('plans.rule')}
            options={ruleNames}
            value={rule}
            onChange={(chosen) => set({ rule: chosen })}
          />
          {count !== undefined && (
            <span role="status" className="text-sm text-ink-soft tabular-nums">
              {text('plans.changes', { count })}
            </span>
          )}
        </div>
      </div>
      {outdated && !rows ? (
        <Empty
          icon="history"
          title={text('plans.outdatedList')}
          about={text('plans.outdatedListHint')}
          actions={<Button onPress={onAgain}>{text('plans.again')}</Button>}
        />
      ) : (
        <Answer to={{ data: rows, error: changes.error, refetch: changes.refetch }} skeleton={<Lines />}>
          {(found) =>
            found.length === 0 ? (
              <Empty
                icon="search"
                title={text('plans.noneFound')}
                about={text('plans.noneFoundHint')}
                actions={
                  isFiltered && (
                    <Button onPress={() => void navigate({ search: {}, replace: true, resetScroll: false })}>
                      {text('plans.showAll')}
                    </Button>
                  )
                }
              />
            ) : (
              <div aria-busy={changes.isPlaceholderData} className={changes.isPlaceholderData ? 'opacity-60' : ''}>
                <VirtualTable
                  label={text('plans.changesLabel')}
                  columns={columns}
                  rows={found.map((change, at) => ({ ...change, at }))}
                  rowKey={({ at }) => String(at)}
                  total={count}
                  more={
                    changes.hasNextPage
                      ? { isLoading: changes.isFetchingNextPage, load: () => void changes.fetchNextPage() }
                      : undefined
                  }
                />
              </div>
            )
          }
        </Answer>
      )}
      {kept?.product && kept.tier && (
        <KeepSeat user={kept.user} product={kept.product} tier={kept.tier} onClose={() => setKept(undefined)} />
      )}
    </Panel>
  )
}

/** How many of each outcome; one narrows the list, once more shows all again. */
function Outcomes({ plan, chosen }: { readonly plan: Plan; readonly chosen: Outcome | undefined }) {
  const counts: Readonly<Record<Outcome, number>> = {
    ...plan.users,
    wait: plan.products.reduce((sum, { wait }) => sum + wait, 0),
    none: 0,
  }
  const shown = outcomes.filter((outcome) => counts[outcome] > 0 || outcome === chosen)
  const className = (isChosen: boolean) =>
    `inline-flex min-h-8 items-center gap-1 rounded-md px-2.5 text-sm ${isChosen ? 'bg-accent-soft font-semibold text-accent-ink' : 'text-ink-soft hover:bg-sunken hover:text-ink'}`
  return (
    <nav aria-label={text('plans.byOutcome')} className="-mx-2.5 flex flex-wrap gap-1">
      <Link
        from="/plans/$plan"
        to="."
        search={(before) => narrowed(before, { by: undefined })}
        replace
        resetScroll={false}
        aria-current={chosen === undefined ? 'true' : undefined}
        className={className(chosen === undefined)}
      >
        {text('plans.all')}
      </Link>
      {shown.map((outcome) => (
        <Link
          key={outcome}
          from="/plans/$plan"
          to="."
          search={(before) => narrowed(before, { by: outcome })}
          replace
          resetScroll={false}
          aria-current={chosen === outcome ? 'true' : undefined}
          className={className(chosen === outcome)}
        >
          <Sign of={outcome} />
          {text(`plans.outcome.${outcome}`)}
          {counts[outcome] > 0 && <span className="font-normal tabular-nums">{number(counts[outcome])}</span>}
        </Link>
      ))}
    </nav>
  )
}
