import Type, { type Static } from 'typebox'
import { Next, PageQuery } from './paging.ts'
import { Owned } from './product.ts'
import { Moment, Nullable, Reference } from './reference.ts'

const counts = {
  owned: Owned,
  held: Type.Integer(),
  grace: Type.Integer(),
  free: Nullable(Type.Integer()),
  waiting: Type.Integer(),
  stopped: Type.Integer({ description: 'Of those held, seats whose loss the safeguard stopped.' }),
}

/** Seats per product and tier, and the sums per product. */
export const Seats = Type.Object(
  {
    seats: Type.Array(Type.Object({ product: Reference, tier: Reference, ...counts })),
    products: Type.Array(Type.Object({ product: Reference, ...counts })),
  },
  { title: 'Seats' },
)
export type Seats = Static<typeof Seats>

export const LineQuery = Type.Object(
  { ...PageQuery, tier: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)

/** Who waits for a product, in the order of the line. */
export const Line = Type.Object(
  {
    waiting: Type.Array(
      Type.Object({
        place: Type.Integer({ description: 'In the line of that tier; 1 is next.' }),
        user: Reference,
        tier: Reference,
        rule: Nullable(Reference),
        rank: Type.Integer({ description: 'Of the winning rule; 0: a pin.' }),
        since: Moment,
      }),
    ),
    next: Next,
  },
  { title: 'Line' },
)
export type Line = Static<typeof Line>

export const GracesQuery = Type.Object(PageQuery, { additionalProperties: false })

/** Seats in grace: taken, and kept for who lost them until then. */
export const Graces = Type.Object(
  {
    graces: Type.Array(Type.Object({ user: Reference, tier: Reference, since: Moment, until: Moment })),
    next: Next,
  },
  { title: 'Graces' },
)
export type Graces = Static<typeof Graces>

export const SeatHistoryQuery = Type.Object(
  { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90, default: 30 })) },
  { additionalProperties: false },
)

export const SeatHistory = Type.Object(
  {
    days: Type.Array(
      Type.Object({
        at: Moment,
        held: Type.Integer(),
        grace: Type.Integer(),
        owned: Type.Optional(
          Nullable(Type.Integer({ description: 'Of all tiers; null: one is unlimited. Left out: not known.' })),
        ),
      }),
      { description: 'Oldest first, the last now.' },
    ),
  },
  { title: 'SeatHistory' },
)
export type SeatHistory = Static<typeof SeatHistory>
