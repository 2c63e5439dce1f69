export interface Answer<T = unknown> {
  readonly status: number
  readonly body: T
  readonly headers: Headers
}

/** Speaks JSON over real HTTP and answers with whatever came. */
export type Send = <T>(method: string, path: string, body?: unknown) => Promise<Answer<T>>

export function opener(url: string, token: string, type: string, agent = 'test'): Send {
  return async <T>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: type,
        'user-agent': agent,
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as T }
  }
}

/** The body of a success. @throws for anything else, saying what was asked and answered */
export function must<T>(asked: string, { status, body }: Answer<T>): T {
  if (status >= 200 && status < 300) return body
  throw new Error(`${asked} → ${status} ${JSON.stringify(body)}`)
}
