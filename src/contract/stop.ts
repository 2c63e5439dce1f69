import Type, { type Static } from 'typebox'
import { Because, Request } from './because.ts'
import { Body, Id, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'
import { Withheld } from './user.ts'

/** Losses that the safeguard stopped: the users still hold their seats, until an admin says what becomes of them. */
export const Stop = Type.Object(
  {
    id: Id,
    product: Reference,
    since: Moment,
    request: Nullable(Request),
    count: Type.Integer(),
    losses: Type.Array(
      Type.Object({
        user: Reference,
        tier: Reference,
        since: Moment,
        because: Because,
        confirmedBy: Nullable(Type.String({ description: 'Who said yes; the next run takes the seat.' })),
      }),
    ),
  },
  { title: 'Stop' },
)
export type Stop = Static<typeof Stop>

export const Stopped = Type.Object({ stops: Type.Array(Stop) })
export type Stopped = Static<typeof Stopped>

const which = {
  product: Type.Optional(ReferenceInput),
  users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })),
}

/** Without a product, those of all products; without users, those of everybody. */
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
