import autocannon from 'autocannon'

export interface Load {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly headers: Readonly<Record<string, string>>
  /** Path and body of the n-th request, and headers of its own. */
  readonly request: (n: number) => {
    readonly path: string
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  readonly seconds: number
}

/** Requests a second at 16 connections, each sending its next as soon as the last is answered. */
export async function rateOf(load: Load): Promise<number> {
  let sent = 0
  const result = await autocannon({
    url: load.url,
    connections: 16,
    duration: load.seconds,
    requests: [
      {
        method: load.method,
        headers: load.headers,
        setupRequest: (request) => {
          const own = load.request(sent++)
          return { ...request, ...own, headers: { ...request.headers, ...own.headers } }
        },
      },
    ],
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(
      `${result.non2xx} answers were no success and ${result.errors} connections failed: not a measurement`,
    )
  return result.requests.average
}
