import { isList, isObject } from '../../scim/json.ts'

/** Bodies are kept up to this many characters. */
export const bodyMax = 16_384
/** In the place of what is nobody's to read. */
const MASK = '•••'
const SECRET = /pass(word|wd|phrase)|secret|token|credential|api-?key|private-?key/i
const PARTS_MAX = 4000
const DEPTH_MAX = 12

/** A body as text for people, secrets masked. Only so much of it is looked at as is kept. */
export function maskedBody(body: unknown): string {
  const budget = { left: PARTS_MAX }
  return (JSON.stringify(masked(body, 0, budget)) ?? '').slice(0, bodyMax)
}

function masked(value: unknown, depth: number, budget: { left: number }): unknown {
  if (typeof value === 'string') {
    budget.left -= 1 + value.length / 100
    return value.slice(0, bodyMax)
  }
  budget.left--
  if (value === null || typeof value !== 'object') return value
  if (depth > DEPTH_MAX || budget.left < 0) return '…'
  if (isList(value)) {
    const shown: unknown[] = []
    for (const element of value) {
      if (budget.left < 0) break
      shown.push(masked(element, depth + 1, budget))
    }
    return shown.length < value.length ? [...shown, `… ${value.length - shown.length}`] : shown
  }
  // A PATCH names the attribute in its path, and the value beside it.
  const { path } = value as { readonly path?: unknown }
  const namesSecret = typeof path === 'string' && SECRET.test(path)
  const shown: [string, unknown][] = []
  for (const [name, part] of Object.entries(value)) {
    if (budget.left < 0) {
      shown.push(['…', '…'])
      break
    }
    const hidden = SECRET.test(name) || (namesSecret && name.toLowerCase() === 'value')
    shown.push([name.slice(0, 500), hidden ? maskOf(part) : masked(part, depth + 1, budget)])
  }
  return isObject(value) ? Object.fromEntries(shown) : MASK
}

function maskOf(part: unknown): unknown {
  return part === null || part === '' || typeof part === 'boolean' ? part : MASK
}

const SECRET_MEMBER =
  /("[^"\\]*(?:pass(?:word|wd|phrase)|secret|token|credential|api-?key|private-?key)[^"\\]*"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/gi

/** A text that we wrote ourselves, so that names in it are written in one way only. */
export function maskedText(text: string): string {
  return text.slice(0, bodyMax).replace(SECRET_MEMBER, `$1"${MASK}"`)
}

const PATH_MAX = 2000

/** A path with its query; a filter that compares a secret is not repeated. */
export function maskedPath(path: string): string {
  const mark = path.indexOf('?')
  if (mark < 0) return path.slice(0, PATH_MAX)
  return SECRET.test(decoded(path.slice(mark))) ? `${path.slice(0, mark)}?${MASK}` : path.slice(0, PATH_MAX)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
