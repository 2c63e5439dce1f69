import Type, { type Static } from 'typebox'
import { Next, PageQuery } from './paging.ts'
import { PastAssignment } from './past.ts'
import { Owned, Shortage } from './product.ts'
import { Moment, Nullable, Reference } from './reference.ts'
import { Role } from './role.ts'

export const CompareQuery = Type.Object(
  {
    ...PageQuery,
    from: Type.String({ maxLength: 40, description: 'The earlier moment.' }),
    to: Type.Optional(Type.String({ maxLength: 40, description: 'The later moment; now, where it is left out.' })),
    user: Type.Optional(Type.String({ maxLength: 200, description: 'Only this one: nothing but their difference.' })),
  },
  { additionalProperties: false },
)
export type CompareQuery = Static<typeof CompareQuery>

const fromTo = <Schema extends Type.TSchema>(schema: Schema) => Type.Object({ from: schema, to: schema })
const SeatStand = Nullable(
  Type.Object({ tier: Reference, state: Type.Union([Type.Literal('held'), Type.Literal('grace')]) }),
)
const { userGroup, deviceGroups, language, settingsTemplate, welcomeTemplate } = PastAssignment

/** Of one user, only what differs. */
export const UserDifference = Type.Object(
  {
    user: Reference,
    seats: Type.Array(Type.Object({ product: Reference, from: SeatStand, to: SeatStand })),
    role: Type.Optional(fromTo(Role)),
    userGroup: Type.Optional(fromTo(userGroup)),
    deviceGroups: Type.Optional(fromTo(deviceGroups)),
    language: Type.Optional(fromTo(language)),
    settingsTemplate: Type.Optional(fromTo(settingsTemplate)),
    welcomeTemplate: Type.Optional(fromTo(welcomeTemplate)),
  },
  { title: 'UserDifference' },
)
export type UserDifference = Static<typeof UserDifference>

const Counts = Nullable(Type.Object({ owned: Type.Optional(Owned), held: Type.Integer(), grace: Type.Integer() }))
const Pool = Nullable(
  Type.Object({
    product: Type.String({ description: 'Its name then.' }),
    tier: Type.String({ description: 'Its name then.' }),
    position: Type.Integer({ description: 'Among the tiers of the product; 0 is the best.' }),
    owned: Owned,
    shortage: Shortage,
  }),
)

export const Comparison = Type.Object(
  {
    from: Moment,
    to: Moment,
    users: Type.Array(UserDifference, { description: 'In the order they came. Only those who differ.' }),
    next: Next,
    seats: Type.Optional(
      Type.Array(Type.Object({ product: Reference, tier: Reference, from: Counts, to: Counts }), {
        description: 'Every tier that there was at either moment. Like all that follows: on the first page only.',
      }),
    ),
    products: Type.Optional(Type.Array(Type.Object({ product: Reference, from: Counts, to: Counts }))),
    rules: Type.Optional(
      Type.Object({
        from: Type.Integer({ description: 'Version of the rule set; 0: before the first rule.' }),
        to: Type.Integer(),
        added: Type.Array(Reference),
        removed: Type.Array(Reference),
        changed: Type.Array(Reference),
        moved: Type.Array(Reference, { description: 'The fewest whose move explains the new order.' }),
      }),
    ),
    pools: Type.Optional(
      Type.Array(Type.Object({ product: Reference, tier: Reference, from: Pool, to: Pool }), {
        description: 'Those that were added, deleted or changed; not those of which only one of the two is known.',
      }),
    ),
  },
  { title: 'Comparison' },
)
export type Comparison = Static<typeof Comparison>
