import { type DestinationStream, pino } from 'pino'

export type Log = pino.Logger

/** Members that are never written, in whatever object they stand. */
const REDACTED = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'secret',
  'body',
  'email',
  'userName',
  'displayName',
]

/** Our own secrets and the password of a URL, wherever a text carries them: in a message, a stack, a cause. */
const SECRETS = [
  [/\brc_([a-z]+)_[0-9A-Za-z]{16,}/g, 'rc_$1_[redacted]'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/:@"]+:[^\s/@"]+@/g, '$1[redacted]@'],
] as const

/** JSON lines on stderr: stdout belongs to what a command answers. */
export function createLog(options: { readonly level?: string; readonly destination?: DestinationStream } = {}): Log {
  const destination = options.destination ?? pino.destination({ dest: 2, sync: true })
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: REDACTED.flatMap((name) => [quoted(name), `*${bracketed(name)}`, `*.headers${bracketed(name)}`]),
      },
      serializers: { err: describe },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  )
}

/**
 * An error without what it may carry along: PostgreSQL's `detail` quotes the row, a request's config its headers.
 * Kept: type, message, stack, code, constraint, and the same of its cause.
 */
export function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown }
  const known = Object.entries({ code, constraint, table }).filter(([, value]) => value !== undefined)
  const cause = error.cause === undefined ? {} : { cause: describe(error.cause) }
  return { type: error.name, message: error.message, stack: error.stack, ...Object.fromEntries(known), ...cause }
}

function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line)
}

function quoted(name: string): string {
  return name.includes('-') ? `["${name}"]` : name
}

function bracketed(name: string): string {
  return name.includes('-') ? `["${name}"]` : `.${name}`
}
