/**
 * RFC 7644 §3.4.2.2 as a tree whose names are resolved against a resource type. Three things are already decided in it,
 * so that whoever compiles it need not: `ne` is `not` of `eq`; `eq null` is `not` of `pr`; an attribute of several
 * parts compared without naming one is compared by its `value` (`members eq "id"`, `manager eq "id"`).
 */

import type { Place } from '../place.ts'
import type { AttributeType } from '../schema.ts'

export type Filter = Joined | Negated | Elements | Comparison | Presence

/** Two or more. Brackets are kept: an `and` directly inside an `and` was written with them. */
export interface Joined {
  readonly kind: 'and' | 'or'
  readonly filters: readonly Filter[]
}

export interface Negated {
  readonly kind: 'not'
  readonly filter: Filter
}

/**
 * `attribute[filter]`: there is ONE element for which all of `filter` holds. Inside, `sub` is compared of that element,
 * or the element itself where `sub` is undefined (a simple attribute's elements); `path` is still from the resource. A
 * complex attribute of a single value counts as one element. Never nested.
 */
export interface Elements extends Place {
  readonly kind: 'elements'
  readonly filter: Filter
}

export type Operator = 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/** A missing value makes it false. Of a multi-valued attribute, any value that compares makes it true. */
export interface Comparison extends Place {
  readonly kind: 'comparison'
  readonly op: Operator
  /** A boolean for boolean, a number for decimal and integer, else a text; of a dateTime as `toISOString` writes it. */
  readonly value: string | number | boolean
  /** Of what is compared, the sub-attribute if there is one. Undeclared places take the type of the value. */
  readonly type: Exclude<AttributeType, 'complex'>
  /** Whether texts are compared as they are; otherwise compare `foldCase` of both. True where no text is compared. */
  readonly caseExact: boolean
}

/** `pr`: false for null, an empty text, an empty list, and a complex value without any of its parts. */
export interface Presence extends Place {
  readonly kind: 'present'
}

/** Longest filter or path, in UTF-16 units. */
export const filterLengthMax = 8192

/** Deepest nesting of brackets of either kind. */
export const filterDepthMax = 32
