import { Link } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import type { RuleEdit, useRuleEdit } from './queries.ts'

/** What the last edit did to people, or why it was refused. */
export function Outcome({ edit }: { readonly edit: ReturnType<typeof useRuleEdit> }) {
  const { data: outcome, variables, error } = edit
  if (error)
    return (
      <Notice live look="bad" title={text('rules.refused')}>
        {error.message}
      </Notice>
    )
  if (!outcome || !variables) return null
  const { changed, stopped } = outcome
  return (
    <Notice
      live
      look={stopped > 0 ? 'warn' : 'good'}
      title={`${doneText(variables)} ${text('rules.changed', { count: changed })}`}
      actions={
        stopped > 0 && (
          <Link to="/seats" className={buttonClass()}>
            {text('rules.review')}
          </Link>
        )
      }
    >
      {stopped > 0 && text('rules.stopped', { count: stopped })}
    </Notice>
  )
}

function doneText(edit: RuleEdit): string {
  switch (edit.kind) {
    case 'add':
      return text('rules.added')
    case 'delete':
      return text('rules.deleted', { name: edit.rule.name })
    case 'move':
      return text('rules.moved', { name: edit.rule.name, rank: edit.to })
    case 'change':
      if (edit.change.state === 'on') return text('rules.turnedOn', { name: edit.rule.name })
      if (edit.change.state === 'off') return text('rules.turnedOff', { name: edit.rule.name })
      return text('rules.saved', { name: edit.rule.name })
  }
}
