import type { User } from '../../contract/user.ts'
import type { DirectoryUser, UserNo } from '../../directory/user.ts'
import { namedInBecause, shownBecause } from '../../history/shown.ts'
import { languageOfDirectory, resolveLanguage } from '../../organization/language.ts'
import type { Db } from '../../platform/db/db.ts'
import { carriersOf } from '../../products/includes.ts'
import type { Product } from '../../products/product.ts'
import type { Content } from '../../rules/content.ts'
import { referenceIn, shownRole } from '../../rules/routes/shown.ts'
import { deciding } from '../../rules/rule.ts'
import { namesOf } from '../../rules/store/names.ts'
import { liveRules } from '../../rules/store/rules.ts'
import { statusOf } from '../status.ts'
import { frameOf } from '../store/frame.ts'
import {
  type AssignedRow,
  assignedTo,
  placesOf,
  type SeatRow,
  seatsOf,
  settingsFor,
  type WaitRow,
} from '../store/shown.ts'
import { type Unseen, unseenOf } from '../store/unseen.ts'
import { reasonsNow } from './reason.ts'

/** Users as they are shown: what the directory says, what is assigned, what they hold and wait for, and why. */
export async function shownUsers(db: Db, users: readonly DirectoryUser[], now: Date): Promise<User[]> {
  if (users.length === 0) return []
  const numbers = users.map((user) => user.no)
  const rules = deciding(await liveRules(db))
  const unseen = await unseenOf(db, numbers)
  const [assigned, seats, places, settings, frame, reasonOf] = await Promise.all([
    assignedTo(db, numbers),
    seatsOf(db, numbers),
    placesOf(
      db,
      numbers,
      rules.map((rule) => rule.id),
    ),
    settingsFor(db),
    frameOf(db),
    reasonsNow(db, numbers, rules, unseen),
  ])
  const names = await namesOf(db, [
    ...[...seats, ...places].flatMap((row) => [row.product_id, row.tier_id, ...namedInBecause(reasonOf(row))]),
    ...[...assigned.values()].flatMap((row) => (row.content ? namedInContent(row.content) : [])),
  ])
  const carriers = carriersOf(frame.products)
  const seatsBy = Map.groupBy(seats, (row) => row.user_no)
  const placesBy = Map.groupBy(places, (row) => row.user_no)

  const ref = referenceIn(names)
  const shownSeat = (row: SeatRow | WaitRow) => ({
    product: ref(row.product_id),
    tier: ref(row.tier_id),
    since: row.since.toISOString(),
    because: shownBecause(reasonOf(row), names),
  })

  return users.map((user) => {
    const row = assigned.get(user.no)!
    const withheld = withheldFrom(user, unseen)
    const held = seatsBy.get(user.no) ?? []
    return {
      ...whoIs(user, row, withheld),
      ...whatIsAssigned(row, withheld, names),
      status: statusOf(standingOf(row, withheld), now, settings.inactiveAfterDays),
      language: resolveLanguage(
        row.chosen_language,
        row.content?.language ?? null,
        languageOfDirectory(user.attributes.preferredLanguage, user.attributes.locale),
        settings.language,
      ),
      seats: [
        ...held.map((seat) => ({
          ...shownSeat(seat),
          state: seat.state,
          ...(seat.grace_until && { graceUntil: seat.grace_until.toISOString() }),
          ...(seat.stopped && { stopped: true }),
        })),
        ...(placesBy.get(user.no) ?? []).map((wait) => ({
          ...shownSeat(wait),
          state: 'waiting' as const,
          place: wait.place,
        })),
      ].sort((a, b) => (a.product.name < b.product.name ? -1 : a.product.name > b.product.name ? 1 : 0)),
      carried: carriedBy(held, frame.products, carriers),
    }
  })
}

function whoIs(user: DirectoryUser, row: AssignedRow, withheld: User['withheld']) {
  return {
    id: user.id,
    userName: user.userName,
    displayName: user.displayName,
    externalId: user.externalId,
    address: user.address,
    source: { id: user.source, name: row.source_name },
    active: user.active && user.deletedAt === null,
    deletedAt: user.deletedAt?.toISOString() ?? null,
    withheld,
  }
}

/** Inactive, deleted or without an address: role, device groups and seats are kept from them, user group and language stay. Who is unseen has nothing. */
function withheldFrom(user: DirectoryUser, unseen: ReadonlyMap<UserNo, Unseen>): User['withheld'] {
  if (user.deletedAt) return 'deleted'
  if (!user.active) return 'inactive'
  return user.address === null ? 'no-address' : (unseen.get(user.no) ?? null)
}

function whatIsAssigned({ content }: AssignedRow, kept: User['withheld'], names: Parameters<typeof referenceIn>[0]) {
  const ref = referenceIn(names)
  const withheld = kept !== null
  const role = shownRole((!withheld && content?.role) || { role: 'member' }, names)
  const orNull = (id: string | null | undefined) => (!id || id === 'none' || id === 'default' ? null : ref(id))
  return {
    role: role.role,
    privileges: role.role === 'manager' ? role.privileges : [],
    managedGroups: role.role === 'manager' ? role.managedGroups : [],
    userGroup: orNull(content?.userGroup),
    deviceGroups: withheld ? [] : (content?.deviceGroups ?? []).map(ref),
    settingsTemplate: orNull(content?.settingsTemplate),
    welcomeTemplate: orNull(content?.welcomeTemplate),
  }
}

/** Someone inactive upstream can never sign in, whatever the last run knew of it. */
function standingOf(row: AssignedRow, withheld: User['withheld']) {
  return {
    access: (row.access ?? false) && withheld === null,
    hadAccess: (row.had_access ?? false) || (row.access ?? false),
    signedInAt: row.signed_in_at,
    lastSeenAt: row.last_seen_at,
  }
}

function namedInContent(content: Content): readonly string[] {
  const { role } = content
  const managed = role?.role === 'manager' && role.managedGroups !== 'all' ? role.managedGroups : []
  const single: readonly (string | null)[] = [content.userGroup, content.settingsTemplate, content.welcomeTemplate]
  return [
    ...managed,
    ...content.deviceGroups,
    ...single.flatMap((id) => (id === null || id === 'none' || id === 'default' ? [] : id)),
  ]
}

/** Only a held seat carries; who has an own seat of the product is not carried. */
function carriedBy(
  held: readonly SeatRow[],
  products: readonly Product[],
  carriers: ReturnType<typeof carriersOf>,
): User['carried'] {
  const holds = new Set(held.filter((seat) => seat.state === 'held').map((seat) => seat.product_id))
  return products.flatMap((product) => {
    const carrier = products.find((some) => carriers.get(product.id)?.has(some.id) && holds.has(some.id))
    if (!carrier || holds.has(product.id)) return []
    return { product: { id: product.id, name: product.name }, by: { id: carrier.id, name: carrier.name } }
  })
}
