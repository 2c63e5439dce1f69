import type { Settings } from '../platform/config.ts'

/**
 * operate/ is what an operator does on the machine that holds the installation: serve, work, demo, migrate, doctor,
 * and making organizations, admins, sources and tokens. It puts rooms together and decides nothing of the domain.
 */

/** One thing `rollcall` can be told to do. */
export interface Command {
  /** What follows `rollcall`: the words that name it, then what it takes in capitals, as in "organization create NAME". */
  readonly usage: string
  readonly about: string
  /** Command lines, each with what it is for. The first is the one most people want. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  /** Settings that matter to it: each is a flag, a variable and a member of the configuration file. */
  readonly settings: Settings
  /** Flags of its own, which are no settings. */
  readonly flags: Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly about: string }>>
  /** @returns the exit code: 0 done, 1 it failed */
  run(call: Call): Promise<number>
}

/** How a command was called. */
export interface Call {
  /** What the words in capitals of `usage` stand for, in order; as many as those, unless the usage says otherwise. */
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly env: NodeJS.ProcessEnv
  /** The answer, on stdout: for people or for programs, and nothing else. */
  readonly answer: (text: string) => void
  /** Everything said beside the answer, on stderr. */
  readonly say: (text: string) => void
}

/** Answers in JSON instead of words. */
export const jsonFlag = { json: { type: 'boolean', about: 'Answer with one line of JSON.' } } as const
