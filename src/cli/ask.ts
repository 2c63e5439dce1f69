import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../contract/problem.ts'
import { type Call, exit } from './command.ts'

/** Longest wait for an answer. */
const TIMEOUT_MS = 60_000

/**
 * Asks the API: a path below /api/v1, a query. Undefined members of the query are left out. With a
 * body it is a POST: of JSON, or of a file's bytes as text/csv.
 */
export type Ask = <Answer>(
  path: string,
  query?: Readonly<Record<string, string | undefined>>,
  body?: object,
) => Promise<Answer>

/** Asks for an answer of any length, and hands on its lines as they come, without the line feeds that end them. */
export type Pour = (
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  line: (text: string) => void,
) => Promise<void>

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
export async function asking(call: Call, questions: (ask: Ask, pour: Pour) => Promise<void>): Promise<number> {
  try {
    const where = whereAndWho(call)
    await questions(askOf(where), pourOf(where))
    return exit.done
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    call.say(error.message)
    return error.code
  }
}

interface Where {
  readonly url: string
  readonly token: string
}

function askOf({ url, token }: Where): Ask {
  return async <Answer>(path: string, query: Readonly<Record<string, string | undefined>> = {}, body?: object) => {
    let answer: Response
    let text: string
    try {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
      const isFile = body instanceof Uint8Array
      const order = body && {
        method: 'POST',
        headers: { ...headers, 'content-type': isFile ? 'text/csv' : 'application/json' },
        body: isFile ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
      }
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      answer = await fetch(addressOf(url, path, query), { headers, signal, ...order })
      text = await answer.text()
    } catch (cause) {
      throw new NoAnswer(exit.failed, `No answer from ${url}: is Rollcall running there?`, cause)
    }
    const said = parsed(text)
    if (answer.ok && said !== undefined) return said as Answer
    throw refusalOf(url, answer.status, said)
  }
}

function pourOf({ url, token }: Where): Pour {
  return async (path, query, line) => {
    // The answer must begin in time; how long it goes on depends on how much there is.
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), TIMEOUT_MS)
    try {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(addressOf(url, path, query), { headers, signal: late.signal })
      clearTimeout(timer)
      if (!answer.ok) throw refusalOf(url, answer.status, parsed(await answer.text()))
      let rest = ''
      for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + piece).split('\n')
        rest = lines.pop()!
        for (const each of lines) line(each)
      }
      if (rest !== '') line(rest)
    } catch (cause) {
      if (cause instanceof NoAnswer) throw cause
      throw new NoAnswer(
        exit.failed,
        `The answer from ${url} did not come, or broke off: what there is of it is not all.`,
        cause,
      )
    } finally {
      clearTimeout(timer)
    }
  }
}

function addressOf(url: string, path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${url}/api/v1${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`
}

function refusalOf(url: string, status: number, body: unknown): NoAnswer {
  const { detail, code } = (body ?? {}) as Partial<Problem>
  const said = detail ? `${detail} (${code})` : `${url} answered with ${status}, and not as Rollcall does.`
  return new NoAnswer(status === 401 || status === 403 ? exit.notAllowed : exit.failed, said)
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
function whereAndWho({ env, flags }: Call): Where {
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
