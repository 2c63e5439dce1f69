import { invalidValue } from './errors.ts'
import { type Draft, isEmpty, isList, type Json, type JsonObject } from './json.ts'
import { addQuirk, named, type Reading } from './reading.ts'
import { textLengthMax } from './simple.ts'
import { isStorable } from './text.ts'

/** Deepest nesting and most values that an extension nobody declared may have. */
export const verbatimDepthMax = 8
export const verbatimSizeMax = 2000

const never: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * What an undeclared extension says, kept as it is but for null and what is empty (RFC 7643 §2.5: unassigned).
 * Undefined when nothing is left.
 * @throws {ScimError} invalidValue when it is too deep, too large, or has text that cannot be kept
 */
export function readVerbatim(value: unknown, where: string, reading: Reading): Json | undefined {
  return read(value, 1, { where, reading, left: verbatimSizeMax })
}

interface Budget {
  readonly where: string
  readonly reading: Reading
  left: number
}

function read(value: unknown, depth: number, budget: Budget): Json | undefined {
  if (value === null || value === undefined) return undefined
  if (--budget.left < 0) throw invalidValue(`${budget.where} has more than ${verbatimSizeMax} values.`)
  if (typeof value === 'string') return readText(value, budget)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalidValue(`${budget.where} has a number that is too large.`)
    return value
  }
  if (depth > verbatimDepthMax) throw invalidValue(`${budget.where} is nested more than ${verbatimDepthMax} deep.`)
  if (isList(value)) {
    if (value.length > budget.left) throw invalidValue(`${budget.where} has more than ${verbatimSizeMax} values.`)
    const elements = value.map((element) => read(element, depth + 1, budget)).filter((element) => element !== undefined)
    return elements.length > 0 ? elements : undefined
  }
  return readObject(value, depth, budget)
}

function readObject(value: object, depth: number, budget: Budget): JsonObject | undefined {
  const object: Draft = {}
  for (const [name, part] of Object.entries(value)) {
    if (never.has(name)) {
      addQuirk(budget.reading, 'ignored', named(name), 'cannot be the name of an attribute; ignored')
      continue
    }
    const kept = read(part, depth + 1, budget)
    if (kept !== undefined) object[readText(name, budget)] = kept
  }
  return isEmpty(object) ? undefined : object
}

function readText(text: string, { where }: Budget): string {
  if (text.length > textLengthMax || !isStorable(text)) {
    throw invalidValue(`${where} has a string of over ${textLengthMax} characters, or with what cannot be stored.`)
  }
  return text
}
