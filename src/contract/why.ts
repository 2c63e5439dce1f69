import Type, { type Static } from 'typebox'
import { Request } from './because.ts'
import { Pin } from './pin.ts'
import { Body, Moment, Nullable, Reference } from './reference.ts'
import { Withheld } from './user.ts'

const rule = { rule: Reference, rank: Type.Integer(), tier: Reference }

/** Why a user has a product, or why not. `sentence` says it; the rest is the tree below it. */
export const Why = Type.Object(
  {
    user: Reference,
    product: Reference,
    answer: Type.Union([
      Type.Literal('held'),
      Type.Literal('grace'),
      Type.Literal('waiting'),
      Type.Literal('carried'),
      Type.Literal('stopped', { description: 'Held although nothing gives it: the safeguard stopped the loss.' }),
      Type.Literal('none'),
    ]),
    sentence: Type.String(),
    tier: Nullable(Reference),
    winner: Nullable(
      Type.Union([
        Type.Object({
          kind: Type.Literal('rule'),
          ...rule,
          group: Reference,
          path: Type.Array(Reference, {
            description: "From the rule's group down to the one the user is directly in; one where they are the same.",
          }),
          request: Nullable(Request),
        }),
        Type.Object({ kind: Type.Literal('pin'), pin: Pin }),
      ]),
    ),
    losers: Type.Array(
      Type.Object({
        ...rule,
        reason: Type.Union([Type.Literal('outranked'), Type.Literal('pinned')]),
        sentence: Type.String(),
      }),
    ),
    missing: Type.Array(
      Type.Object({
        ...rule,
        reason: Type.Union([
          Type.Literal('not-a-member'),
          Type.Literal('condition'),
          Type.Literal('off'),
          Type.Literal('shadow'),
          Type.Literal('group-gone'),
        ]),
        sentence: Type.String(),
      }),
      { description: 'Rules that would give it, and what each of them lacks.' },
    ),
    withheld: Nullable(Withheld),
    since: Nullable(Moment),
    request: Nullable(Request),
    waiting: Nullable(Type.Object({ place: Type.Integer(), since: Moment })),
    carriedBy: Nullable(Reference),
  },
  { title: 'Why' },
)
export type Why = Static<typeof Why>

export const WhyQuery = Body({ product: Type.String({ minLength: 1, maxLength: 200, description: 'Its id or name.' }) })
