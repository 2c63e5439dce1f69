import Type, { type Static } from 'typebox'
import { Next, PageQuery } from './paging.ts'
import { Body, Id, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'
import { Role, RoleInput } from './role.ts'

/** A manual exception for one user and one field: stronger than every rule, weaker than inactive. */
export const Pin = Type.Object(
  {
    id: Id,
    user: Reference,
    field: Type.Union([
      Type.Literal('product'),
      Type.Literal('role'),
      Type.Literal('user-group'),
      Type.Literal('device-groups'),
      Type.Literal('settings-template'),
    ]),
    product: Type.Optional(Reference),
    tier: Type.Optional(Type.Union([Type.Literal('none'), Reference])),
    role: Type.Optional(Role),
    userGroup: Type.Optional(Type.Union([Type.Literal('none'), Reference])),
    deviceGroups: Type.Optional(Type.Array(Reference)),
    settingsTemplate: Type.Optional(Type.Union([Type.Literal('default'), Reference])),
    reason: Type.String(),
    createdAt: Moment,
    createdBy: Type.String(),
    endsAt: Nullable(Moment),
  },
  { title: 'Pin' },
)
export type Pin = Static<typeof Pin>

export const Pins = Type.Object({ pins: Type.Array(Pin), next: Next })
export type Pins = Static<typeof Pins>

export const PinQuery = Type.Object(
  {
    ...PageQuery,
    user: Type.Optional(Type.String({ maxLength: 200 })),
    product: Type.Optional(Type.String({ maxLength: 200, description: 'By id: pins of that product only.' })),
    reason: Type.Optional(Type.String({ maxLength: 1000, description: 'As it was given: adopted.' })),
  },
  { additionalProperties: false },
)

const about = {
  user: ReferenceInput,
  reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
  endsAt: Type.Optional(Nullable(Moment)),
}

/** A product pinned to the tier "none" is denied. Replaces the pin of the same user, field and product. */
export const PinInput = Type.Union(
  [
    Body({ ...about, field: Type.Literal('product'), product: ReferenceInput, tier: ReferenceInput }),
    Body({ ...about, field: Type.Literal('role'), role: RoleInput }),
    Body({ ...about, field: Type.Literal('user-group'), userGroup: ReferenceInput }),
    Body({
      ...about,
      field: Type.Literal('device-groups'),
      deviceGroups: Type.Array(ReferenceInput, { maxItems: 1000 }),
    }),
    Body({ ...about, field: Type.Literal('settings-template'), settingsTemplate: ReferenceInput }),
  ],
  { title: 'PinInput' },
)
export type PinInput = Static<typeof PinInput>
