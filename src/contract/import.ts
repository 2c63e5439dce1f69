import Type, { type Static } from 'typebox'
import { Id, Moment, Nullable, Reference } from './reference.ts'

const Mode = Type.Union([
  Type.Literal('full', { description: 'The file is everybody: who is missing is deactivated, never deleted.' }),
  Type.Literal('add', {
    description: 'The file takes nothing: nobody is deactivated for missing, nobody leaves a group.',
  }),
])

export const ImportQuery = Type.Object(
  { mode: Type.Optional(Type.Union([Type.Literal('full'), Type.Literal('add')], { default: 'add' })) },
  { additionalProperties: false },
)

const line = { line: Type.Integer(), userName: Type.String() }

/** What applying a file did. */
export const ImportApplied = Type.Object(
  {
    created: Type.Integer(),
    changed: Type.Integer(),
    deactivated: Type.Integer(),
    groups: Type.Integer({ description: 'Groups that were made.' }),
    refused: Type.Array(Type.Object({ ...line, problem: Type.String() }), {
      description: 'Lines that could not be taken after all.',
    }),
  },
  { title: 'ImportApplied' },
)
export type ImportApplied = Static<typeof ImportApplied>

/** What a file would do to its source. Each list has the first 200; the counts are of all. */
export const ImportReview = Type.Object(
  {
    id: Id,
    source: Reference,
    mode: Mode,
    at: Moment,
    by: Type.String(),
    state: Type.Union([
      Type.Literal('open'),
      Type.Literal('applying', { description: 'It was cut off: applying it again goes on.' }),
      Type.Literal('applied'),
      Type.Literal('over', { description: 'A later file of the source was reviewed.' }),
    ]),
    columns: Type.Array(
      Type.Object({
        head: Type.String(),
        field: Nullable(Type.String({ description: 'Null: nobody knows the column; it is left out.' })),
      }),
    ),
    counts: Type.Object({
      lines: Type.Integer(),
      matched: Type.Integer({ description: 'Lines of users who are there already.' }),
      new: Type.Integer(),
      changed: Type.Integer({ description: 'Of the matched, who become different.' }),
      unchanged: Type.Integer(),
      missing: Type.Integer({ description: 'Active users whom no line names.' }),
      deactivated: Type.Integer({ description: 'Of the missing, who would be: all of them, or with mode add none.' }),
      conflicting: Type.Integer({ description: 'New or changed users whose address somebody of another source has.' }),
      invalid: Type.Integer(),
    }),
    new: Type.Array(Type.Object({ ...line, joins: Type.Array(Type.String()) })),
    changed: Type.Array(
      Type.Object({
        ...line,
        fields: Type.Array(Type.String()),
        joins: Type.Array(Type.String()),
        leaves: Type.Array(Type.String()),
      }),
    ),
    missing: Type.Array(Type.Object({ user: Reference })),
    conflicting: Type.Array(Type.Object({ ...line, address: Type.String(), other: Reference, source: Type.String() })),
    invalid: Type.Array(
      Type.Object({
        line: Type.Integer(),
        userName: Nullable(Type.String()),
        problem: Type.String(),
        remedy: Type.String(),
      }),
    ),
    newGroups: Type.Array(Type.String()),
    applied: Nullable(ImportApplied),
  },
  { title: 'ImportReview' },
)
export type ImportReview = Static<typeof ImportReview>
