import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { useLivePlan } from '../plans/live.ts'
import { WhatChanges } from '../plans/what-changes.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import type { useRuleEdit } from './edit.ts'

interface Props {
  readonly rule: Rule
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onClose: () => void
  readonly onDelete: () => void
}

/** Says what goes with the rule before it goes; beside a draft only its own part, for the plan has all of it. */
export function DeleteRule({ rule, edit, onClose, onDelete }: Props) {
  const { plan, error, isBehind } = useLivePlan({ remove: rule.id })
  const sum = plan?.rules.find((each) => each.rule.id === rule.id)
  const known = plan && !isBehind
  return (
    <Dialog isOpen onClose={onClose} title={text('rules.deleteOf', { name: rule.name })}>
      <div className="flex flex-col gap-3">
        {error ? (
          <Notice look="warn" title={text('rules.planFailed')}>
            {error.message}
          </Notice>
        ) : (
          <p role="status" className="text-md">
            {known ? text('rules.deleteConsequence', { count: sum?.lose ?? 0 }) : text('rules.planning')}
          </p>
        )}
        {known && plan.draftVersion === null && plan.userCount > 0 && <WhatChanges plan={plan} isBehind={isBehind} />}
      </div>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button
          look="danger"
          icon="trash"
          onPress={() => {
            edit.mutate({ kind: 'delete', rule })
            onDelete()
            onClose()
          }}
        >
          {text('rules.deleteCount', { count: known ? (sum?.lose ?? 0) : 0 })}
        </Button>
      </div>
    </Dialog>
  )
}
