import { groundSettings, type Settings } from '../platform/config.ts'

/**
 * cli/ is the commands that ask the API, from whichever machine: they know the contract and nothing else of ours. The
 * answer goes to stdout and everything said beside it to stderr, so that `| jq` works.
 */

/** One thing `rollcall` can be told to ask; the same shape as operate's. */
export interface Command {
  readonly usage: string
  readonly about: string
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  readonly settings: Settings
  readonly flags: Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly about: string }>>
  run(call: Call): Promise<number>
}

export interface Call {
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly env: NodeJS.ProcessEnv
  /** The answer, on stdout. */
  readonly answer: (text: string) => void
  /** Everything said beside it, on stderr. */
  readonly say: (text: string) => void
}

/** ui.md §4. */
export const exit = { done: 0, failed: 1, usage: 2, notAllowed: 5 } as const

export const jsonFlag = {
  json: { type: 'boolean', about: 'Answer with one line of JSON, as the API gives it.' },
} as const

/** Where DATA/cli.json is looked for when ROLLCALL_URL and ROLLCALL_TOKEN do not say. */
export const apiSettings = { data: groundSettings.data } satisfies Settings
