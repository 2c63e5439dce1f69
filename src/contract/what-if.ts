import Type, { type Static } from 'typebox'
import { Body, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'
import { Withheld } from './user.ts'
import { FieldValue } from './why.ts'

const groups = Type.Optional(Type.Array(ReferenceInput, { maxItems: 1000 }))

/** What is left out is as it is. Nothing is changed by asking. */
export const WhatIfInput = Body(
  {
    addGroups: groups,
    removeGroups: groups,
    attributes: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          'Of their record, each whole; names may be paths, or those of an extension without its URN; null unsets.',
      }),
    ),
    active: Type.Optional(Type.Boolean()),
    rules: Type.Optional(Type.Enum(['live', 'draft'])),
  },
  'WhatIfInput',
)
export type WhatIfInput = Static<typeof WhatIfInput>

/** The rule or pin that a value comes from; null: nobody sets it. */
const Origin = Nullable(
  Type.Union([
    Type.Object({ kind: Type.Literal('rule'), rule: Reference, rank: Type.Integer() }),
    Type.Object({ kind: Type.Literal('pin'), reason: Type.String(), createdBy: Type.String() }),
  ]),
)

const Said = Type.Object({ value: FieldValue, text: Type.String(), winner: Origin })

export const SeatOutcome = Type.Enum([
  'none',
  'keeps',
  'given',
  'returned',
  'moved',
  'falls-back',
  'waits',
  'grace',
  'lost',
  'stopped',
  'freed',
  'carried',
])
export type SeatOutcome = Static<typeof SeatOutcome>

const had = { tier: Nullable(Reference), state: Type.Enum(['held', 'grace', 'waiting', 'none']) }

/** What somebody would have if things were otherwise, and what a run would do about it now. */
export const WhatIf = Type.Object(
  {
    user: Reference,
    sentence: Type.String(),
    rules: Type.Enum(['live', 'draft']),
    groups: Type.Array(Reference, { description: 'That they would be in directly.' }),
    withheld: Type.Object({ before: Nullable(Withheld), after: Nullable(Withheld) }),
    access: Type.Object({ before: Type.Boolean(), after: Type.Boolean() }),
    mail: Nullable(Type.Enum(['welcome', 'change'], { description: 'The mail that would go out.' })),
    fields: Type.Array(
      Type.Object({
        field: Type.Enum(['role', 'welcome-template', 'language', 'user-group', 'device-groups', 'settings-template']),
        group: Type.Optional(Reference),
        before: Said,
        after: Said,
        changed: Type.Boolean(),
      }),
    ),
    products: Type.Array(
      Type.Object({
        product: Reference,
        before: Type.Object({ entitled: Nullable(Reference), winner: Origin, ...had }),
        after: Type.Object({ entitled: Nullable(Reference), winner: Origin, ...had }),
        changed: Type.Boolean(),
        seat: Type.Object({
          outcome: SeatOutcome,
          sentence: Type.String(),
          place: Nullable(Type.Integer({ description: 'In the line; 1 is next.' })),
          graceUntil: Nullable(Moment),
          carriedBy: Nullable(Reference),
        }),
      }),
    ),
  },
  { title: 'WhatIf' },
)
export type WhatIf = Static<typeof WhatIf>
