import { setTimeout as sleep } from 'node:timers/promises'
import { Permanent } from '../../platform/errors.ts'

/** Speaks JSON with one address, as one caller. */
export interface Caller {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  patch(path: string, body: unknown): Promise<void>
}

export interface CallerOptions {
  readonly url: string
  readonly token: string
  readonly agent: string
  /** What bodies are, and answers should be. */
  readonly type: string
}

/** Okta gives up after as many. */
const TRIES = 10
/** Okta's patience. */
const TIMEOUT_MS = 60_000

/** @throws {Permanent} from each call, for an answer that is neither a success nor a "later" */
export function openCaller({ url, token, agent, type }: CallerOptions): Caller {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: type,
          'user-agent': agent,
          ...(body !== undefined && { 'content-type': type }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      const text = await answer.text()
      if (answer.ok) return text === '' ? undefined : JSON.parse(text)
      if (attempt === TRIES || (answer.status !== 429 && answer.status !== 503))
        throw new Permanent(`${method} ${new URL(url + path).pathname} was answered with ${answer.status}: ${text}`)
      await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1))
    }
  }
  return {
    get: (path) => call('GET', path) as Promise<never>,
    post: (path, body) => call('POST', path, body) as Promise<never>,
    put: (path, body) => call('PUT', path, body) as Promise<never>,
    patch: async (path, body) => void (await call('PATCH', path, body)),
  }
}

/** Does `work` for each, at most `atOnce` at a time, beginning in order. */
export async function forEach<T>(list: Iterable<T>, atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const rest = list[Symbol.iterator]()
  const lane = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
