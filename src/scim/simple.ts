import { invalidValue } from './errors.ts'
import { readInstant } from './instant.ts'
import type { Json } from './json.ts'
import { addQuirk, type Reading } from './reading.ts'
import type { Attribute } from './schema.ts'
import { isStorable, readBoolean } from './text.ts'

/** Longest text of an attribute, and longest base64 of a binary one, in UTF-16 units. */
export const textLengthMax = 10_000
export const binaryLengthMax = 100_000

const base64 = /^[A-Za-z0-9+/_\-\s]*={0,2}\s*$/

/**
 * A value of a simple type, RFC 7643 §2.3. `above` is the path of the complex attribute it is in, with a dot, or ''.
 * @throws {ScimError} invalidValue
 */
export function readSimple(attribute: Attribute, value: unknown, above: string, reading: Reading): Json {
  switch (attribute.type) {
    case 'boolean': {
      if (typeof value === 'boolean') return value
      const said = typeof value === 'string' ? readBoolean(value) : undefined
      if (said === undefined) throw misfit(attribute, above, 'true or false')
      addQuirk(reading, 'string-as-boolean', `${above}${attribute.name}`, 'came as a string; read as a boolean')
      return said
    }
    case 'integer':
      if (!Number.isSafeInteger(value)) throw misfit(attribute, above, 'a whole number')
      return Number(value)
    case 'decimal':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw misfit(attribute, above, 'a number')
      return value
    case 'dateTime':
      if (typeof value !== 'string' || readInstant(value) === undefined) {
        throw misfit(attribute, above, 'a date and time such as 2026-01-31T09:30:00Z')
      }
      return value
    case 'binary':
      if (typeof value !== 'string' || value.length > binaryLengthMax || !base64.test(value)) {
        throw misfit(attribute, above, `base64 of at most ${binaryLengthMax} characters`)
      }
      return value
    default:
      return readText(attribute, value, above)
  }
}

function readText(attribute: Attribute, value: unknown, above: string): string {
  if (typeof value !== 'string') throw misfit(attribute, above, 'a string')
  const longest = attribute.lengthMax ?? textLengthMax
  if (value.length > longest) throw misfit(attribute, above, `a string of at most ${longest} characters`)
  if (!isStorable(value)) throw misfit(attribute, above, 'a string without U+0000 and without half a surrogate pair')
  if (attribute.required && value.trim() === '') throw misfit(attribute, above, 'a string that is not blank')
  return value
}

function misfit(attribute: Attribute, above: string, wanted: string) {
  return invalidValue(`${above}${attribute.name} must be ${wanted}.`)
}
