import Type, { type Static } from 'typebox'
import { Because, Request } from './because.ts'
import { Next, PageQuery } from './paging.ts'
import { Id, Moment, Nullable, Reference } from './reference.ts'

/** One thing a run did to one user, with its reason. */
export const Change = Type.Object(
  {
    type: Type.Literal('change'),
    id: Id,
    at: Moment,
    kind: Type.String({ description: 'Such as seat.given.' }),
    run: Type.Integer(),
    user: Reference,
    product: Nullable(Reference),
    tier: Nullable(Reference),
    detail: Type.Unknown(),
    because: Because,
  },
  { title: 'Change' },
)
export type Change = Static<typeof Change>

export const Activity = Type.Object({ activity: Type.Array(Type.Union([Request, Change])), next: Next })
export type Activity = Static<typeof Activity>

const kind = Type.Optional(Type.String({ maxLength: 100, description: 'How the kind begins: seat, rule.create.' }))
const type = Type.Optional(Type.Union([Type.Literal('request'), Type.Literal('change')]))

export const ActivityQuery = Type.Object(
  { ...PageQuery, user: Type.Optional(Type.String({ maxLength: 200 })), kind, type },
  { additionalProperties: false },
)
export type ActivityQuery = Static<typeof ActivityQuery>

/** Of one user, whom the path names. */
export const UserActivityQuery = Type.Object({ ...PageQuery, kind, type }, { additionalProperties: false })
export type UserActivityQuery = Static<typeof UserActivityQuery>
