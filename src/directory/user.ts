import type { Brand } from '../platform/brand.ts'
import { isList, isObject, type Json, type Resource } from '../scim/json.ts'
import { fold } from './fold.ts'

/**
 * directory/ owns what the sources say: users, groups, memberships, nesting. It is written by inbound/receive only,
 * and knows nothing of products or rules.
 */
export type UserId = Brand<string, 'UserId'>
/** A user's dense number within the organization, 1 to 2³¹−1: what the engine computes with. */
export type UserNo = Brand<number, 'UserNo'>
/** Where users and groups come from; see inbound/source. */
export type SourceId = Brand<string, 'SourceId'>

/** A person as their source states them. */
export interface DirectoryUser {
  readonly no: UserNo
  readonly id: UserId
  readonly source: SourceId
  readonly userName: string
  readonly externalId: string | null
  readonly active: boolean
  /** Where mail goes. Null: no access and no seat. */
  readonly address: string | null
  readonly displayName: string
  /** The SCIM document without id, meta, groups and password. */
  readonly attributes: Resource
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly deletedAt: Date | null
}

const emailForm = /^[^\s@]+@[^\s@]+$/

/** Where mail to a user goes: the primary email, else the one for work, else the first, else a userName of that form. */
export function addressOf(user: Resource): string | null {
  const emails = emailsOf(user)
  const chosen = emails.find((email) => email.primary) ?? emails.find((email) => email.isWork) ?? emails[0]
  if (chosen) return chosen.value
  const userName = textOf(user.userName)
  return emailForm.test(userName) ? userName : null
}

/** Longest text that is taken for an address; RFC 5321 §4.5.3.1 allows 320, and an index has its limits too. */
export const addressLengthMax = 500

/** More other emails than one. */
export const severalAddresses = '*'

/**
 * A user's email besides `address`, folded: null when there is none, `severalAddresses` when there are several. With it and
 * `address` an index finds everybody who can have some email at all.
 */
export function otherAddressOf(user: Resource, address: string | null): string | null {
  const emails = emailsOf(user)
  if (emails.length < 2) return null
  const others = new Set(emails.map((email) => fold(email.value)))
  if (address !== null) others.delete(fold(address))
  const [other = null] = others
  return others.size > 1 ? severalAddresses : other
}

/** How a user is called in lists: displayName, else the formatted name, else given and family name, else userName. */
export function displayNameOf(user: Resource): string {
  const name = isObject(user.name) ? user.name : {}
  const parts = [textOf(name.givenName), textOf(name.familyName)].filter((part) => part !== '')
  return textOf(user.displayName) || textOf(name.formatted) || parts.join(' ') || textOf(user.userName)
}

interface Email {
  readonly value: string
  readonly primary: boolean
  readonly isWork: boolean
}

function emailsOf(user: Resource): readonly Email[] {
  const emails: readonly unknown[] = isList(user.emails) ? user.emails : []
  return emails.flatMap((email) => {
    const value = isObject(email) ? textOf(email.value) : ''
    if (!isObject(email) || value === '' || value.length > addressLengthMax) return []
    return [{ value, primary: email.primary === true, isWork: textOf(email.type).toLowerCase() === 'work' }]
  })
}

/** A text that says something, without the space around it; '' for anything else. */
function textOf(value: Json | unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
