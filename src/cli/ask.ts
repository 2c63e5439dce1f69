import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../contract/problem.ts'
import { type Call, exit } from './command.ts'

/** Longest wait for an answer. */
const TIMEOUT_MS = 60_000

/** What a question sends along: then it is a POST. */
export interface Sent {
  readonly type: string
  readonly body: string | Uint8Array<ArrayBuffer>
}

/** Asks the API: a path below /api/v1, a query. Undefined members of the query are left out. */
export type Ask = <Answer>(
  path: string,
  query?: Readonly<Record<string, string | undefined>>,
  sent?: Sent,
) => Promise<Answer>

/** Why a command could not be answered, in words, with the exit code that says which kind. */
class NoAnswer extends Error {
  readonly code: number

  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'NoAnswer'
    this.code = code
  }
}

/** For a command that finds out by itself that it has no answer. */
export function noAnswer(message: string): Error {
  return new NoAnswer(exit.failed, message)
}

/** Runs a command's questions. What goes wrong is said on stderr, with the exit code of its kind. */
export async function asking(call: Call, questions: (ask: Ask) => Promise<void>): Promise<number> {
  try {
    await questions(open(call))
    return exit.done
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    call.say(error.message)
    return error.code
  }
}

function open(call: Call): Ask {
  const { url, token } = whereAndWho(call)
  return async <Answer>(path: string, query: Readonly<Record<string, string | undefined>> = {}, sent?: Sent) => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const search = given.length > 0 ? `?${new URLSearchParams(given)}` : ''
    let answer: Response
    let text: string
    try {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
      answer = await fetch(`${url}/api/v1${path}${search}`, {
        headers: { ...headers, ...(sent && { 'content-type': sent.type }) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(sent && { method: 'POST', body: sent.body }),
      })
      text = await answer.text()
    } catch (cause) {
      throw new NoAnswer(exit.failed, `No answer from ${url}: is Rollcall running there?`, cause)
    }
    const body = parsed(text)
    if (answer.ok && body !== undefined) return body as Answer
    const { detail, code } = (body ?? {}) as Partial<Problem>
    const said = detail ? `${detail} (${code})` : `${url} answered with ${answer.status}, and not as Rollcall does.`
    throw new NoAnswer(answer.status === 401 || answer.status === 403 ? exit.notAllowed : exit.failed, said)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface CliFile {
  readonly url?: string
  readonly token?: string
}

/** ROLLCALL_URL and ROLLCALL_TOKEN; what they leave out is read from DATA/cli.json, which serve and demo write. */
function whereAndWho({ env, flags }: Call): { readonly url: string; readonly token: string } {
  const data = typeof flags.data === 'string' ? flags.data : (env.ROLLCALL_DATA ?? '.rollcall')
  const url = env.ROLLCALL_URL
  // A token is for the server that gave it: that of this machine is not sent anywhere else.
  const file = url === undefined || env.ROLLCALL_TOKEN === undefined ? cliFile(data) : {}
  const known = url === undefined || url.replace(/\/+$/, '') === file.url?.replace(/\/+$/, '')
  const token = env.ROLLCALL_TOKEN ?? (known ? file.token : undefined)
  const where = (url ?? file.url)?.replace(/\/+$/, '')
  if (!where)
    throw new NoAnswer(
      exit.failed,
      `Where is Rollcall? Nothing has run on ${data} yet: start it with rollcall serve, or set ROLLCALL_URL and ROLLCALL_TOKEN.`,
    )
  if (!token) throw new NoAnswer(exit.notAllowed, 'Which token? Set ROLLCALL_TOKEN; rollcall token create makes one.')
  return { url: where, token }
}

function cliFile(data: string): CliFile {
  try {
    return JSON.parse(readFileSync(join(data, 'cli.json'), 'utf8')) as CliFile
  } catch {
    return {}
  }
}
