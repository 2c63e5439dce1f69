import type { User, UserStatus } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { type Mark, State } from '../ui/tag.tsx'

const marks: Record<UserStatus, { mark: Mark; look: 'good' | 'warn' | 'soft' }> = {
  active: { mark: 'full', look: 'good' },
  invited: { mark: 'half', look: 'good' },
  inactive: { mark: 'dotted', look: 'soft' },
  suspended: { mark: 'crossed', look: 'warn' },
  none: { mark: 'ring', look: 'soft' },
}

/** How far a user's access has come, and what stands in its way. */
export function Status({ user: { status, withheld } }: { readonly user: Pick<User, 'status' | 'withheld'> }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <State {...marks[status]}>{text(`status.${status}`)}</State>
      {withheld && <span className="text-sm text-ink-soft">{text(`withheld.${withheld}`)}</span>}
    </span>
  )
}
