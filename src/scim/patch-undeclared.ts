import { invalidPath, invalidSyntax, invalidValue } from './errors.ts'
import { type Draft, isEmpty, isList, isObject, type Json, type JsonObject } from './json.ts'
import type { Op, Patching } from './patching.ts'
import { undeclaredPlace } from './place.ts'
import { named } from './reading.ts'
import { quoted } from './text.ts'
import { readVerbatim } from './verbatim.ts'

/**
 * An operation on an extension nobody declared, or on something in it. Which of the two a URN means, the resource
 * tells: the whole, if an extension of that name is there, or if an object is to be put where the other reading finds
 * no extension.
 * @throws {ScimError} invalidPath, invalidValue; invalidSyntax where strict
 */
export function changeUndeclared(patching: Patching, op: Op, text: string, value: unknown): void {
  const { draft, reading, type } = patching
  const place = undeclaredPlace(type, text)
  const [urn = '', ...names] = place?.keys ?? []
  const isThere = (name: string) => Object.hasOwn(draft, keyOf(draft, name))
  const whole = isThere(text) || (isObject(value) && (!place || (names.length === 1 && !isThere(urn))))
  if (reading.strict) throw invalidSyntax(`${named(text)} is not in the schema.`)
  if (!whole && !place) throw invalidPath(`${quoted(text)} is not an attribute of ${type.name}.`)
  const key = keyOf(draft, whole ? text : urn)
  const read = op === 'remove' ? undefined : readVerbatim(value, named(text), reading)
  if (whole && read !== undefined && !isObject(read)) throw invalidValue(`${named(text)} must be an object.`)
  if (read === undefined && op === 'add') return
  const after = changed(draft[key], whole ? [] : names, op, read)
  const kept = after === undefined ? undefined : readVerbatim(after, named(key), reading)
  if (kept === undefined) delete draft[key]
  else draft[key] = kept
}

/** The name as the object has it, whatever its case; else as it is. */
function keyOf(object: Readonly<Record<string, unknown>>, name: string): string {
  const folded = name.toLowerCase()
  return Object.keys(object).find((key) => key.toLowerCase() === folded) ?? name
}

function changed(
  before: Json | undefined,
  names: readonly string[],
  op: Op,
  value: Json | undefined,
): Json | undefined {
  const [name, ...below] = names
  if (name !== undefined) {
    const copy: Draft = isObject(before) ? { ...(before as JsonObject) } : {}
    const key = keyOf(copy, name)
    const after = changed(copy[key], below, op, value)
    if (after === undefined) delete copy[key]
    else copy[key] = after
    return isEmpty(copy) ? undefined : copy
  }
  if (value === undefined) return undefined
  if (isObject(before) && isObject(value)) return { ...(before as JsonObject), ...(value as JsonObject) }
  if (op === 'add' && isList(before)) {
    const there = new Set(before.map((element) => JSON.stringify(element)))
    return [...before, ...(isList(value) ? value : [value]).filter((element) => !there.has(JSON.stringify(element)))]
  }
  return value
}
