import type { FastifyInstance } from 'fastify'
import { Refused } from '../platform/errors.ts'
import { reachedAt } from '../server.ts'
import { atMost } from './stopping.ts'

export interface Address {
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly insecureHttp: boolean
}

/** How long requests in progress may go on when we stop. */
const DRAIN_MS = 2000

/**
 * Tokens and passwords travel in these requests, so plain http is for this machine: its own programs, or a proxy that
 * speaks https to the rest.
 * @throws {Refused} CONFIG_INSECURE
 */
export function refuseExposure({ host, insecureHttp }: Address): void {
  if (isLoopback(host) || insecureHttp) return
  throw new Refused(
    422,
    'CONFIG_INSECURE',
    `${host} can be reached by others, and Rollcall speaks plain http. Listen on 127.0.0.1 behind a proxy that speaks https, or say --insecure-http where nobody else can listen (a container's own network).`,
  )
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** @returns where people reach it @throws {Refused} PORT_TAKEN, ADDRESS_UNKNOWN */
export async function listen(http: FastifyInstance, { host, port, publicUrl }: Address): Promise<string> {
  try {
    await http.listen({ host, port })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Refused(
        409,
        'PORT_TAKEN',
        `Port ${port} of ${host} is taken by another program. Choose another with --port, or --port 0 for any free one.`,
        { cause },
      )
    if (code === 'EACCES')
      throw new Refused(409, 'PORT_TAKEN', `This user may not listen on port ${port}: choose one above 1023.`, {
        cause,
      })
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Refused(422, 'ADDRESS_UNKNOWN', `This machine has no address ${host}.`, { cause })
    throw cause
  }
  return reachedAt(http, { host, publicUrl })
}

/** Takes no new request, lets those in progress end, and cuts off what does not. */
export async function drain(http: FastifyInstance): Promise<void> {
  const closing = http.close()
  await atMost(DRAIN_MS, closing)
  http.server.closeAllConnections()
  await closing
}
