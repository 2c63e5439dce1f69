import { invalidSyntax, invalidValue, noTarget, tooMany } from './errors.ts'
import { isList, isObject } from './json.ts'
import { checkMessage, member, patchOpUrn, readBody } from './message.ts'
import { addQuirk, type Quirk, type Reading, type ReadOptions, startReading } from './reading.ts'
import { quoted } from './text.ts'

/**
 * One PATCH operation, checked for shape but not yet against a schema.
 * RFC 7644 §3.5.2: `op` is "add", "remove" or "replace". Entra sends "Add", "Remove", "Replace", so case is ignored.
 */
export interface Operation {
  readonly op: 'add' | 'remove' | 'replace'
  /** Undefined: `value` is an object whose names are paths. */
  readonly path: string | undefined
  /** As it came. Undefined and null are no value. */
  readonly value: unknown
}

/** Most operations of one PATCH. */
export const operationsMax = 10_000

/**
 * RFC 7644 §3.5.2: the body of a PATCH. Microsoft's SCIM validator sends one without any operation, and goes on only when
 * that changes nothing.
 * @throws {ScimError} invalidSyntax; noTarget for a remove without a path; invalidValue where a value is missing; tooMany
 */
export function readPatch(
  body: unknown,
  options: ReadOptions = {},
): { readonly operations: readonly Operation[]; readonly quirks: readonly Quirk[] } {
  const reading = startReading(options)
  const message = readBody(body)
  checkMessage(patchOpUrn, message, reading)
  const operations = member(message, 'Operations')
  if (!isList(operations)) throw invalidSyntax('Operations must be a list of at least one operation.')
  if (operations.length === 0) addQuirk(reading, 'no-operations', 'Operations', 'came empty; nothing was changed')
  if (operations.length > operationsMax) throw tooMany(`A PATCH has at most ${operationsMax} operations.`)
  return { operations: operations.map((operation) => readOperation(operation, reading)), quirks: reading.quirks }
}

function readOperation(operation: unknown, reading: Reading): Operation {
  if (!isObject(operation)) throw invalidSyntax('An operation must be an object.')
  const op = readOp(member(operation, 'op'), reading)
  const path = readPathText(member(operation, 'path'))
  const value = member(operation, 'value')
  if (op === 'remove') {
    if (path === undefined) throw noTarget('A remove must have a path.')
    return { op, path, value }
  }
  if (value === undefined) throw invalidValue(`A ${op} must have a value.`)
  if (path !== undefined) return { op, path, value }
  if (reading.strict) throw invalidSyntax(`A ${op} must have a path.`)
  return { op, path, value: readAttributes(value, reading) }
}

function readOp(op: unknown, reading: Reading): Operation['op'] {
  const folded = typeof op === 'string' && op.length <= 7 ? op.toLowerCase() : ''
  if (folded === 'add' || folded === 'remove' || folded === 'replace') {
    if (op !== folded) addQuirk(reading, 'op-case', 'op', `came as ${quoted(String(op))}; read as ${folded}`)
    return folded
  }
  throw invalidSyntax(`op must be add, remove or replace${typeof op === 'string' ? `, not ${quoted(op)}` : ''}.`)
}

function readPathText(path: unknown): string | undefined {
  if (path === undefined || path === null) return undefined
  if (typeof path !== 'string') throw invalidSyntax('path must be a string.')
  return path.trim() === '' ? undefined : path.trim()
}

/**
 * RFC 7644 §3.5.2.1: without a path, "value" holds a set of attributes. Some clients send that object as JSON in a
 * string.
 */
function readAttributes(value: unknown, reading: Reading): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value
  if (typeof value === 'string' && value.startsWith('{')) {
    const read = parse(value)
    if (isObject(read)) {
      addQuirk(reading, 'json-in-string', 'value', 'came as JSON inside a string; what it says was taken')
      return read
    }
  }
  throw invalidValue('Without a path, value must be an object of attributes.')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
