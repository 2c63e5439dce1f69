import type { ReactNode } from 'react'
import type { ImportReview } from '../../src/contract/import.ts'
import type { Source } from '../../src/contract/source.ts'
import { list as listed, number, text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { useApplyReview } from './queries.ts'

interface Props {
  readonly source: Source
  readonly review: ImportReview
  readonly list: string | undefined
  readonly onList: (list: string) => void
  readonly onAway: () => void
}

/** What a file would do, by name; and the button that does it says how much. */
export function Review({ source, review, list, onList, onAway }: Props) {
  const apply = useApplyReview(source.id)
  const { counts, state, applied } = apply.data ?? review
  const tabs = listsOf(review)
  const sum = { created: counts.new, changed: counts.changed, deactivated: counts.deactivated }
  return (
    <Panel title={text('sources.review')} about={text('sources.reviewLines', { count: counts.lines })}>
      <div className="flex flex-col gap-4">
        {apply.error && <Notice live look="bad" title={apply.error.message} />}
        {state === 'over' && <Notice look="warn" title={text('sources.reviewOver')} />}
        {applied && (
          <Notice
            live
            look="good"
            title={text('sources.reviewApplied', {
              created: applied.created,
              changed: applied.changed,
              deactivated: applied.deactivated,
            })}
          />
        )}
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {(['new', 'changed', 'unchanged', 'deactivated', 'conflicting', 'invalid'] as const).map((name) => (
            <div key={name} className="flex flex-col">
              <dt className="text-sm text-ink-soft">{text(`sources.count.${name}`)}</dt>
              <dd className={`text-lg font-semibold tabular-nums ${toned(name, counts[name])}`}>
                {number(counts[name])}
              </dd>
            </div>
          ))}
        </dl>
        {tabs.length > 0 && (
          <Tabs
            label={text('sources.review')}
            tabs={tabs}
            chosen={tabs.find(({ id }) => id === list)?.id ?? tabs[0]!.id}
            onChoose={onList}
          />
        )}
        {(state === 'open' || state === 'applying') && (
          <div className="flex flex-wrap justify-end gap-2">
            <Button onPress={onAway}>{text('sources.reviewAway')}</Button>
            <Button
              look={counts.deactivated > 0 ? 'danger' : 'primary'}
              isPending={apply.isPending}
              onPress={() => apply.mutate(review.id)}
            >
              {text('sources.reviewApply', sum)}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  )
}

function toned(name: string, count: number): string {
  if (count === 0) return 'text-ink-soft'
  return name === 'invalid' || name === 'deactivated' ? 'text-bad-ink' : name === 'conflicting' ? 'text-warn-ink' : ''
}

/** Each list has the first 200; its count is of all. */
function listsOf(review: ImportReview) {
  const { counts } = review
  const rows: readonly (readonly [
    name: 'invalid' | 'conflicting' | 'missing' | 'new' | 'changed',
    count: number,
    lines: readonly Line[],
  ])[] = [
    [
      'invalid',
      counts.invalid,
      review.invalid.map(({ line, userName, problem, remedy }) => ({
        line,
        who: userName ?? '–',
        what: `${problem} ${remedy}`,
      })),
    ],
    [
      'conflicting',
      counts.conflicting,
      review.conflicting.map(({ line, userName, address, source, other }) => ({
        line,
        who: userName,
        what: text('sources.conflictOf', { address, source, name: other.name }),
      })),
    ],
    ['missing', counts.missing, review.missing.map(({ user }) => ({ who: user.name, what: '' }))],
    ['new', counts.new, review.new.map(({ line, userName, joins }) => ({ line, who: userName, what: listed(joins) }))],
    [
      'changed',
      counts.changed,
      review.changed.map(({ line, userName, fields, joins, leaves }) => ({
        line,
        who: userName,
        what: [...fields, ...joins.map((name) => `+ ${name}`), ...leaves.map((name) => `− ${name}`)].join(', '),
      })),
    ],
  ]
  return rows
    .filter(([, count]) => count > 0)
    .map(([id, count, lines]) => ({
      id,
      name: `${text(`sources.count.${id}`)} ${number(count)}`,
      body: (): ReactNode => <Lines lines={lines} count={count} />,
    }))
}

interface Line {
  readonly line?: number
  readonly who: string
  readonly what: string
}

function Lines({ lines, count }: { readonly lines: readonly Line[]; readonly count: number }) {
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {lines.map(({ line, who, what }) => (
          <li key={`${line ?? ''} ${who}`} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <bdi className="min-w-0 font-medium [overflow-wrap:anywhere]">{who}</bdi>
            <span className="min-w-0 flex-1 text-sm text-ink-soft">{what}</span>
            {line !== undefined && <span className="text-xs text-ink-soft">{text('sources.line', { line })}</span>}
          </li>
        ))}
      </ul>
      {count > lines.length && (
        <p className="text-sm text-ink-soft">{text('sources.linesMore', { count: count - lines.length })}</p>
      )}
    </>
  )
}
