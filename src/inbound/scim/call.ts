import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { type ListQuery, readListQuery } from '../../scim/list.ts'
import { type Projection, readProjection } from '../../scim/project.ts'
import type { ReadOptions } from '../../scim/reading.ts'
import type { ResourceType } from '../../scim/schema.ts'
import type { Inbound } from '../receive/inbound.ts'
import type { Source } from '../source.ts'
import type { Note } from '../traffic/note.ts'
import type { Answer } from './answer.ts'

/** One request of a client that may be here. */
export interface Call {
  readonly inbound: Inbound
  readonly db: Db
  readonly clock: Clock
  readonly source: Source
  /** Of the source's endpoint, without a slash at its end. */
  readonly baseUrl: string
  /** The same as within a JSON string. */
  readonly baseText: string
  /** What stands after the `?`. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** What the traffic log gets to know of it. */
  readonly note: Note
  /** @throws {ScimError} 413, invalidSyntax */
  readonly body: () => Promise<unknown>
  /** Largest body. */
  readonly bodyLimitBytes: number
  /** The id of the resource that it creates, where that is named elsewhere already. */
  readonly givenId?: string | undefined
  /** Counts so many requests more against what the source may ask. */
  readonly charge: (requests: number) => void
  /** The answer to what an operation of a bulk request threw; a bug is logged. */
  readonly failed: (error: unknown) => Answer
}

/** Undefined when the client says nothing of it: then the whole is shown. */
export function askedProjection(
  type: ResourceType,
  query: Pick<ListQuery, 'attributes' | 'excludedAttributes'>,
): Projection | undefined {
  return query.attributes || query.excludedAttributes ? readProjection(type, query) : undefined
}

/** The same, of a request for one resource. @throws {ScimError} invalidValue */
export function projectionOf(type: ResourceType, { query }: Call): Projection | undefined {
  return query === '' ? undefined : askedProjection(type, readListQuery(query))
}

/** For scim/: what a source that is set to be strict has refused is never understood otherwise than it is written. */
export function strictnessOf({ source }: Call): ReadOptions {
  return { strict: source.strict }
}

/** RFC 9110 §13.1: entity tags of a condition. Undefined: no condition. '*': anything that is there. */
export function tagsOf({ headers }: Call, name: 'if-match' | 'if-none-match'): readonly string[] | '*' | undefined {
  const header = headers[name]
  if (header === undefined) return undefined
  const text = String(header)
  if (text.trim() === '*') return '*'
  // Weak or strong, and some clients leave the quotes out.
  return text.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//i, '')
      .replace(/^"(.*)"$/, '$1'),
  )
}
