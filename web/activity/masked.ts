const secret = /pass(word|phrase)?|secret|token|authori[sz]ation|credential|cookie|api-?key|private/i
/** A name of a secret may name no secret: how it is called, until when it holds. */
const harmless = /(label|name|id|at|count|prefix)$/i
const MASK = '••••••'
const opens = /\brc_[a-z]+_[A-Za-z0-9]{8,}/g

/** JSON as people read it, without what opens a door. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => masked(name, inner), 2) ?? ''
}

function masked(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (secret.test(name) && !harmless.test(name)) return MASK
  return value.replace(opens, MASK)
}
