import { text } from '../locales/text.ts'
import type { LivePlan } from '../plans/live.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Consequence, consequenceOf } from './consequence.ts'
import type { Entered } from './entered.ts'
import { usePaused } from './lookups.ts'

interface Props {
  readonly entered: Entered
  /** Of a new rule. */
  readonly rank: number | undefined
  readonly plan: LivePlan | undefined
  readonly isTyped: boolean
  readonly mayMakeAdmins: boolean
  readonly isSaving: boolean
  readonly onCancel: () => void
  readonly onSaveAndNew: (() => void) | undefined
}

/** Below the form, always in sight: what saving would do to whom, and the saving. */
export function SaveBar(props: Props) {
  const { plan, isSaving, onCancel, onSaveAndNew } = props
  const consequence = shown(props)
  return (
    <div className="@container sticky bottom-0 z-10 -mx-5 -mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-5 py-3">
      <Says consequence={consequence} isBehind={plan?.isBehind ?? false} />
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        {/* Where there is no room for it, there is the one that closes. */}
        <Button look="quiet" onPress={onCancel} className="hidden! @min-[19rem]:inline-flex!">
          {text('ui.cancel')}
        </Button>
        {onSaveAndNew && (
          <Button isDisabled={isSaving} onPress={onSaveAndNew}>
            {text('rule.saveAndNew')}
          </Button>
        )}
        <Button type="submit" look="primary" isPending={isSaving}>
          {text('ui.save')}
        </Button>
      </div>
    </div>
  )
}

const soft = (title: string): Consequence => ({ look: 'soft', title, parts: [] })

function shown({ entered, rank, plan, isTyped, mayMakeAdmins }: Props): Consequence {
  if (!entered.group) return soft(text('rule.chooseGroup'))
  if (!isTyped) return soft(text('rule.unchanged'))
  if (plan?.error) return soft(text('rule.noPlan'))
  if (!plan?.plan) return soft(text('rule.planning'))
  return consequenceOf(plan.plan, entered.state, mayMakeAdmins, rank)
}

const marks = { good: 'text-good', warn: 'text-warn', soft: 'text-ink-soft' }

/** Seen at once; said aloud once the typing has paused, and only what holds. */
function Says({ consequence, isBehind }: { readonly consequence: Consequence; readonly isBehind: boolean }) {
  const { look, title, parts } = consequence
  const said = usePaused(isBehind ? '' : [title, ...parts].join('. '), 1000)
  return (
    <div className={`flex min-w-0 flex-1 basis-56 gap-2 text-sm transition-opacity ${isBehind ? 'opacity-60' : ''}`}>
      {look !== 'soft' && <Icon name={look === 'good' ? 'check' : 'exclamation'} className={`mt-0.5 ${marks[look]}`} />}
      <div className="min-w-0">
        <p className={look === 'soft' ? 'text-ink-soft' : 'font-medium'}>{title}</p>
        {parts.length > 0 && <p className="text-ink-soft tabular-nums">{parts.join(' · ')}</p>}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  )
}
