import Type, { type Static } from 'typebox'
import { Next, PageQuery } from './paging.ts'
import { Body, Id, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'

const State = Type.Union([
  Type.Literal('matched', { description: 'One directory user has the address: it can be adopted.' }),
  Type.Literal('unmatched', { description: 'No directory user has the address.' }),
  Type.Literal('conflicting', { description: 'See problem.' }),
  Type.Literal('adopted'),
])
export type ExistingState = Static<typeof State>

const Problem = Type.Union([
  Type.Literal('several-users', { description: 'Several directory users have the address: adopt it by naming one.' }),
  Type.Literal('unknown-product'),
  Type.Literal('unknown-tier'),
  Type.Literal('pool-full', { description: 'The pool cannot hold it: adopting it by name goes over.' }),
])
export type ExistingProblem = Static<typeof Problem>

/** What somebody had in a product before Rollcall. Until it is adopted they are left alone. */
export const ExistingAccount = Type.Object(
  {
    id: Id,
    address: Type.String(),
    product: Type.String({ description: 'As it was listed.' }),
    tier: Type.String({ description: 'As it was listed; empty: the product’s only tier.' }),
    state: State,
    problem: Nullable(Problem),
    user: Nullable(Reference),
    importedAt: Moment,
    adoptedAt: Nullable(Moment),
    adoptedBy: Nullable(Type.String()),
  },
  { title: 'ExistingAccount' },
)
export type ExistingAccount = Static<typeof ExistingAccount>

const counts = Type.Object({
  matched: Type.Integer(),
  unmatched: Type.Integer(),
  conflicting: Type.Integer(),
  adopted: Type.Integer(),
})

export const ExistingAccounts = Type.Object({ accounts: Type.Array(ExistingAccount), counts, next: Next })
export type ExistingAccounts = Static<typeof ExistingAccounts>

export const ExistingQuery = Type.Object({ ...PageQuery, state: Type.Optional(State) }, { additionalProperties: false })

/** What a list said, and how all accounts stand now. */
export const ExistingImported = Type.Object(
  {
    lines: Type.Integer(),
    counts,
    invalid: Type.Array(Type.Object({ line: Type.Integer(), problem: Type.String(), remedy: Type.String() })),
  },
  { title: 'ExistingImported' },
)
export type ExistingImported = Static<typeof ExistingImported>

/** One of `accounts`, `users` (all accounts of their address) and `all` (all that are matched). */
export const Adopt = Body(
  {
    accounts: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })),
    users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })),
    all: Type.Optional(Type.Literal(true)),
    rulesDecide: Type.Optional(
      Type.Boolean({
        description: 'No pins for what rules do not give: they decide, and losses are judged as any. Default false.',
      }),
    ),
  },
  'Adopt',
)
export type Adopt = Static<typeof Adopt>

export const Adopted = Type.Object(
  { adopted: Type.Integer(), seats: Type.Integer(), pins: Type.Integer() },
  { title: 'Adopted' },
)
export type Adopted = Static<typeof Adopted>
