import Type, { type Static } from 'typebox'
import { Next } from './paging.ts'
import { Body, Moment, Nullable } from './reference.ts'

/** `full` looks at every user first, not only at those whom something touched. */
export const RunInput = Nullable(Body({ full: Type.Optional(Type.Boolean()) }, 'RunInput'))

const counts = { touched: Type.Integer(), changed: Type.Integer(), stopped: Type.Integer() }

export const RunOutcome = Type.Object(
  { run: Nullable(Type.Integer({ description: 'Null: there was nothing to do.' })), ...counts },
  { title: 'RunOutcome' },
)
export type RunOutcome = Static<typeof RunOutcome>

export const Runs = Type.Object({
  runs: Type.Array(Type.Object({ run: Type.Integer(), at: Moment, tookMs: Type.Integer(), ...counts })),
  next: Next,
})
export type Runs = Static<typeof Runs>
