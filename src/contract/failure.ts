import Type, { type Static } from 'typebox'
import { Because } from './because.ts'
import { Next, PageQuery } from './paging.ts'
import { Body, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'

/** Why something that should be is not: each is put right in another place. */
export const FailureCause = Type.Union(
  [
    Type.Literal('no-seats-left'),
    Type.Literal('no-address'),
    Type.Literal('product-refused'),
    Type.Literal('mail-bounced'),
    Type.Literal('address-conflict'),
  ],
  { title: 'FailureCause' },
)
export type FailureCause = Static<typeof FailureCause>

/** What failed for one cause: seats by product and tier, deliveries by product and answer, mails by answer. */
export const Failure = Type.Object(
  {
    cause: FailureCause,
    product: Nullable(Reference),
    tier: Nullable(Reference),
    code: Nullable(Type.String({ description: 'What the product or the mail server answered.' })),
    count: Type.Integer(),
    since: Nullable(Type.String({ format: 'date-time', description: 'Of the oldest.' })),
    sentence: Type.String({ description: 'What is wrong, and what puts it right.' }),
  },
  { title: 'Failure' },
)
export type Failure = Static<typeof Failure>

export const Failures = Type.Object(
  { failures: Type.Array(Failure), count: Type.Integer({ description: 'Of all of them.' }) },
  { title: 'Failures' },
)
export type Failures = Static<typeof Failures>

const name = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }))

export const ByCause = Type.Object({ cause: Type.String() })

/** `product` and `tier` by id or name; `code` as the failure has it. */
export const FailureQuery = Type.Object(
  { ...PageQuery, product: name, tier: name, code: name },
  { additionalProperties: false },
)

/** One failure of one person. */
export const FailedUser = Type.Object(
  {
    user: Reference,
    product: Nullable(Reference),
    tier: Nullable(Reference),
    since: Moment,
    because: Nullable(Because),
    details: Type.Object({
      sentence: Type.String(),
      holds: Type.Optional(Reference),
      address: Type.Optional(Type.String()),
      action: Type.Optional(Type.String({ description: 'What the product was to be told, or which mail was to go.' })),
      code: Type.Optional(Type.String()),
      attempts: Type.Optional(Type.Integer()),
    }),
  },
  { title: 'FailedUser' },
)
export type FailedUser = Static<typeof FailedUser>

export const FailedUsers = Type.Object({ people: Type.Array(FailedUser), next: Next }, { title: 'FailedUsers' })
export type FailedUsers = Static<typeof FailedUsers>

const users = Type.Array(ReferenceInput, { minItems: 1, maxItems: 10_000 })

/** Some users by name, or all that the rest says. */
export const FailureRetry = Body(
  {
    cause: FailureCause,
    product: Type.Optional(ReferenceInput),
    tier: Type.Optional(ReferenceInput),
    code: name,
    users: Type.Optional(users),
    all: Type.Optional(Type.Literal(true)),
  },
  'FailureRetry',
)
export type FailureRetry = Static<typeof FailureRetry>

export const FailureRetried = Type.Object(
  {
    retried: Type.Integer(),
    notFailing: Type.Array(Type.String(), {
      description: 'Of the users named, those for whom nothing failed so (any more).',
    }),
  },
  { title: 'FailureRetried' },
)
export type FailureRetried = Static<typeof FailureRetried>
