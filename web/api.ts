/**
 * web/ is the console. It knows the server only by src/contract, and asks it only here. Folders are nouns in the order
 * of the menu; ui/ knows no word of the domain; locales/ has all texts.
 */
import type { Problem } from '../src/contract/problem.ts'
import { language } from './locales/text.ts'

/** The server, or the way to it, said no. `code` is stable; `detail` is the server's own sentence. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly problem: Partial<Problem> & Readonly<Record<string, unknown>>

  constructor(status: number, problem: Partial<Problem> & Readonly<Record<string, unknown>>, cause?: unknown) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`, { cause })
    this.name = 'ApiError'
    this.status = status
    this.code = problem.code ?? 'UNKNOWN'
    this.problem = problem
  }
}

/** The server could not be reached: no answer at all. */
export const UNREACHABLE = 0

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

interface Ask {
  readonly query?: Query
  readonly body?: unknown
  /** Sent as it is, instead of a body: a CSV file. */
  readonly file?: Blob
  /** The entity tag of what was seen: refused (412) when it is another one by now. */
  readonly ifMatch?: string | undefined
  readonly signal?: AbortSignal
}

/** An answer, and the entity tag of what it shows: what an edit of it says it saw. */
export interface Tagged<Answer> {
  readonly answer: Answer
  readonly etag: string | undefined
}

/**
 * One question to the server and its answer; undefined for an answer without a body.
 * @throws {ApiError}
 */
export async function ask<Answer>(method: string, path: string, more: Ask = {}): Promise<Answer> {
  return (await askTagged<Answer>(method, path, more)).answer
}

/** The same, with the entity tag. */
export async function askTagged<Answer>(
  method: string,
  path: string,
  { query, body, file, ifMatch, signal }: Ask = {},
): Promise<Tagged<Answer>> {
  let response: Response
  try {
    response = await fetch(path + queryOf(query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': language,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(file && { 'content-type': 'text/csv' }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file }),
      ...(signal && { signal }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError(UNREACHABLE, { code: 'UNREACHABLE' }, cause)
  }
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (response.ok) return { answer: answer as Answer, etag: response.headers.get('etag') ?? undefined }
  throw new ApiError(response.status, isProblem(answer) ? answer : {})
}

export const get = <Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> =>
  ask('GET', path, { ...(query && { query }), ...(signal && { signal }) })

/** As `get`, with the entity tag. */
export const getTagged = <Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Tagged<Answer>> =>
  askTagged('GET', path, { ...(query && { query }), ...(signal && { signal }) })

function queryOf(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}

function isProblem(answer: unknown): answer is Partial<Problem> & Record<string, unknown> {
  return typeof answer === 'object' && answer !== null && 'code' in answer
}
