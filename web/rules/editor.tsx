import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react'
import type { PlanInput } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import type { LivePlan } from '../plans/live.ts'
import { IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { toBottom } from '../ui/to-bottom.ts'
import { useRuleEdit, whoEdited } from './edit.ts'
import { Gives } from './gives.tsx'
import { inputOf } from './undo.ts'

const RuleForm = lazy(async () => ({ default: (await import('./rule-form.tsx')).RuleForm }))

interface Props {
  /** Undefined: a new one. */
  readonly rule: Rule | undefined
  /** That a new one gets. */
  readonly rank: number
  /** Somebody removed it while it was open. */
  readonly isGone: boolean
  readonly isWide: boolean
  readonly plan: LivePlan | undefined
  readonly onChange: (input: PlanInput | null) => void
  readonly onClose: () => void
  readonly onNext: () => void
}

/** The form of one rule: beside the list where there is room for both, else over it. */
export function Editor({ rule, rank, isGone, isWide, plan, onChange, onClose, onNext }: Props) {
  const edit = useRuleEdit()
  const title = rule ? text('rules.editOf', { rank: rule.rank, name: rule.name }) : text('rules.add')
  const body = (
    <div className="flex flex-col gap-4">
      {rule && <Meanwhile rule={rule} isGone={isGone} isOwn={edit.isPending || edit.isSuccess} />}
      <Suspense>
        <RuleForm
          {...(rule && { rule })}
          rank={rank}
          edit={edit}
          onChange={onChange}
          onClose={onClose}
          onSavedAndNew={onNext}
          {...(plan && { plan })}
        />
      </Suspense>
    </div>
  )
  return isWide ? (
    <SidePanel title={title} onClose={onClose}>
      {body}
    </SidePanel>
  ) : (
    <Dialog isOpen place="side" onClose={onClose} title={title}>
      {body}
    </Dialog>
  )
}

/** Stands beside the list and scrolls by itself; not a dialog, the list can be worked with meanwhile. */
function SidePanel({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section
      ref={toBottom}
      aria-labelledby={id}
      className="sticky top-4 max-h-[calc(100dvh-8.5rem)] overflow-auto rounded-xl border border-line bg-surface"
    >
      <div className="sticky top-0 z-20 flex items-center justify-between gap-4 border-b border-line bg-surface py-2 pr-2 pl-5">
        <h2 ref={heading} id={id} tabIndex={-1} className="min-w-0 truncate text-md font-semibold outline-none">
          {title}
        </h2>
        <IconButton icon="close" label={text('ui.close')} onPress={onClose} />
      </div>
      <div className="p-5">{children}</div>
    </section>
  )
}

/** Somebody else saved or removed this rule while it was open: what it says now, before it is saved over. */
function Meanwhile({
  rule,
  isGone,
  isOwn,
}: {
  readonly rule: Rule
  readonly isGone: boolean
  readonly isOwn: boolean
}) {
  const queries = useQueryClient()
  const now = JSON.stringify(inputOf(rule))
  const [opened, setOpened] = useState(now)
  useEffect(() => {
    if (isOwn) setOpened(now)
  }, [isOwn, now])
  const isOther = opened !== now && !isOwn
  const who =
    useQuery({
      queryKey: ['rules', 'who', now, isGone],
      queryFn: () => whoEdited(queries),
      enabled: isOther || isGone,
    }).data ?? text('rules.somebody')
  if (isGone)
    return (
      <Notice live look="bad" title={text('rules.goneMeanwhile', { who })}>
        {text('rules.goneMeanwhileHint')}
      </Notice>
    )
  if (!isOther) return null
  return (
    <Notice live look="warn" title={text('rules.savedMeanwhile', { who })}>
      <p>{text('rules.savedMeanwhileHint')}</p>
      <div className="mt-1.5">
        <Gives rule={rule} />
      </div>
    </Notice>
  )
}
