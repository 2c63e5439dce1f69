import Type, { type Static } from 'typebox'
import { Next } from './paging.ts'
import { Body, Moment, Reference, ReferenceInput } from './reference.ts'

const who = { user: Reference, source: Reference, since: Moment }

/** One address that users of several sources have. No rule and no pin sees the others until the owner is somebody else. */
export const Conflict = Type.Object(
  {
    address: Type.String(),
    owner: Type.Object({
      ...who,
      handedOver: Type.Boolean({ description: 'An admin said so; else they have had the address longest.' }),
    }),
    others: Type.Array(Type.Object(who)),
  },
  { title: 'Conflict' },
)
export type Conflict = Static<typeof Conflict>

export const Conflicts = Type.Object({ conflicts: Type.Array(Conflict), next: Next })
export type Conflicts = Static<typeof Conflicts>

/** One of `users`, `source` and `all` says to whom: these users, a source's, or in each conflict whoever comes next. */
export const HandOver = Body(
  {
    users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })),
    source: Type.Optional(ReferenceInput),
    all: Type.Optional(Type.Literal(true)),
    confirm: Type.Optional(
      Type.Boolean({ description: 'What the owners before them lose is meant: the safeguard stops none of it.' }),
    ),
  },
  'HandOver',
)
export type HandOver = Static<typeof HandOver>

export const HandedOver = Type.Object({ handedOver: Type.Integer() }, { title: 'HandedOver' })
