import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'
import type { Made, RuleEdit } from './edit.ts'

/** What is said of the edit before: once there is a later one it can no longer be taken back. */
let close = () => {}

/** Says what an edit did and whether it is live, and offers to take it back. */
export function sayMade(edit: RuleEdit, { live, onto, added }: Made, undo: () => void): void {
  const where = text(live ? 'rules.isLive' : 'rules.inDraft')
  // An edit that is taken back is taken back whole: a rule whose id is not known cannot be.
  const canUndo = edit.kind !== 'add' || added !== undefined
  close()
  close = say({
    title: titleOf(edit),
    about: onto === undefined ? where : `${text('rules.ontoTheirs', { who: onto })} ${where}`,
    look: live ? 'good' : 'warn',
    ...(canUndo && { undo }),
  })
}

function titleOf(edit: RuleEdit): string {
  switch (edit.kind) {
    case 'add':
      return text('rules.added')
    case 'delete':
      return text('rules.deleted', { name: edit.rule.name })
    case 'move':
      return text('rules.moved', { name: edit.rule.name, rank: edit.ids.indexOf(edit.rule.id) + 1 })
    case 'change': {
      const { name, state } = edit.rule
      if (edit.change.state === 'on' && state !== 'on') return text('rules.turnedOn', { name })
      if (edit.change.state === 'off' && state !== 'off') return text('rules.turnedOff', { name })
      return text('rules.saved', { name })
    }
  }
}
