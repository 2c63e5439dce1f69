import type { FastifyReply, FastifyRequest } from 'fastify'

/** `__Host-`: a browser takes it only over TLS, for this host, from this host. Plain http on this machine cannot have it. */
function cookieName({ protocol }: FastifyRequest): string {
  return protocol === 'https' ? '__Host-rollcall' : 'rollcall'
}

/** The secret that a browser came with (RFC 6265 §4.2.1). */
export function readCookie(request: FastifyRequest): string | undefined {
  const begins = `${cookieName(request)}=`
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(begins))?.slice(begins.length)
}

/** Strict is no loss: the console's pages are the same for everybody, and what they then ask comes from themselves. */
export function writeCookie(request: FastifyRequest, reply: FastifyReply, value: string, maxAgeSeconds: number): void {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  const cookie = `${cookieName(request)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`
  reply.header('set-cookie', cookie)
}
