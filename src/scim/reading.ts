import { ScimError } from './errors.ts'
import { quoted } from './text.ts'

export type QuirkCode =
  | 'path-as-attribute'
  | 'ignored'
  | 'renamed'
  | 'first-version'
  | 'schema-unnamed'
  | 'json-in-string'
  | 'several-primary'
  | 'only-element'
  | 'empty-string'
  | 'string-as-value'
  | 'one-element'
  | 'strings-as-elements'
  | 'string-as-boolean'
  | 'op-case'
  | 'remove-by-value'
  | 'no-operations'

/** One of them: a code for programs, which attribute it is about, and the whole as a sentence. */
export interface Quirk {
  readonly code: QuirkCode
  readonly path: string
  readonly sentence: string
}

/** What goes along while a body is read. */
export interface Reading {
  /** What was not as the RFC has it and how it was taken; for whoever sets the client up. */
  readonly quirks: Quirk[]
  /** Refuse what is otherwise a quirk, and what draft-zollner-scim-interop-profile refuses: PATCH without a path. */
  readonly strict: boolean
}

export interface ReadOptions {
  readonly strict?: boolean
}

/** A document repeats its mistakes; this many different sentences are enough. */
export const quirksMax = 20

export function startReading(options: ReadOptions = {}): Reading {
  return { quirks: [], strict: options.strict === true }
}

/** Of what is a quirk elsewhere, the error where strict: its type, and its sentence after the path. */
const refusals: Readonly<Record<QuirkCode, readonly ['invalidSyntax' | 'invalidValue', string]>> = {
  'path-as-attribute': ['invalidSyntax', 'is a path, not the name of an attribute.'],
  ignored: ['invalidSyntax', 'is not in the schema.'],
  renamed: ['invalidSyntax', 'is not in the schema.'],
  'first-version': ['invalidSyntax', 'must not name SCIM 1.0.'],
  'schema-unnamed': ['invalidSyntax', 'must name the schema of the body.'],
  'json-in-string': ['invalidValue', 'must not be JSON inside a string.'],
  'several-primary': ['invalidValue', 'may have one primary value only.'],
  'only-element': ['invalidValue', 'has a single value, and a list came.'],
  'empty-string': ['invalidValue', 'must not be an empty string.'],
  'string-as-value': ['invalidValue', 'must be an object, and a string came.'],
  'one-element': ['invalidValue', 'must be a list.'],
  'strings-as-elements': ['invalidValue', 'must hold objects, and strings came.'],
  'string-as-boolean': ['invalidValue', 'must be true or false, and a string came.'],
  'op-case': ['invalidSyntax', 'must be add, remove or replace, in small letters.'],
  'no-operations': ['invalidSyntax', 'must be a list of at least one operation.'],
  'remove-by-value': ['invalidSyntax', 'is removed as a whole, or by a filter; a remove has no value.'],
}

/**
 * Notes how something was taken that is not as the RFC has it.
 * @param said the rest of the sentence that begins with the path
 * @throws {ScimError} invalidSyntax, invalidValue where strict: there nothing is taken otherwise than it is written
 */
export function addQuirk({ quirks, strict }: Reading, code: QuirkCode, path: string, said: string): void {
  if (strict) {
    const [scimType, refusal] = refusals[code]
    throw new ScimError(400, scimType, `${path} ${refusal}`)
  }
  const sentence = `${path} ${said}`
  if (quirks.length < quirksMax && !quirks.some((quirk) => quirk.sentence === sentence))
    quirks.push({ code, path, sentence })
}

/** A client's name in a sentence: as it is when it is a plain name, else quoted. */
export function named(name: string): string {
  return /^[\w$.:-]{1,120}$/.test(name) ? name : quoted(name)
}
