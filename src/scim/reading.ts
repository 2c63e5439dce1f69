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
  /** Refuse what draft-zollner-scim-interop-profile refuses: attributes nobody declared, PATCH without a path. */
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

/** @param said the rest of the sentence that begins with the path */
export function addQuirk({ quirks }: Reading, code: QuirkCode, path: string, said: string): void {
  const sentence = `${path} ${said}`
  if (quirks.length < quirksMax && !quirks.some((quirk) => quirk.sentence === sentence))
    quirks.push({ code, path, sentence })
}

/** A client's name in a sentence: as it is when it is a plain name, else quoted. */
export function named(name: string): string {
  return /^[\w$.:-]{1,120}$/.test(name) ? name : quoted(name)
}
