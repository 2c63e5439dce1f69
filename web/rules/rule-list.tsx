import { lazy, Suspense, useCallback, useRef, useState } from 'react'
import type { PlannedRule } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { DragList, type Drop } from '../ui/drag-list.tsx'
import { type Acts, MarksContext, OpenContext, SumsContext } from './beside-rows.ts'
import { DropConsequence } from './drop-consequence.tsx'
import type { useRuleEdit } from './edit.ts'
import type { Marks } from './marks.ts'
import { dropped, moved } from './order.ts'
import { RowActions } from './row-actions.tsx'
import { RuleRow } from './rule-row.tsx'

const MoveTo = lazy(async () => ({ default: (await import('./move-to.tsx')).MoveTo }))

interface Props {
  /** All of them, best first. */
  readonly rules: readonly Rule[]
  /** Those to show; the others only keep their places. */
  readonly shown: readonly Rule[]
  readonly open: string | undefined
  readonly marks: Marks
  readonly sums: ReadonlyMap<string, PlannedRule>
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onOpen: (id: string) => void
  readonly onDelete: (rule: Rule) => void
  readonly onDuplicate: (rule: Rule) => void
}

/** The rules by rank, 1 is the highest: to whom each is for, what it gives, what it brings about. */
export function RuleList(props: Props) {
  const { rules, shown, open, marks, sums, edit, onOpen, onDelete, onDuplicate } = props
  const [placing, setPlacing] = useState<Rule>()
  const [said, setSaid] = useState('')
  const [last, setLast] = useState<{ readonly id: string }>()
  const { mutate } = edit
  const place = useCallback(
    (rule: Rule, ids: readonly string[]) => {
      const to = ids.indexOf(rule.id) + 1
      if (ids.every((id, index) => rules[index]?.id === id)) return
      setLast({ id: rule.id })
      mutate({ kind: 'move', rule, to, ids })
    },
    [rules, mutate],
  )
  const move = (rule: Rule, to: number) => {
    if (to >= 1 && to <= rules.length) place(rule, moved(rules, rule, to))
  }
  const byId = (id: string) => rules.find((rule) => rule.id === id)
  const isWhole = shown.length === rules.length
  const acts = useRef<Acts>(null!)
  acts.current = {
    count: rules.length,
    onOpen,
    onSwitch: (rule, on) => mutate({ kind: 'change', rule, change: { state: on ? 'on' : 'off' } }),
    onMove: move,
    onPlace: setPlacing,
    onDuplicate,
    onDelete,
  }
  return (
    <MarksContext value={marks}>
      <SumsContext value={sums}>
        <OpenContext value={open}>
          <DragList
            label={text('rules.title')}
            rows={shown}
            nameOf={({ name, rank }) => text('rules.rowName', { name, rank })}
            moved={last}
            onOpen={onOpen}
            className={`${isWhole ? '[--grip:1.75rem]' : '[--grip:0]'} ${sums.size > 0 ? '[--sums:4.75rem]' : '[--sums:0]'} ${columns}`}
            {...(isWhole && {
              onDrop: ({ row, target, where }: Drop) => {
                const rule = byId(row)
                if (rule) place(rule, dropped(rules, row, target, where))
              },
            })}
            onStep={(id, by) => {
              const rule = byId(id)
              if (rule) move(rule, rule.rank + by)
            }}
            consequence={(drop) => <DropConsequence rules={rules} drop={drop} onKnown={setSaid} />}
            render={(rule) => (
              <>
                <RuleRow rule={rule} onSwitch={(on) => acts.current.onSwitch(rule, on)} />
                <RowActions rule={rule} acts={acts} />
              </>
            )}
          />
        </OpenContext>
      </SumsContext>
      {/* Said while a rule is dragged by keys: the attribute keeps it readable then. */}
      <p role="status" data-live-announcer="true" className="sr-only">
        {said}
      </p>
      {placing && (
        <Suspense>
          <MoveTo
            rule={placing}
            rules={rules}
            onMove={(to) => move(placing, to)}
            onClose={() => setPlacing(undefined)}
          />
        </Suspense>
      )}
    </MarksContext>
  )
}

/** Of each row: grip, rank, name and group, what it gives, what it brings about, its state, its menu. */
const columns =
  '[--cards:var(--grip)_1.25rem_minmax(0,1fr)_2rem] [--columns:var(--grip)_1.25rem_minmax(0,11fr)_minmax(0,12fr)_var(--sums)_5rem_2rem]'
