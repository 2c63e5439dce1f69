import type { User } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { State } from '../ui/tag.tsx'
import { Status } from './status.tsx'

/** Beside the name: where they come from, whether they are there, how far their access has come. */
export function Identity({ user }: { readonly user: User }) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <bdi className="min-w-0 wrap-anywhere">{user.address ?? user.userName}</bdi>
      <span className="inline-flex items-baseline gap-1.5">
        <bdi>{user.source.name}</bdi>
        <InDirectory user={user} />
      </span>
      <Status user={{ status: user.status, withheld: null }} />
      {user.role !== 'member' && <span>{text(`role.${user.role}`)}</span>}
    </span>
  )
}

function InDirectory({ user }: { readonly user: User }) {
  if (user.deletedAt !== null)
    return (
      <State mark="crossed" look="bad">
        {text('user.isDeleted')}
      </State>
    )
  return user.active ? (
    <State mark="full" look="good">
      {text('user.isActive')}
    </State>
  ) : (
    <State mark="ring" look="warn">
      {text('user.isInactive')}
    </State>
  )
}
