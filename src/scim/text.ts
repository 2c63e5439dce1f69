/** Text as SCIM compares it and as a database can keep it. */

/**
 * The form in which texts of a `caseExact: false` attribute are equal. Stored beside the text, it is what an index is
 * on. Greek's final sigma folds to the ordinary one, so that a prefix of a text folds to a prefix of its fold.
 */
export function foldCase(text: string): string {
  const folded = text.toLowerCase()
  return folded.includes('ς') ? folded.replaceAll('ς', 'σ') : folded
}

/** Order by code point, as UTF-8 bytes sort (PostgreSQL's collation "C"); JavaScript's `<` sorts UTF-16 units. */
export function compareText(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const left = one.charCodeAt(at)
    const right = other.charCodeAt(at)
    if (left === right) continue
    const surrogates = Number(isSurrogate(left)) - Number(isSurrogate(right))
    return surrogates !== 0 ? surrogates : left - right
  }
  return one.length - other.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

/** PostgreSQL refuses U+0000, and half a surrogate pair has no UTF-8. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}

/** A client's text inside a sentence of ours: quoted, escaped, at most 80 characters of it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

/** Entra's "True" and "False", in any case; undefined for every other text. */
export function readBoolean(text: string): boolean | undefined {
  const folded = text.length <= 5 ? text.toLowerCase() : ''
  return folded === 'true' ? true : folded === 'false' ? false : undefined
}
