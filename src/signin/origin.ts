import type { FastifyRequest } from 'fastify'
import { Refused } from '../platform/errors.ts'

const harmless = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses what another site makes a signed-in browser send (CSRF). Browsers say where a request comes from in
 * Sec-Fetch-Site, and on plain http away from localhost at least in Origin; one that says neither is refused, since only
 * what is not a browser does so, and that has API tokens.
 * @throws {Refused} 403 FOREIGN_ORIGIN
 */
export function refuseForeign({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): void {
  if (harmless.includes(method)) return
  const site = headers['sec-fetch-site']
  const ours = site === undefined ? isOfHost(headers.origin, headers.host) : site === 'same-origin'
  if (!ours)
    throw new Refused(
      403,
      'FOREIGN_ORIGIN',
      'A session only answers to the console’s own pages; programs use an API token.',
    )
}

/** Whatever the scheme: behind a proxy that speaks TLS the server does not know it. */
function isOfHost(origin: string | undefined, host: string | undefined): boolean {
  const from = URL.parse(origin ?? '')
  return from !== null && host !== undefined && from.host === URL.parse(`${from.protocol}//${host}`)?.host
}
