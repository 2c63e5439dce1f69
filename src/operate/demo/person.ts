import { type Naming, namings } from './names.ts'

/** Somebody of the demo company, as its identity provider knows them. */
export interface Person {
  readonly userName: string
  readonly externalId: string
  readonly givenName: string
  /** Empty for those who have one name. */
  readonly familyName: string
  readonly displayName: string
  readonly locale: string
}

const DOMAIN = 'fernhill.example'

/** Letters that stay when accents are taken off. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** The first `count` people: always the same ones, languages mixed, no two with one login. */
export function people(count: number): readonly Person[] {
  const taken = new Map<string, number>()
  return Array.from({ length: count }, (_, number) => {
    const naming = namingOf(number)
    const { given, family } = nameOf(naming, Math.floor(number / 100) * naming.share + placeIn(naming, number % 100))
    const login = [given.login, family?.login].filter(Boolean).join('.')
    const twins = taken.get(login) ?? 0
    taken.set(login, twins + 1)
    return {
      userName: `${login}${twins === 0 ? '' : twins + 1}@${DOMAIN}`,
      externalId: oktaId(number),
      givenName: given.written,
      familyName: family?.written ?? '',
      displayName: displayName(naming, given.written, family?.written),
      locale: naming.locale,
    }
  })
}

/** Every hundred people hold the whole world, in a fixed shuffle, so that the first page of any list does. */
const hundred: readonly Naming[] = shuffled(namings.flatMap((naming) => Array<Naming>(naming.share).fill(naming)))

function namingOf(number: number): Naming {
  return hundred[number % 100]!
}

function placeIn(naming: Naming, place: number): number {
  return hundred.slice(0, place).filter((each) => each === naming).length
}

interface Name {
  readonly written: string
  readonly login: string
}

function nameOf(naming: Naming, nth: number): { given: Name; family: Name | undefined } {
  const given = naming.given.split(' ').map(asName)
  if (naming.written === 'one word') return { given: given[nth % given.length]!, family: undefined }
  const family = naming.family.split(' ').map(asName)
  // Round the given names, and one family name further with each round: neighbours never look alike.
  const round = Math.floor(nth / given.length)
  return { given: given[nth % given.length]!, family: family[(nth + round) % family.length]! }
}

function asName(text: string): Name {
  const [written, login] = text.replaceAll('_', ' ').split('/')
  return { written: written!, login: login ?? asLogin(written!) }
}

function asLogin(written: string): string {
  return written
    .toLowerCase()
    .normalize('NFD')
    .replace(/[ßøæłđðþı]/g, (letter) => plain[letter]!)
    .replace(/[^a-z-]/g, '')
}

function displayName(naming: Naming, given: string, family: string | undefined): string {
  if (!family) return given
  if (naming.written === 'given first') return `${given} ${family}`
  // Chinese, Japanese and Korean write no space; Hungarian and Vietnamese do.
  return /\p{Script=Latin}/u.test(family) ? `${family} ${given}` : `${family}${given}`
}

/** Okta's ids are 20 characters that begin with 00u. */
function oktaId(number: number): string {
  return `00u${number.toString(36).padStart(5, '0')}fernhill5d7`.padEnd(20, '0')
}

/** Always the same order: a demo is described in words, and those must stay true. */
function shuffled<T>(list: readonly T[]): readonly T[] {
  const out = [...list]
  let state = 20_160_901
  for (let last = out.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const other = (state >>> 8) % (last + 1)
    ;[out[last], out[other]] = [out[other]!, out[last]!]
  }
  return out
}
