import Type, { type Static } from 'typebox'
import { Id, Moment, Nullable, Reference } from './reference.ts'

/** Why something is as it is, or changed. `text` says it in a sentence; the rest is for following it. */
export const Because = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('rule'),
      Type.Literal('pin'),
      Type.Literal('no-rule-matches'),
      Type.Literal('inactive'),
      Type.Literal('deleted'),
      Type.Literal('no-address'),
      Type.Literal('conflict'),
      Type.Literal('not-adopted'),
      Type.Literal('adopted'),
      Type.Literal('carried'),
      Type.Literal('grace-ended'),
      Type.Literal('cause-gone'),
    ]),
    text: Type.String(),
    rule: Type.Optional(Reference),
    version: Type.Optional(Type.Integer({ description: 'Of the rule set.' })),
    pin: Type.Optional(Type.Object({ id: Id, name: Type.String({ description: 'Its reason.' }) })),
    product: Type.Optional(Reference),
    request: Type.Optional(Type.String({ description: 'The act from outside that led to it: an id in activity.' })),
  },
  { title: 'Because' },
)
export type Because = Static<typeof Because>

/** An act from outside that may change what somebody has. */
export const Request = Type.Object(
  {
    type: Type.Literal('request'),
    id: Id,
    at: Moment,
    kind: Type.String({ description: 'Such as rule.create.' }),
    actor: Type.Object({
      kind: Type.Union([Type.Literal('source'), Type.Literal('admin'), Type.Literal('clock')]),
      name: Type.String(),
    }),
    target: Nullable(Type.Object({ kind: Type.String(), id: Nullable(Type.String()), name: Nullable(Type.String()) })),
    detail: Type.Unknown(),
  },
  { title: 'Request' },
)
export type Request = Static<typeof Request>
