const secret = /pass(word|phrase)?|secret|token|authori[sz]ation|credential|cookie|api-?key|private/i
/** A name of a secret may name no secret: how it is called, until when it holds. */
const harmless = /(label|name|id|at|count|prefix)$/i
const MASK = '••••••'
const opens = /\brc_[a-z]+_[A-Za-z0-9]{8,}/g

/** JSON as people read it, without what opens a door, and with names instead of ids where they are known. */
export function maskedJson(value: unknown, names: ReadonlyMap<string, string> = new Map()): string {
  return JSON.stringify(value, (name, inner: unknown) => masked(name, inner, names), 2) ?? ''
}

function masked(name: string, value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'string') return value
  if (secret.test(name) && !harmless.test(name)) return MASK
  return names.get(value) ?? value.replace(opens, MASK)
}
