/** How somebody stands, in one word, as an admin reads it. */
export type Status = 'none' | 'invited' | 'active' | 'inactive' | 'suspended'

export interface Standing {
  /** Active upstream, with an address, and a role above member or a seat held or in grace. */
  readonly access: boolean
  readonly hadAccess: boolean
  readonly signedInAt: Date | null
  readonly lastSeenAt: Date | null
}

/**
 * none: never had access. invited: has it, and never signed in. active, or inactive when not seen for so many days,
 * which takes nothing from them. suspended: had access.
 */
export function statusOf(
  { access, hadAccess, signedInAt, lastSeenAt }: Standing,
  now: Date,
  inactiveAfterDays: number,
): Status {
  if (!access) return hadAccess ? 'suspended' : 'none'
  if (!signedInAt) return 'invited'
  const seenAt = lastSeenAt ?? signedInAt
  return now.getTime() - seenAt.getTime() >= inactiveAfterDays * 86_400_000 ? 'inactive' : 'active'
}
