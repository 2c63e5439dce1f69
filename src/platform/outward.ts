import { lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Refused } from './errors.ts'

/** How an address is read that somebody typed in. */
export interface Outward {
  /** Whether addresses of private networks and of this machine may be read: the server's setting. */
  readonly privateAllowed: boolean
  readonly limitBytes: number
  /** Ends it, also while it waits for a name or for the body. */
  readonly signal: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Reads an address that an admin typed in, and gives nobody a view of the network that this server stands in: HTTPS only (plain
 * http only to this machine), no redirect is followed, and the address that a name turns out to have is looked at before it is
 * connected to, so that a name cannot change between the look and the use.
 * @throws {Refused} ADDRESS_REFUSED @throws {Error} when it cannot be reached, is too large, or the signal ends it
 */
export async function fetchOutward(url: URL, outward: Outward): Promise<Response> {
  const { privateAllowed, limitBytes, signal, headers = {} } = outward
  refuseAddress(url, privateAllowed)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const sent = request(url, { signal, headers, agent: false, lookup: guarded(privateAllowed) }, (answer) => {
    const chunks: Buffer[] = []
    let length = 0
    answer.on('data', (chunk: Buffer) => {
      length += chunk.length
      chunks.push(chunk)
      if (length > limitBytes) sent.destroy(new Error(`more than ${limitBytes} bytes came from ${url.host}`))
    })
    answer.on('error', reject)
    answer.on('aborted', () => reject(new Error(`the answer of ${url.host} broke off`)))
    answer.on('end', () => {
      const status = answer.statusCode ?? 0
      // Statuses that Response has no body for are no answer to a GET that anybody could use.
      if (status < 200 || status > 599 || status === 204 || status === 205 || status === 304)
        reject(new Error(`${url.host} answered ${status}`))
      else resolve(new Response(Buffer.concat(chunks), { status }))
    })
  })
  sent.on('error', reject)
  sent.end()
  return promise
}

/** Whether an address may be read at all, as far as it can be told before its name is looked up. @throws {Refused} 422 ADDRESS_REFUSED */
export function refuseAddress(url: URL, privateAllowed: boolean, pointer?: string): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const local = isThisMachine(host)
  const isPlain = url.protocol === 'http:' && local
  if (url.protocol !== 'https:' && !isPlain) throw refused('The address must begin with https.', pointer)
  if (url.username || url.password) throw refused('The address must have no user name and no password in it.', pointer)
  if (!privateAllowed && (local || (isIP(host) && isPrivate(host)))) throw refused(PRIVATE, pointer)
}

const PRIVATE =
  'The address is of a private network, or of this machine. The server’s setting privateAddresses would allow it.'

function refused(detail: string, pointer?: string): Refused {
  return new Refused(422, 'ADDRESS_REFUSED', detail, pointer ? { pointer } : {})
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Every address that a name has must be one that may be connected to. */
export function guarded(privateAllowed: boolean): LookupFunction {
  return (host, options, answer) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '', 0)
      const first = found[0]
      if (!first || (!privateAllowed && found.some(({ address }) => isPrivate(address))))
        return answer(refused(PRIVATE), '', 0)
      if (options.all) answer(null, found)
      else answer(null, first.address, first.family)
    })
}

/** IANA's registries of special-purpose addresses: what is not of the public internet, or leads back from it. */
const special = new BlockList()
for (const range of [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24',
  '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '::/128 ::1/128 ::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16',
  'fc00::/7 fe80::/10 fec0::/10 ff00::/8',
].flatMap((line) => line.split(' '))) {
  const [address, bits] = range.split('/') as [string, string]
  special.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
}

/** Of a private network, of this machine, or otherwise not of the public internet; also as IPv4 within IPv6. */
export function isPrivate(address: string): boolean {
  return special.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
