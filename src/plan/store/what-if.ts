import type { GroupId, GroupNo } from '../../directory/group.ts'
import { groupById } from '../../directory/store/groups.ts'
import { groupsOf } from '../../directory/store/membership.ts'
import { groupPath } from '../../directory/store/path.ts'
import { addressOf, type DirectoryUser } from '../../directory/user.ts'
import { languageOfDirectory } from '../../organization/language.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isId } from '../../platform/id.ts'
import type { ProductId } from '../../products/product.ts'
import { nothing } from '../../rules/decide.ts'
import { deciding, type Rule } from '../../rules/rule.ts'
import { recordOf } from '../../rules/store/bearings.ts'
import { draftOf } from '../../rules/store/draft.ts'
import { pinsOf } from '../../rules/store/pins.ts'
import { reached } from '../../rules/store/reach.ts'
import { liveRules } from '../../rules/store/rules.ts'
import { type Compared, compare, entitledIn } from '../../rules/what-if.ts'
import { ScimError } from '../../scim/errors.ts'
import type { Resource } from '../../scim/json.ts'
import { applyPatch } from '../../scim/patch.ts'
import { findPlace, findUnqualified } from '../../scim/place.ts'
import { userType } from '../../scim/schemas/user.ts'
import type { Withheld } from '../change.ts'
import { type Difference, difference } from '../difference.ts'
import type { Person } from '../person.ts'
import { type Frame, frameOf } from './frame.ts'
import { type Imagined, imagineSeats } from './imagine.ts'
import { peopleOf } from './people.ts'
import { unseenOf } from './unseen.ts'

/** What somebody imagines of a user. */
export interface Question {
  /** Ids of directory groups that they would be in directly. */
  readonly addGroups: readonly string[]
  /** Of groups that they would be in no more; they must be in them directly. */
  readonly removeGroups: readonly string[]
  /** What would be in their record, as a SCIM PATCH without a path replaces it; null unsets. */
  readonly attributes: Readonly<Record<string, unknown>> | null
  readonly active: boolean | null
  readonly rules: 'live' | 'draft'
}

/** What would be, beside what is. */
export interface WhatIf {
  readonly frame: Frame
  readonly direct: readonly { readonly id: GroupId; readonly name: string }[]
  readonly before: Person
  readonly after: Person
  readonly values: readonly Compared[]
  readonly seats: ReadonlyMap<ProductId, Imagined>
  readonly difference: Difference
  /** The rules as they are, and as they are imagined. */
  readonly rules: { readonly before: readonly Rule[]; readonly after: readonly Rule[] }
}

/**
 * What a user would have and hold if things were otherwise, and what a run would do about it now. Reads only. With the
 * rules of the draft, only this user and those in line before them are looked at; who else the draft brings into a line
 * is told by its plan.
 *
 * @throws {Refused} 422 a group that is not there, or that they are not directly in; attributes that no user can have.
 * 404 where there is no draft
 */
export async function whatIf(db: Db, user: DirectoryUser, question: Question, now: Date): Promise<WhatIf> {
  const [frame, live, pins, groups] = await Promise.all([
    frameOf(db),
    liveRules(db),
    pinsOf(db, [user.no]),
    groupsOf(db, user.no),
  ])
  const direct = groups.filter((group) => group.direct)
  const imagined = await imaginedGroups(db, user, question, groups)
  const rules = question.rules === 'live' ? live : await draftRules(db)
  const numbers = (some: readonly { readonly no: GroupNo }[]) => some.map(({ no }) => no)
  const [was, is] = await Promise.all([reached(db, live, numbers(direct)), reached(db, rules, numbers(imagined))])
  const record = question.attributes ? changedRecord(user, question.attributes) : user.attributes
  const entitlements = {
    before: entitledIn({ rules: live, isMember: was, record: recordOf(user), pins }),
    after: entitledIn({ rules, isMember: is, record: { ...record, id: user.id }, pins }),
  }
  const unseen = frame.mayBeUnseen ? ((await unseenOf(db, [user.no])).get(user.no) ?? null) : null
  const about = () => ({ entitlement: unseen ? nothing : entitlements.before, request: null, unseen })
  const before = (await peopleOf(db, [user.no], about)).get(user.no)!
  const address = addressIn(user, record)
  const after: Person = {
    ...before,
    entitlement: unseen ? nothing : entitlements.after,
    seats: new Map(before.seats),
    waiting: new Map(before.waiting),
    address,
    withheld: withheldFrom(user, question, record, address) ?? unseen,
    directoryLanguage: languageOfDirectory(record.preferredLanguage, record.locale),
  }
  const seats = await imagineSeats({ db, now, frame, rules: deciding(rules) }, after)
  return {
    frame,
    direct: imagined.map(({ id, displayName }) => ({ id, name: displayName })),
    before,
    after,
    values: compare(entitlements.before, entitlements.after),
    seats,
    difference: difference(after, frame.version),
    rules: { before: live, after: rules },
  }
}

async function draftRules(db: Db): Promise<readonly Rule[]> {
  const draft = await draftOf(db)
  if (!draft)
    throw new Refused(404, 'NO_DRAFT', 'There is no draft: the live rules are not being edited.', { pointer: '/rules' })
  return draft.rules
}

interface Group {
  readonly no: GroupNo
  readonly id: GroupId
  readonly displayName: string
}

/** The groups that they would be in directly. */
async function imaginedGroups(
  db: Db,
  user: DirectoryUser,
  { addGroups, removeGroups }: Question,
  groups: readonly (Group & { readonly direct: boolean })[],
): Promise<readonly Group[]> {
  const remove = new Set<string>()
  for (const [index, text] of removeGroups.entries()) {
    const pointer = `/removeGroups/${index}`
    const { id, displayName } = await groupNamed(db, text, pointer)
    const found = groups.find((group) => group.id === id)
    if (!found) throw new Refused(422, 'NOT_A_MEMBER', `They are not in “${displayName}”.`, { pointer })
    if (!found.direct) {
      const [first] = await groupPath(db, user.no, id)
      const text = `They are in “${displayName}” only through “${first?.name}”: name that one.`
      throw new Refused(422, 'NOT_A_DIRECT_MEMBER', text, { pointer, details: { through: first } })
    }
    remove.add(id)
  }
  const stay: Group[] = groups.filter((group) => group.direct && !remove.has(group.id))
  for (const [index, text] of addGroups.entries()) {
    const group = await groupNamed(db, text, `/addGroups/${index}`)
    if (remove.has(group.id))
      throw new Refused(422, 'ADDED_AND_REMOVED', `“${group.displayName}” is both added and removed.`, {
        pointer: `/addGroups/${index}`,
      })
    if (!stay.some(({ id }) => id === group.id)) stay.push(group)
  }
  return stay
}

/** @throws {Refused} 422 */
async function groupNamed(db: Db, id: string, pointer: string): Promise<Group> {
  const group = isId(id) ? await groupById(db, id.toLowerCase() as GroupId) : undefined
  if (!group || group.deletedAt)
    throw new Refused(422, 'UNKNOWN_GROUP', 'There is no such directory group.', { pointer })
  return group
}

/** @throws {Refused} 422 */
function changedRecord(user: DirectoryUser, value: Readonly<Record<string, unknown>>): Resource {
  try {
    const named = Object.entries(value).map(([name, given]) => [fullName(name), given])
    const operation = { op: 'replace', path: undefined, value: Object.fromEntries(named) } as const
    return applyPatch(userType, user.attributes, [operation], { id: user.id, strict: true }).resource
  } catch (cause) {
    if (!(cause instanceof ScimError)) throw cause
    throw new Refused(422, 'INVALID_ATTRIBUTES', cause.detail, { cause, pointer: '/attributes' })
  }
}

/** People name an attribute of an extension without its URN, as they do in a condition. */
function fullName(name: string): string {
  return findPlace(userType, name) ? name : (findUnqualified(userType, name)?.path ?? name)
}

/** As long as the record asks for the same address, it stays the one that is stored. */
function addressIn(user: DirectoryUser, record: Resource): string | null {
  const address = addressOf(record)
  return address === addressOf(user.attributes) ? user.address : address
}

function withheldFrom(
  user: DirectoryUser,
  { active, attributes }: Question,
  record: Resource,
  address: string | null,
): Withheld | null {
  if (user.deletedAt) return 'deleted'
  const isActive = active ?? (attributes && typeof record.active === 'boolean' ? record.active : user.active)
  if (!isActive) return 'inactive'
  return address === null ? 'no-address' : null
}
