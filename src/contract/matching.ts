import Type, { type Static } from 'typebox'
import { Body, Nullable, ReferenceInput } from './reference.ts'

/** Whom a rule is for, asked before there is one. */
export const MatchingInput = Body(
  { group: ReferenceInput, condition: Type.Optional(Nullable(Type.String({ maxLength: 8192 }))) },
  'MatchingInput',
)

export const Matching = Type.Object(
  {
    members: Type.Integer({ description: 'Users in the group, and in groups inside it.' }),
    matching: Type.Integer({ description: 'Of them, those for whom the condition holds.' }),
  },
  { title: 'Matching' },
)
export type Matching = Static<typeof Matching>
