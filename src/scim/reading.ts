import { quoted } from './text.ts'

/** What goes along while a body is read. */
export interface Reading {
  /** Sentences on what was not as the RFC has it and how it was taken; for whoever sets the client up. */
  readonly quirks: string[]
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

export function addQuirk(reading: Reading, sentence: string): void {
  const { quirks } = reading
  if (quirks.length < quirksMax && !quirks.includes(sentence)) quirks.push(sentence)
}

/** A client's name in a sentence: as it is when it is a plain name, else quoted. */
export function named(name: string): string {
  return /^[\w$.:-]{1,120}$/.test(name) ? name : quoted(name)
}
