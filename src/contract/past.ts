import Type, { type Static } from 'typebox'
import { Because, Request } from './because.ts'
import { Next } from './paging.ts'
import { Owned, Shortage } from './product.ts'
import { Id, Moment, Nullable, Reference } from './reference.ts'
import { LanguageCode, ManagedGroups, Privilege, RoleName } from './role.ts'
import { Rule, RulesQuery } from './rule.ts'
import { UserFilters, UserQuery, UserStatus, Withheld } from './user.ts'

/**
 * How things were. What was not kept is left out, never guessed: of the directory only what it says now is known, so
 * people and groups are called as they are now; a member that is missing is not known as of that moment.
 */
export const AtQuery = {
  at: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'A moment of the past: how it was then. Products and tiers have their names of then.',
    }),
  ),
}

export const UserAtQuery = Type.Object({ ...UserQuery.properties, ...AtQuery }, { additionalProperties: false })

export const UserCountQuery = Type.Object({ ...UserFilters, ...AtQuery }, { additionalProperties: false })
export type UserCountQuery = Static<typeof UserCountQuery>

export const UserExportQuery = Type.Object(
  { format: Type.Literal('csv'), ...UserFilters, ...AtQuery },
  { additionalProperties: false },
)

export const PastSeat = Type.Object(
  {
    product: Reference,
    tier: Reference,
    state: Type.Union([Type.Literal('held'), Type.Literal('grace')]),
    since: Moment,
    until: Nullable(Moment),
    because: Because,
    graceUntil: Type.Optional(Moment),
    stopped: Type.Optional(Type.Boolean({ description: 'The safeguard had stopped the loss of this seat.' })),
  },
  { title: 'PastSeat', description: 'A seat as it was, with the reason for which it was given.' },
)
export type PastSeat = Static<typeof PastSeat>

/** What somebody was assigned: everything but seats. */
export const PastAssignment = {
  role: RoleName,
  privileges: Type.Array(Privilege),
  managedGroups: ManagedGroups,
  userGroup: Nullable(Reference),
  deviceGroups: Type.Array(Reference),
  language: Type.Union([LanguageCode, Type.Null()], {
    description: 'That rules gave. What they chose themselves is not kept.',
  }),
  settingsTemplate: Nullable(Reference),
  welcomeTemplate: Nullable(Reference),
}

export const PastUser = Type.Object(
  {
    at: Moment,
    id: Id,
    userName: Type.String({ description: 'As of now, like every attribute of the directory.' }),
    displayName: Type.String(),
    externalId: Nullable(Type.String()),
    address: Nullable(Type.String()),
    source: Reference,
    status: Type.Optional(UserStatus),
    access: Type.Boolean(),
    withheld: Type.Optional(Nullable(Withheld)),
    ...PastAssignment,
    seats: Type.Array(PastSeat),
  },
  {
    title: 'PastUser',
    description:
      'A user as of a moment. Not kept, hence left out: places in line, what came with another product, the status of somebody who had signed in and whose last visit is not known.',
  },
)
export type PastUser = Static<typeof PastUser>

export const PastUsers = Type.Object({ at: Moment, users: Type.Array(PastUser), next: Next })
export type PastUsers = Static<typeof PastUsers>

const pastCounts = {
  owned: Type.Optional(Owned),
  held: Type.Integer(),
  grace: Type.Integer(),
  free: Type.Optional(Nullable(Type.Integer())),
  stopped: Type.Integer({ description: 'Of those held, seats whose loss the safeguard had stopped.' }),
}

export const PastSeats = Type.Object(
  {
    at: Moment,
    seats: Type.Array(
      Type.Object({ product: Reference, tier: Reference, ...pastCounts, shortage: Type.Optional(Shortage) }),
    ),
    products: Type.Array(Type.Object({ product: Reference, ...pastCounts })),
  },
  {
    title: 'PastSeats',
    description:
      'Seats as of a moment. `owned` and `free` are left out where the pool of that time is not known. How many waited is not kept.',
  },
)
export type PastSeats = Static<typeof PastSeats>

/** One of its members at most. */
export const RulesAtQuery = Type.Object(
  {
    ...RulesQuery.properties,
    ...AtQuery,
    version: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'Of the rule set.' })),
  },
  { additionalProperties: false },
)
export type RulesAtQuery = Static<typeof RulesAtQuery>

const { members: _, groupGone: __, ...pastRule } = Rule.properties

export const PastRules = Type.Object(
  {
    version: Type.Integer(),
    since: Type.Union([Moment, Type.Null()], {
      description: 'When this version became live. Null: before the first rule.',
    }),
    until: Type.Union([Moment, Type.Null()], { description: 'When the next one did. Null: it is live.' }),
    request: Type.Union([Request, Type.Null()], {
      description: 'What made it live. Null: none did, or it is older than history is kept.',
    }),
    rules: Type.Array(Type.Object(pastRule, { title: 'PastRule' })),
  },
  {
    title: 'PastRules',
    description: 'The rules of a version. What they name is called as it is now; what is gone has its id and no name.',
  },
)
export type PastRules = Static<typeof PastRules>

export const RuleVersions = Type.Object(
  {
    versions: Type.Array(
      Type.Object({
        version: Type.Integer(),
        since: Moment,
        request: Nullable(Request),
        differs: Nullable(
          Type.Object(
            { added: Type.Integer(), removed: Type.Integer(), changed: Type.Integer(), moved: Type.Integer() },
            { description: 'From the version before, in rules. Null: older than history is kept.' },
          ),
        ),
      }),
    ),
    next: Next,
  },
  { title: 'RuleVersions' },
)
export type RuleVersions = Static<typeof RuleVersions>
