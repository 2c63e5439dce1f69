import Type, { type Static } from 'typebox'

/**
 * contract/ is the JSON the API speaks: schemas and their types, one file a noun. The server checks requests by them,
 * the web and the command line take their types from them, and the OpenAPI document is generated from them. It imports
 * nothing of ours, so that a browser can have it.
 *
 * A schema with a title is one of the document's named components.
 */
export const Id = Type.String({ format: 'uuid' })

/** A moment, ISO 8601 in UTC. */
export const Moment = Type.String({ format: 'date-time' })

export const Reference = Type.Object({ id: Id, name: Type.String() }, { title: 'Reference' })
export type Reference = Static<typeof Reference>

/**
 * How a request names something: its id, or any object with its id, such as a reference that an answer gave. Not checked
 * to be a UUID: what is not the id of anything is answered as unknown, by name.
 */
export const ReferenceInput = Type.Union(
  [Type.String({ minLength: 1, maxLength: 200 }), Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) })],
  { title: 'ReferenceInput' },
)
export type ReferenceInput = Static<typeof ReferenceInput>

export function namedBy(input: ReferenceInput): string {
  return typeof input === 'string' ? input : input.id
}

/** A name that people give: something must be seen of it. */
export const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

export const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

/** A body in which members that are not declared are refused: a misspelt one would else be ignored in silence. */
export const Body = <Members extends Type.TProperties>(members: Members, title?: string) =>
  Type.Object(members, { additionalProperties: false, ...(title && { title }) })

/** The path of something: `{id}`. */
export const ById = Type.Object({ id: Type.String() })
