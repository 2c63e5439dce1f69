import Type, { type Static } from 'typebox'
import { Because, Request } from './because.ts'
import { Next, PageQuery } from './paging.ts'
import { Body, Id, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'
import { RoleName } from './role.ts'
import { Withheld } from './user.ts'

/** An act, or several of one kind by one actor, that led to what is stopped. */
export const Cause = Type.Object(
  {
    users: Type.Integer({ description: 'How many of those stopped it led to.' }),
    requests: Type.Integer({ description: 'How many acts there were.' }),
    kind: Nullable(Type.String({ description: 'Of the act, such as group.members; null: no act, time passed.' })),
    actor: Nullable(Type.Object({ kind: Type.String(), name: Type.String() })),
    target: Nullable(Type.Object({ kind: Type.String(), id: Nullable(Type.String()), name: Nullable(Type.String()) })),
    because: Type.String({ description: 'What it did to them: the kind of the reason.' }),
    firstAt: Nullable(Moment),
    lastAt: Nullable(Moment),
    text: Type.String(),
  },
  { title: 'Cause' },
)
export type Cause = Static<typeof Cause>

/** The probable cause of a stop. */
const probably = {
  cause: Type.String({ description: 'The probable cause, in a sentence.' }),
  causes: Type.Array(Cause, { description: 'The few largest.' }),
}

export const StoppedLoss = Type.Object(
  {
    user: Reference,
    tier: Reference,
    since: Moment,
    because: Because,
    confirmedBy: Nullable(Type.String({ description: 'Who said yes; the next run takes the seat.' })),
  },
  { title: 'StoppedLoss' },
)
export type StoppedLoss = Static<typeof StoppedLoss>

/** Losses that the safeguard stopped: the users still hold their seats, until an admin says what becomes of them. */
export const Stop = Type.Object(
  {
    id: Id,
    product: Reference,
    since: Moment,
    request: Nullable(Request),
    count: Type.Integer(),
    ...probably,
    losses: Type.Array(StoppedLoss, { description: 'The first hundred.' }),
    next: Next,
  },
  { title: 'Stop' },
)
export type Stop = Static<typeof Stop>

/** `role` is what they are entitled to, `keeps` what they have until then. */
export const StoppedRole = Type.Object(
  {
    user: Reference,
    role: RoleName,
    keeps: RoleName,
    since: Moment,
    because: Because,
    confirmedBy: Nullable(Type.String({ description: 'Who said yes; the next run gives the role.' })),
  },
  { title: 'StoppedRole' },
)
export type StoppedRole = Static<typeof StoppedRole>

/** Users who would have become admin or super admin: they keep the role they had, until a super admin says what becomes of them. */
export const StoppedRoles = Type.Object(
  {
    since: Moment,
    count: Type.Integer(),
    ...probably,
    gains: Type.Array(StoppedRole, { description: 'The first hundred.' }),
    next: Next,
  },
  { title: 'StoppedRoles' },
)
export type StoppedRoles = Static<typeof StoppedRoles>

export const Stopped = Type.Object({
  stops: Type.Array(Stop),
  roles: Nullable(StoppedRoles),
  lastSuperAdmins: Type.Array(StoppedRole, {
    description: 'Who keeps super admin because nobody else could sign in as one. It ends by itself when somebody can.',
  }),
})
export type Stopped = Static<typeof Stopped>

export const StoppedPage = Type.Object(
  {
    ...PageQuery,
    search: Type.Optional(Type.String({ maxLength: 200, description: 'A part of the name or user name.' })),
  },
  { additionalProperties: false },
)
export const ByStop = Type.Object({ stop: Type.String() })
export const StoppedLosses = Type.Object({ losses: Type.Array(StoppedLoss), next: Next })
export const StoppedGains = Type.Object({ gains: Type.Array(StoppedRole), next: Next })

const which = {
  field: Type.Optional(
    Type.Union([Type.Literal('product'), Type.Literal('role')], {
      default: 'product',
      description: 'Stopped losses of products, or roles that were stopped: those are for super admins.',
    }),
  ),
  product: Type.Optional(ReferenceInput),
  users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })),
}

/** Without a product, those of all products; without users, those of everybody. Roles only where the field says so. */
export const StopApply = Nullable(Body(which, 'StopApply'))
export const StopApplied = Type.Object({ applied: Type.Integer() })

export const StopKeep = Body(
  { ...which, endsAt: Moment, reason: Type.Optional(Type.String({ maxLength: 1000 })) },
  'StopKeep',
)

/** A pin is weaker than inactive: who is withheld upstream cannot be kept, and stays stopped. */
export const StopKept = Type.Object({
  kept: Type.Integer(),
  pins: Type.Array(Id),
  notKept: Type.Array(Type.Object({ user: Reference, reason: Withheld })),
})
export type StopKept = Static<typeof StopKept>
