import { fold } from '../../directory/fold.ts'
import { addressOf, displayNameOf, otherAddressOf } from '../../directory/user.ts'
import type { Resource } from '../../scim/json.ts'

/** A user's document, and what is kept beside it to search and to act by. */
export interface UserColumns {
  readonly userName: string
  readonly userNameFolded: string
  readonly externalId: string | null
  readonly active: boolean
  readonly address: string | null
  readonly addressFolded: string | null
  readonly otherAddressFolded: string | null
  readonly displayName: string
  readonly displayNameFolded: string
  /** The document, as JSON. */
  readonly document: string
}

export function userColumns(user: Resource): UserColumns {
  const userName = String(user.userName)
  const address = addressOf(user)
  const displayName = displayNameOf(user)
  return {
    userName,
    userNameFolded: fold(userName),
    externalId: typeof user.externalId === 'string' ? user.externalId : null,
    active: user.active !== false,
    address,
    addressFolded: address === null ? null : fold(address),
    otherAddressFolded: otherAddressOf(user, address),
    displayName,
    displayNameFolded: fold(displayName),
    document: JSON.stringify(user),
  }
}

/** A group's document without its members, and what is kept beside it. */
export interface GroupColumns {
  readonly displayName: string
  readonly displayNameFolded: string
  readonly externalId: string | null
  readonly document: string
}

export function groupColumns(group: Resource): GroupColumns {
  const displayName = String(group.displayName)
  return {
    displayName,
    displayNameFolded: fold(displayName),
    externalId: typeof group.externalId === 'string' ? group.externalId : null,
    document: JSON.stringify(group),
  }
}
