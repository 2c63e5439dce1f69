import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { GroupDetail } from '../../src/contract/group.ts'
import { list, number, text } from '../locales/text.ts'
import { ComboBox } from '../ui/combo-box.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Entered } from './entered.ts'
import { useFoundGroups, useGroup, usePaused } from './lookups.ts'

interface Props {
  readonly chosen: Entered['group']
  /** The rule being edited: of others it is said that they name the same group. */
  readonly rule: string | undefined
  readonly error: string | undefined
  readonly onChoose: (group: Entered['group']) => void
}

/** One of the directory's groups, found by any part of its name; and what is known of the chosen one. */
export function GroupField({ chosen, rule, error, onChoose }: Props) {
  const [typed, setTyped] = useState('')
  const groups = useFoundGroups(usePaused(typed.trim(), 120))
  const group = useGroup(chosen?.id).data
  const isGone = group !== undefined && group.deletedAt !== null
  return (
    <div className="flex flex-col gap-2">
      <ComboBox
        label={text('rule.group')}
        hint={group && !isGone ? <About group={group} rule={rule} /> : text('rule.groupHint')}
        placeholder={text('rule.groupPlaceholder')}
        error={error}
        options={(groups.data ?? []).map(({ id, name, membersInAll, source }) => ({
          id,
          name,
          hint: text('rule.groupBeside', { count: number(membersInAll), source: source.name }),
        }))}
        chosen={chosen ?? undefined}
        onSearch={setTyped}
        onChoose={(option) => onChoose(option ? { id: option.id, name: option.name } : null)}
      />
      {isGone && (
        <Notice look="warn" title={text('rule.groupGone')}>
          {text('rule.groupGoneHint', { name: group.name })}
        </Notice>
      )}
    </div>
  )
}

function About({ group, rule }: { readonly group: GroupDetail; readonly rule: string | undefined }) {
  const { membersInAll, members, source, children, rules } = group
  const others = rules.filter(({ id }) => id !== rule)
  const nested = membersInAll - members
  return (
    <>
      {text('rule.groupIs', { count: membersInAll, source: source.name })}
      {nested > 0 && ` ${text('rule.groupNested', { count: nested, groups: children.length })}`}
      {others.length > 0 && (
        <>
          {' '}
          {text('rule.groupNamedBy', { names: list(others.slice(0, 3).map(({ name }) => name)), count: others.length })}
        </>
      )}{' '}
      <Link to="/groups/$group" params={{ group: group.id }} className="text-accent-ink underline">
        {text('rule.groupLook')}
      </Link>
    </>
  )
}
