import type { ReactNode } from 'react'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { useRuleEdit } from './edit.ts'
import { useGroupsWithoutRule } from './shown.ts'

interface Props {
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onMade: (rule: string) => void
  /** To begin with an empty form. */
  readonly add: ReactNode
}

/** No rules yet: a rule for each of the largest groups that were pushed, a press away. */
export function Starters({ edit, onMade, add }: Props) {
  const groups = useGroupsWithoutRule()
  const found = groups.data ?? []
  return (
    <div className="flex flex-col items-center gap-2 rounded-xl border border-line bg-surface px-6 py-12 text-center">
      <span className="flex size-10 items-center justify-center rounded-full bg-sunken text-ink-soft">
        <Icon name="rules" />
      </span>
      <p className="text-md font-semibold">{text('rules.empty')}</p>
      <p className="max-w-prose text-md text-ink-soft">
        {text(found.length > 0 ? 'rules.emptyHint' : groups.isSuccess ? 'rules.emptyNoGroups' : 'rules.emptyHint')}
      </p>
      {found.length > 0 && (
        <ul className="mt-2 flex w-full max-w-md flex-col gap-2">
          {found.map(({ id, name, membersInAll }) => (
            <li key={id}>
              <Button
                icon="plus"
                isDisabled={edit.isPending}
                className="w-full justify-start! whitespace-normal! text-left"
                onPress={() =>
                  edit.mutate(
                    { kind: 'add', input: { group: id } },
                    { onSuccess: ({ added }) => added !== undefined && onMade(added) },
                  )
                }
              >
                {text('rules.starter', { name, count: membersInAll })}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {found.length === 0 && <div className="mt-2">{add}</div>}
    </div>
  )
}
