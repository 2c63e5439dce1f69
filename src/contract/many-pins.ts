import Type, { type Static } from 'typebox'
import { Body, Id, Moment, Nullable, ReferenceInput } from './reference.ts'

/** One product pinned for many users: all of them, or none. The tier "none" denies it. */
export const ManyPinsInput = Body(
  {
    users: Type.Array(ReferenceInput, { minItems: 1, maxItems: 1000 }),
    product: ReferenceInput,
    tier: ReferenceInput,
    reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
    endsAt: Type.Optional(Nullable(Moment)),
  },
  'ManyPinsInput',
)
export type ManyPinsInput = Static<typeof ManyPinsInput>

export const ManyPins = Type.Object({ pins: Type.Array(Id) })
export type ManyPins = Static<typeof ManyPins>

export const ManyPinsEnd = Body({ pins: Type.Array(Id, { minItems: 1, maxItems: 1000 }) }, 'ManyPinsEnd')
