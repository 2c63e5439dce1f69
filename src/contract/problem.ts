import Type, { type Static } from 'typebox'

/** An error, RFC 9457. `code` is stable and documented; `type` is a URN made of it. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    request: Type.String({ description: 'Id of this HTTP request, as in the log.' }),
    pointer: Type.Optional(Type.String({ description: 'RFC 6901: the member of the request that is meant.' })),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }))),
  },
  { title: 'Problem' },
)
export type Problem = Static<typeof Problem>

/** What uses something that was to be deleted. */
export const Use = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('rule'),
      Type.Literal('draft-rule'),
      Type.Literal('pin'),
      Type.Literal('seat'),
      Type.Literal('waiting'),
      Type.Literal('product'),
      Type.Literal('user-group'),
    ]),
    id: Type.String(),
    name: Type.String(),
  },
  { title: 'Use' },
)
export type Use = Static<typeof Use>
