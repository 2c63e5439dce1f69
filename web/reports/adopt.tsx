import { useState } from 'react'
import type { Adopt, ExistingAccount } from '../../src/contract/existing-account.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox, Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { useAdopt, useUsersOf } from './existing-queries.ts'

interface Props {
  readonly which: Pick<Adopt, 'accounts' | 'all'>
  readonly count: number
  /** An account whose address several users have: one of them is to be named. */
  readonly ofSeveral?: ExistingAccount | undefined
  /** The pool has no room: it goes over. */
  readonly isOver?: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

/** What adopting does, before it is done: seats at once, and pins, or what the rules say. */
export function AdoptDialog({ which, count, ofSeveral, isOver = false, onClose, onDone }: Props) {
  const adopt = useAdopt()
  const [rulesDecide, setRulesDecide] = useState(false)
  const [user, setUser] = useState('')
  const body: Adopt = { ...(ofSeveral ? { users: [user] } : which), ...(rulesDecide && { rulesDecide }) }
  return (
    <Dialog isOpen onClose={onClose} title={text('existing.adoptTitle', { count })}>
      <div className="flex flex-col gap-4">
        {adopt.error && <Notice live look="bad" title={adopt.error.message} />}
        {isOver && <Notice look="warn" title={text('existing.over')} />}
        {ofSeveral && <OneOf account={ofSeveral} chosen={user} onChoose={setUser} />}
        <p className="text-md">{text('existing.atOnce', { count })}</p>
        <Checkbox isSelected={rulesDecide} onChange={setRulesDecide}>
          {text('existing.rulesDecide')}
        </Checkbox>
        <p className="text-md text-ink-soft" aria-live="polite">
          {text(rulesDecide ? 'existing.rulesConsequence' : 'existing.pinsConsequence')}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button
            look="primary"
            isPending={adopt.isPending}
            isDisabled={ofSeveral !== undefined && user === ''}
            onPress={() => adopt.mutate(body, { onSuccess: onDone })}
          >
            {text('existing.adoptCount', { count })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function OneOf({
  account,
  chosen,
  onChoose,
}: {
  readonly account: ExistingAccount
  readonly chosen: string
  readonly onChoose: (user: string) => void
}) {
  const users = useUsersOf(account.address)
  return (
    <Answer to={users} skeleton={<div className="skeleton h-9 w-full" />}>
      {({ users: found }) => (
        <Select
          label={text('existing.whose', { address: account.address })}
          options={found.map(({ id, displayName, userName, source }) => ({
            id,
            name: displayName || userName,
            hint: `${userName} · ${source.name}`,
          }))}
          value={chosen}
          onChange={onChoose}
        />
      )}
    </Answer>
  )
}
