import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Refused } from './errors.ts'

/**
 * One setting, known by one name in every place: `publicUrl` in the file, ROLLCALL_PUBLIC_URL in the environment,
 * --public-url on the command line.
 */
export interface Setting<T> {
  readonly about: string
  readonly fallback: T
  /** @throws {Error} whose message completes "port must be …" */
  readonly parse: (text: string) => T
  /** A secret has no flag (others see a command line), may be given as …_FILE, and is never repeated in an error. */
  readonly secret?: boolean
  readonly flag?: 'boolean'
  /** Another environment variable that means it, by custom of the trade. */
  readonly alias?: string
}

export type Settings = Readonly<Record<string, Setting<unknown>>>
export type Config<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never }

type Optional = string | undefined

/** What the ground itself needs to know. Entrances add their own: `{ ...groundSettings, … }`. */
export const groundSettings = {
  data: text('Folder of everything this installation keeps.', '.rollcall'),
  databaseUrl: {
    ...text<Optional>('Your own PostgreSQL (15 or newer); without it the built-in one runs.', undefined),
    secret: true,
    alias: 'DATABASE_URL',
  },
  databasePoolSize: whole('Connections for statements of organizations.', 10, 1, 500),
  databasePrepare: flag('Named prepared statements; false behind PgBouncer in transaction mode.', true),
  host: text('Address to listen on.', '127.0.0.1'),
  port: whole('Port to listen on; 0 takes any free one.', 8080, 0, 65_535),
  publicUrl: url('Where browsers and sources reach this server, when a proxy stands before it.'),
  insecureHttp: flag('Allow plain http on an address that others can reach.', false),
  trustedProxies: list('Addresses or networks of proxies whose X-Forwarded headers count.'),
  privateAddresses: flag(
    'Allow addresses that admins type in, as of an issuer’s keys, to be of private networks.',
    false,
  ),
  bodyLimitBytes: whole('Largest request body.', 1_048_576, 1024, 1_073_741_824),
  metricsToken: {
    ...text<Optional>('Bearer token of /metrics; without it only this machine may read them.', undefined),
    secret: true,
  },
  logLevel: oneOf('What to log.', 'info', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
} satisfies Settings

/** Of other programs and of tests: not settings, so not typing errors either. */
const FOREIGN = /^ROLLCALL_(URL|TOKEN|CONFIG|TEST_\w+)$/

export interface Sources {
  /** By name of the flag, as `readFlags` gives them. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly env: NodeJS.ProcessEnv
}

export interface Read<S extends Settings> {
  readonly config: Config<S>
  /** Where each value came from: "default", a path, a variable or a flag. */
  readonly origin: Readonly<Record<keyof S, string>>
}

/**
 * Reads defaults, then the JSON file of --config or ROLLCALL_CONFIG, then the environment, then flags; a later one wins.
 * @throws {Refused} CONFIG_UNKNOWN for a name that no setting has, CONFIG_INVALID for a value it cannot have
 */
export function readConfig<S extends Settings>(settings: S, { flags, env }: Sources): Read<S> {
  const names = Object.keys(settings)
  const config: Record<string, unknown> = {}
  const origin: Record<string, string> = {}
  const put = (name: string, raw: unknown, from: string) => {
    config[name] = parsed(name, settings[name]!, raw, from)
    origin[name] = from
  }
  for (const name of names) {
    config[name] = settings[name]!.fallback
    origin[name] = 'default'
  }

  const path = flags.config ?? env.ROLLCALL_CONFIG
  if (typeof path === 'string') {
    for (const [name, raw] of Object.entries(readJson(path))) {
      if (!names.includes(name)) throw unknown(`${name} in ${path}`, name, names)
      put(name, raw, path)
    }
  }

  const variables = new Map(
    names.flatMap((name) => variablesOf(name, settings[name]!).map((each) => [each, name] as const)),
  )
  for (const [variable, raw] of Object.entries(env)) {
    const name = variables.get(variable)
    if (name && raw !== undefined) put(name, variable.endsWith('_FILE') ? readSecret(raw, variable) : raw, variable)
    else if (variable.startsWith('ROLLCALL_') && !FOREIGN.test(variable)) {
      throw unknown(variable, variable, [...variables.keys()])
    }
  }

  for (const name of names) {
    const raw = settings[name]!.secret ? undefined : flags[kebab(name)]
    if (raw !== undefined) put(name, raw, `--${kebab(name)}`)
  }
  return { config: config as Config<S>, origin: origin as Record<keyof S, string> }
}

/**
 * Splits a command line into flags and the words between them.
 * @param own flags of the command itself, which are no settings
 * @throws {Refused} CONFIG_UNKNOWN for a flag that nobody knows
 */
export function readFlags(
  argv: readonly string[],
  settings: Settings,
  own: Readonly<Record<string, 'string' | 'boolean'>> = {},
): { readonly flags: Readonly<Record<string, string | boolean | undefined>>; readonly words: readonly string[] } {
  const options: Record<string, { type: 'string' | 'boolean' }> = { config: { type: 'string' } }
  for (const [name, { secret, flag }] of Object.entries(settings)) {
    if (!secret) options[kebab(name)] = { type: flag ?? 'string' }
  }
  for (const [name, type] of Object.entries(own)) options[name] = { type }
  const args = [...argv]
  const lax = parseArgs({ args, options, allowPositionals: true, allowNegative: true, strict: false, tokens: true })
  for (const token of lax.tokens) {
    if (token.kind !== 'option' || Object.hasOwn(options, token.name)) continue
    if (Object.hasOwn(options, token.name.replace(/^no-/, ''))) continue
    throw unknown(token.rawName, token.name, Object.keys(options), '--')
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, allowNegative: true })
    return { flags: values as Record<string, string | boolean | undefined>, words: positionals }
  } catch (cause) {
    throw new Refused(422, 'CONFIG_INVALID', (cause as Error).message, { cause })
  }
}

/** The word a typing error was meant to be, or undefined when none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const scored = words.map((each) => ({ each, distance: distance(word.toLowerCase(), each.toLowerCase()) }))
  const best = scored.sort((a, b) => a.distance - b.distance)[0]
  return best && best.distance <= Math.max(2, word.length / 4) ? best.each : undefined
}

/** Levenshtein: how many letters to add, drop or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

function unknown(shown: string, word: string, words: readonly string[], prefix = ''): Refused {
  const near = nearest(word, words)
  const hint = near ? ` Did you mean ${prefix}${near}?` : ''
  return new Refused(422, 'CONFIG_UNKNOWN', `There is no setting ${shown}.${hint}`)
}

function parsed(name: string, setting: Setting<unknown>, raw: unknown, from: string): unknown {
  const shown = Array.isArray(raw) ? raw.join(',') : String(raw)
  try {
    return setting.parse(shown)
  } catch (cause) {
    const given = setting.secret ? '' : `, not "${shown}"`
    throw new Refused(422, 'CONFIG_INVALID', `${name} (${from}) must be ${(cause as Error).message}${given}.`, {
      cause,
    })
  }
}

function variablesOf(name: string, setting: Setting<unknown>): readonly string[] {
  const own = `ROLLCALL_${kebab(name).replaceAll('-', '_').toUpperCase()}`
  const both = setting.alias ? [setting.alias, own] : [own]
  return setting.secret ? both.flatMap((each) => [each, `${each}_FILE`]) : both
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function readSecret(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new Refused(422, 'CONFIG_INVALID', `${variable} names a file that cannot be read: ${path}.`, { cause })
  }
}

function readJson(path: string): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return { ...document }
    throw new Error('it is not an object')
  } catch (cause) {
    throw new Refused(422, 'CONFIG_INVALID', `${path} cannot be read as JSON: ${(cause as Error).message}.`, { cause })
  }
}

export function text<T extends Optional = string>(about: string, fallback: T): Setting<T> {
  return { about, fallback, parse: (given) => (given === '' ? fail('a text') : (given as T)) }
}

export function whole(about: string, fallback: number, min: number, max: number): Setting<number> {
  const parse = (given: string) => {
    const number = /^\d+$/.test(given) ? Number(given) : Number.NaN
    return number >= min && number <= max ? number : fail(`a whole number from ${min} to ${max}`)
  }
  return { about, fallback, parse }
}

export function flag(about: string, fallback: boolean): Setting<boolean> {
  const meanings: Record<string, boolean> = { true: true, on: true, '1': true, false: false, off: false, '0': false }
  return { about, fallback, parse: (given) => meanings[given.toLowerCase()] ?? fail('true or false'), flag: 'boolean' }
}

export function oneOf<const T extends string>(about: string, fallback: T, all: readonly T[]): Setting<T> {
  return { about, fallback, parse: (given) => all.find((each) => each === given) ?? fail(`one of ${all.join(', ')}`) }
}

export function list(about: string): Setting<readonly string[]> {
  return {
    about,
    fallback: [],
    parse: (given) =>
      given
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
  }
}

export function url(about: string): Setting<Optional> {
  const parse = (given: string) =>
    /^https?:\/\/[^/]/.test(given) && URL.canParse(given)
      ? given.replace(/\/+$/, '')
      : fail('a URL that begins with http')
  return { about, fallback: undefined, parse }
}

function fail(expected: string): never {
  throw new Error(expected)
}
