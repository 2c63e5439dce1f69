import Type, { type Static } from 'typebox'
import { Because } from './because.ts'
import { Next, PageQuery } from './paging.ts'
import { Id, Moment, Nullable, Reference } from './reference.ts'
import { LanguageCode, ManagedGroups, Privilege, RoleName } from './role.ts'

export const UserStatus = Type.Union([
  Type.Literal('none'),
  Type.Literal('invited'),
  Type.Literal('active'),
  Type.Literal('inactive'),
  Type.Literal('suspended'),
])
export type UserStatus = Static<typeof UserStatus>

export const Withheld = Type.Union([
  Type.Literal('inactive'),
  Type.Literal('deleted'),
  Type.Literal('no-address'),
  Type.Literal('conflict', { description: 'Their address belongs to the user of another source.' }),
  Type.Literal('not-adopted', { description: 'They had an account before Rollcall that nobody has adopted yet.' }),
])

/** A seat of a user, or their place in the line for one. Who waits for a tier and holds another has one of each. */
export const UserSeat = Type.Object(
  {
    product: Reference,
    tier: Reference,
    state: Type.Union([Type.Literal('held'), Type.Literal('waiting'), Type.Literal('grace')]),
    since: Moment,
    because: Because,
    place: Type.Optional(Type.Integer({ description: 'In the line; 1 is next.' })),
    graceUntil: Type.Optional(Moment),
    stopped: Type.Optional(Type.Boolean({ description: 'The safeguard stopped the loss of this seat.' })),
  },
  { title: 'UserSeat' },
)
export type UserSeat = Static<typeof UserSeat>

export const User = Type.Object(
  {
    id: Id,
    userName: Type.String(),
    displayName: Type.String(),
    externalId: Nullable(Type.String()),
    address: Nullable(Type.String()),
    source: Reference,
    active: Type.Boolean({ description: 'As the directory says; false once deleted there.' }),
    deletedAt: Nullable(Moment),
    status: UserStatus,
    withheld: Nullable(Withheld),
    role: RoleName,
    privileges: Type.Array(Privilege),
    managedGroups: ManagedGroups,
    userGroup: Nullable(Reference),
    deviceGroups: Type.Array(Reference),
    language: LanguageCode,
    settingsTemplate: Nullable(Reference),
    welcomeTemplate: Nullable(Reference),
    seats: Type.Array(UserSeat),
    carried: Type.Array(
      Type.Object({ product: Reference, by: Reference }, { description: 'Comes with a held seat of another product.' }),
    ),
  },
  { title: 'User' },
)
export type User = Static<typeof User>

const named = (description: string) => Type.Optional(Type.String({ maxLength: 200, description }))

/** Which users are asked for. All that is given must hold. */
export const UserFilters = {
  filter: Type.Optional(
    Type.String({ maxLength: 8192, description: "A SCIM filter (RFC 7644 §3.4.2.2) on the user's own record." }),
  ),
  search: Type.Optional(
    Type.String({ maxLength: 200, description: 'Words that are all in displayName, userName or address.' }),
  ),
  deleted: Type.Optional(
    Type.Boolean({ description: 'Only users who were deleted in the directory; otherwise only those who were not.' }),
  ),
  status: Type.Optional(Type.Union([...UserStatus.anyOf], { description: 'As it is now.' })),
  role: Type.Optional(Type.Union([...RoleName.anyOf])),
  product: named('Who has a seat of it or waits for one, by its id.'),
  state: Type.Optional(
    Type.Union([Type.Literal('held'), Type.Literal('grace'), Type.Literal('waiting')], {
      description: 'Of a seat of that product; without a product, of any.',
    }),
  ),
  source: named('Its id.'),
  group: named('A directory group, by its id: who is in it, directly or through groups inside it.'),
}

export const UserQuery = Type.Object({ ...PageQuery, ...UserFilters }, { additionalProperties: false })
export type UserQuery = Static<typeof UserQuery>

export const Users = Type.Object({ users: Type.Array(User), next: Next })
export type Users = Static<typeof Users>

export const UserCount = Type.Object({
  count: Type.Integer(),
  more: Type.Optional(Type.Boolean({ description: 'There are more than were counted.' })),
})
export type UserCount = Static<typeof UserCount>

export const UserGroups = Type.Object({
  groups: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      direct: Type.Boolean(),
      through: Type.Array(Reference, { description: 'Below this group, down to the one the user is directly in.' }),
    }),
  ),
})
