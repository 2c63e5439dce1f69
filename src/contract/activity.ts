import Type, { type Static } from 'typebox'
import { Because, Request } from './because.ts'
import { Next, PageQuery } from './paging.ts'
import { Id, Moment, Nullable, Reference } from './reference.ts'
import { UserStatus } from './user.ts'

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

export const ActivityEntry = Type.Union([Request, Change])
export type ActivityEntry = Static<typeof ActivityEntry>

export const Activity = Type.Object({ activity: Type.Array(ActivityEntry), next: Next })
export type Activity = Static<typeof Activity>

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }))

/** A moment, or a day in UTC. Read by history/moment.ts, which says what is wrong with it. */
const moment = (description: string) => Type.Optional(Type.String({ maxLength: 40, description }))

/** What is left out asks nothing; what is given must all hold. */
const ofAnybody = {
  kind: Type.Optional(Type.String({ maxLength: 100, description: 'How the kind begins: seat, rule.create.' })),
  type: Type.Optional(Type.Union([Type.Literal('request'), Type.Literal('change')])),
  product: text('A product, by id or name: what runs did with its seats, and the requests about it.'),
  run: Type.Optional(
    Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'What one run did: changes only.' }),
  ),
  from: moment('From this moment (or the start of this day) on.'),
  to: moment('Before this moment (or to the end of this day).'),
}

const ofAll = {
  user: Type.Optional(
    Type.String({ maxLength: 200, description: 'What runs did to them, and the requests about them.' }),
  ),
  admin: text('Who acted, by id or by the name it is shown with: requests only.'),
  status: Type.Optional(
    Type.Union([...UserStatus.anyOf], { description: 'Of the users it is about, as their status is now.' }),
  ),
  ...ofAnybody,
}

export const ActivityQuery = Type.Object({ ...PageQuery, ...ofAll }, { additionalProperties: false })
export type ActivityQuery = Static<typeof ActivityQuery>

/** Of one user, whom the path names. */
export const UserActivityQuery = Type.Object({ ...PageQuery, ...ofAnybody }, { additionalProperties: false })
export type UserActivityQuery = Static<typeof UserActivityQuery>

export const ActivityExportQuery = Type.Object(
  { format: Type.Union([Type.Literal('csv'), Type.Literal('jsonl')]), ...ofAll },
  { additionalProperties: false },
)
export type ActivityExportQuery = Static<typeof ActivityExportQuery>
