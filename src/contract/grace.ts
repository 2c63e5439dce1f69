import Type, { type Static } from 'typebox'
import { Body, ReferenceInput } from './reference.ts'

/** An admin ends graces before their time: of some users by name, or of everybody in grace. */
export const GraceEnd = Body(
  {
    product: ReferenceInput,
    users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })),
    all: Type.Optional(Type.Literal(true)),
  },
  'GraceEnd',
)
export type GraceEnd = Static<typeof GraceEnd>

export const GraceEnded = Type.Object({ ended: Type.Integer() }, { title: 'GraceEnded' })
export type GraceEnded = Static<typeof GraceEnded>
