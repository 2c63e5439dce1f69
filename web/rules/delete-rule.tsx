import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { useRuleEdit } from './queries.ts'

/** Says what goes with the rule before it goes. */
export function DeleteRule({
  rule,
  edit,
  onClose,
}: {
  readonly rule: Rule
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onClose: () => void
}) {
  const counts = { name: rule.name, count: rule.state === 'on' ? rule.members : 0 }
  return (
    <Dialog isOpen onClose={onClose} title={text('rules.deleteOf', { name: rule.name })}>
      <p className="text-md">{text('rules.deleteConsequence', counts)}</p>
      <p className="mt-2 text-md text-ink-soft">{text('rules.safeguardHint')}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button
          look="danger"
          icon="trash"
          onPress={() => {
            edit.mutate({ kind: 'delete', rule })
            onClose()
          }}
        >
          {text('rules.deleteCount', counts)}
        </Button>
      </div>
    </Dialog>
  )
}
