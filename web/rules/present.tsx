import type { UseQueryResult } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ComponentProps, lazy, memo, type ReactNode, Suspense, useMemo, useRef, useState } from 'react'
import type { PlanInput } from '../../src/contract/plan.ts'
import type { Rule, Touching } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { type LivePlan, useLivePlan } from '../plans/live.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { useWide } from '../ui/wide.ts'
import { Consequences } from './consequences.tsx'
import { useRuleEdit } from './edit.ts'
import { Editor } from './editor.tsx'
import { marksOf } from './marks.ts'
import { RemovedRules } from './removed-rules.tsx'
import { RuleList } from './rule-list.tsx'
import { type ShownDraft, type ShownRules, useContributions } from './shown.ts'
import { Starters } from './starters.tsx'
import { inputOf } from './undo.ts'

const DeleteRule = lazy(async () => ({ default: (await import('./delete-rule.tsx')).DeleteRule }))

const route = getRouteApi('/signed-in/shell/rules')

type Listed = ComponentProps<typeof RuleList>
const shownBy = ({ rules, shown, open, marks, sums, edit }: Listed) => [rules, shown, open, marks, sums, edit.status]

/** Hundreds of rules are drawn again when they or their sums are others, and not with every letter typed beside them. */
const SteadyList = memo(RuleList, (before, after) => {
  const earlier = shownBy(before)
  return shownBy(after).every((each, at) => each === earlier[at])
})

/** From here on the editor stands beside the list. */
const WIDE = 1000

interface Props {
  readonly shown: ShownRules
  readonly draft: ShownDraft | undefined
  readonly draftPlan: LivePlan | undefined
  readonly touching: UseQueryResult<Touching>
  readonly add: ReactNode
}

/** The rules as they are being edited: the list, what changes, and the rule that is open. */
export function Present({ shown, draft, draftPlan, touching, add }: Props) {
  const { rule: open, touching: user } = route.useSearch()
  const navigate = route.useNavigate()
  const edit = useRuleEdit()
  const [doomed, setDoomed] = useState<Rule>()
  const [typed, setTyped] = useState<PlanInput>(null)
  const typedPlan = useLivePlan(open === undefined ? null : typed)
  const isTyped = open !== undefined && typed !== null
  const live = isTyped ? typedPlan : draftPlan
  const contributions = useContributions(shown.etag).data
  const marks = useMemo(() => marksOf(draft, contributions, touching.data), [draft, contributions, touching.data])
  const sums = useMemo(() => new Map(live?.plan?.rules.map((sum) => [sum.rule.id, sum])), [live?.plan])
  const isWide = useWide(WIDE)
  const { rule, isGone } = useOpenRule(shown.rules, open)
  const isEditing = open === 'new' || rule !== undefined

  const go = (id: string | undefined) => {
    setTyped(null)
    void navigate({
      search: ({ rule: _, group: __, ...rest }) => (id === undefined ? rest : { ...rest, rule: id }),
      replace: id === undefined,
    })
  }
  const close = () => {
    go(undefined)
    const row = open && document.querySelector<HTMLElement>(`[data-key="${CSS.escape(open)}"]`)
    if (row && isWide) requestAnimationFrame(() => row.focus())
  }
  const duplicate = (original: Rule) => {
    const name = text('rules.copyOf', { name: original.name })
    edit.mutate(
      { kind: 'add', input: { ...inputOf(original), name: name.slice(0, 200), state: 'off' } },
      { onSuccess: ({ added }) => go(added) },
    )
  }
  const list = (rules: readonly Rule[]) => (
    <Panel flush>
      <SteadyList
        rules={shown.rules}
        shown={rules}
        open={open}
        marks={marks}
        sums={sums}
        edit={edit}
        onOpen={go}
        onDelete={setDoomed}
        onDuplicate={duplicate}
      />
      {draft && <RemovedRules draft={draft} etag={shown.etag} />}
    </Panel>
  )
  return (
    <>
      {draft && draft.basedOn !== shown.version && (
        <Notice look="warn" title={text('rules.outdated', { live: shown.version, based: draft.basedOn })}>
          {text('rules.outdatedHint')}
        </Notice>
      )}
      <div
        className={
          isEditing && isWide ? 'grid grid-cols-[minmax(0,1fr)_clamp(22rem,34%,28rem)] items-start gap-4' : undefined
        }
      >
        <div className="flex min-w-0 flex-col gap-4">
          {shown.rules.length === 0 && !draft ? (
            <Starters edit={edit} onMade={go} add={add} />
          ) : user === undefined ? (
            list(shown.rules)
          ) : (
            <Answer to={touching}>
              {({ user: who, rules: those }) => {
                const theirs = shown.rules.filter(({ id }) => those.some((each) => each.rule === id))
                const all = (
                  <Button onPress={() => void navigate({ search: ({ touching: _, ...rest }) => rest })}>
                    {text('rules.showAll')}
                  </Button>
                )
                return theirs.length === 0 ? (
                  <Empty icon="search" title={text('rules.touchingNone', { name: who.name })} actions={all} />
                ) : (
                  list(theirs)
                )
              }}
            </Answer>
          )}
          {(shown.rules.length > 0 || draft) && <Consequences live={live} of={isTyped ? 'typed' : 'draft'} />}
        </div>
        {isEditing && (
          <Editor
            key={open}
            rule={rule}
            rank={shown.rules.length + 1}
            isGone={isGone}
            isWide={isWide}
            plan={isTyped ? typedPlan : undefined}
            onChange={setTyped}
            onClose={close}
            onNext={() => go('new')}
          />
        )}
      </div>
      {doomed && (
        <Suspense>
          <DeleteRule
            rule={doomed}
            edit={edit}
            onClose={() => setDoomed(undefined)}
            onDelete={() => doomed.id === open && go(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}

/** The rule that is open; as it was last seen, where somebody removed it meanwhile. */
function useOpenRule(rules: readonly Rule[], open: string | undefined) {
  const last = useRef<Rule>(undefined)
  const found = rules.find(({ id }) => id === open)
  if (found) last.current = found
  const isGone = !found && open !== undefined && last.current?.id === open
  return { rule: found ?? (isGone ? last.current : undefined), isGone }
}
