import { useBlocker } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

interface Props {
  readonly isTyped: boolean
  /** What was typed is saved: one may leave. */
  readonly isSettled: RefObject<boolean>
  readonly onThrowAway: () => void
}

/** Asks before something typed is left behind, whichever way one leaves: Escape, another rule, another page, back. */
export function LeaveQuestion({ isTyped, isSettled, onThrowAway }: Props) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => {
      const stays = current.pathname === next.pathname && ruleIn(current.search) === ruleIn(next.search)
      return isTyped && !isSettled.current && !stays
    },
    // It is kept over a reload anyway.
    enableBeforeUnload: false,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog isOpen onClose={blocker.reset} title={text('rule.leave')}>
      <p className="text-md text-ink-soft">{text('rule.leaveHint')}</p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button
          look="danger"
          onPress={() => {
            onThrowAway()
            blocker.proceed()
          }}
        >
          {text('rule.throwAway')}
        </Button>
        <Button look="primary" autoFocus onPress={blocker.reset}>
          {text('rule.keepEditing')}
        </Button>
      </div>
    </Dialog>
  )
}

function ruleIn(search: object): unknown {
  return 'rule' in search ? search.rule : undefined
}
