import type { Parts } from './mutate.ts'
import type { Random } from './random.ts'
import { changedText, evil } from './tree.ts'

/** What a target may hold and still be HTTP. */
export function asciiOnly(target: string): string {
  return target.replaceAll(/[^\x21-\x7e]/gu, (letter) => encodeURIComponent(letter.toWellFormed()))
}

const parameters = [
  'filter',
  'FILTER',
  'startIndex',
  'count',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
  'cursor',
  '',
]
const numbers = ['0', '-1', '1e9', '99999999999999999999', '2.5', 'NaN', '', '%31', '0x10', '１']
const encodings = [
  '%',
  '%zz',
  '%c3',
  '%00',
  '%ed%a0%80',
  '%F0%9F%98',
  '%25',
  '%2f',
  '%2F..%2f',
  '+',
  '%u0041',
  '%0d%0a',
  '#',
  '?',
  '&',
  '=',
  ';',
]

/** Its names, values and percent-encodings. */
export function changeQuery(random: Random, parts: Parts): void {
  const [path, query = ''] = split(parts.target)
  const pairs = query.split('&').filter(Boolean)
  for (let times = 1 + random.below(2); times > 0; times--) {
    const at = random.below(pairs.length + 1)
    const [name = '', value = ''] = (pairs[at] ?? '').split('=')
    const put = random.of([
      () => `${name}=${encodeURIComponent(changedText(random, decoded(value)).toWellFormed())}`,
      () => `${random.of(parameters)}=${value}`,
      () => `${random.of(parameters)}=${random.of(numbers)}`,
      () => `${random.of(['startIndex', 'count'])}=${random.of(numbers)}`,
      () =>
        `${random.of(['sortBy', 'attributes', 'excludedAttributes', 'filter'])}=${encodeURIComponent(random.of(evil).toWellFormed())}`,
      () => `${encodeURIComponent(random.of(evil).toWellFormed())}=${value}`,
      () => `${name}=${value.slice(0, random.below(value.length + 1))}${random.of(encodings)}${value.slice(2)}`,
    ])
    pairs.splice(at, random.chance(0.8) ? 1 : 0, put())
  }
  parts.target = `${path}?${pairs.join('&')}`
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** A part of the path left out, put in or written otherwise. */
export function changePath(random: Random, parts: Parts): void {
  const [path, query] = split(parts.target)
  const segments = path.split('/')
  const at = 1 + random.below(segments.length - 1)
  const part = segments[at] ?? ''
  const put = random.of([
    () => [],
    () => ['', part],
    () => [part, random.of(['.search', 'Users', 'Me', 'Bulk', '..', '.', ''])],
    () => [encodeURIComponent(random.of(evil).toWellFormed())],
    () => [`${part.slice(0, 2)}${random.of(encodings)}${part.slice(2)}`],
    () => [part.toUpperCase()],
    () => [[...part].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')],
    () => [random.of(['{user}', '{group}', '{foreign}', '{sibling}', '{n}', 'x'.repeat(900)])],
  ])
  segments.splice(at, 1, ...put())
  parts.target = `${segments.join('/') || '/'}${query === undefined ? '' : `?${query}`}`
}

function split(target: string): readonly [string, string | undefined] {
  const mark = target.indexOf('?')
  return mark < 0 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)]
}
