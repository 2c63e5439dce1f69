import Type, { type Static } from 'typebox'
import { Request } from './because.ts'
import { Next } from './paging.ts'
import { Body, Id, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'

/** `full` looks at every user first, not only at those whom something touched; `users`, at those too. */
export const RunInput = Nullable(
  Body(
    {
      full: Type.Optional(Type.Boolean()),
      users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 1000 })),
    },
    'RunInput',
  ),
)

const counts = { touched: Type.Integer(), changed: Type.Integer(), stopped: Type.Integer() }

export const RunOutcome = Type.Object(
  { run: Nullable(Type.Integer({ description: 'Null: there was nothing to do.' })), ...counts },
  { title: 'RunOutcome' },
)
export type RunOutcome = Static<typeof RunOutcome>

export const Runs = Type.Object({
  runs: Type.Array(
    Type.Object({
      run: Type.Integer(),
      at: Moment,
      tookMs: Type.Integer(),
      ...counts,
      began: Nullable(Request),
    }),
  ),
  next: Next,
})
export type Runs = Static<typeof Runs>

export const ByRun = Type.Object({ run: Type.String({ description: 'Its number.' }) })

/** Without a product, what was lost of all products, and roles; without users, of everybody. */
export const RunRevert = Body(
  {
    endsAt: Moment,
    reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
    product: Type.Optional(ReferenceInput),
    users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })),
  },
  'RunRevert',
)
export type RunRevert = Static<typeof RunRevert>

export const RunReverted = Type.Object(
  {
    run: Type.Integer(),
    pinned: Type.Integer(),
    pins: Type.Array(Id),
    back: Type.Integer({ description: 'What they lost and have again: nothing was pinned.' }),
    notPinned: Type.Array(
      Type.Object({
        user: Reference,
        field: Type.Enum(['product', 'role']),
        product: Nullable(Reference),
        reason: Type.Enum(['inactive', 'deleted', 'no-address', 'pinned', 'gone'], {
          description: 'pinned: another pin decides already. gone: the tier or a managed group is no longer there.',
        }),
      }),
    ),
  },
  { title: 'RunReverted' },
)
export type RunReverted = Static<typeof RunReverted>
