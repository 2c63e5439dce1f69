import type { GroupId, GroupNo } from './group.ts'
import type { UserId } from './user.ts'

/** A group somebody is in. */
export interface GroupOfUser {
  readonly no: GroupNo
  readonly id: GroupId
  readonly displayName: string
  /** False: only through a group inside it. */
  readonly direct: boolean
}

/** Somebody, or a group, directly in a group. */
export type Member =
  | { readonly kind: 'user'; readonly id: UserId; readonly displayName: string }
  | { readonly kind: 'group'; readonly id: GroupId; readonly displayName: string }
  /** Named by the source before it exists: a membership as soon as a user or group with that id or externalId arrives. */
  | { readonly kind: 'pending'; readonly value: string }
