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

interface Props {
  /** Of the past, either may not be known. */
  readonly user: { readonly status?: UserStatus | undefined; readonly withheld?: User['withheld'] | undefined }
}

/** How far a user's access has come, and what stands in its way. */
export function Status({ user: { status, withheld } }: Props) {
  return (
    <span className="inline-flex min-w-0 max-w-full flex-wrap items-baseline gap-x-1.5">
      {status ? (
        <State {...marks[status]}>{text(`status.${status}`)}</State>
      ) : (
        <span className="text-sm text-ink-soft">{text('users.statusNotKept')}</span>
      )}
      {withheld && <span className="text-sm text-ink-soft">{text(`withheld.${withheld}`)}</span>}
    </span>
  )
}
