import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** What is not the console's to answer, whatever a browser asks for. */
const others = ['api', 'scim', 'session', 'healthz', 'readyz', 'metrics', 'assets']
const page = `:page(^(?!(?:${others.join('|')})$)[a-z0-9-]*$)`

/** Stands in index.html for the nonce of each answer. */
const PLACE = '{{nonce}}'

/**
 * The console's files, as `npm run build` makes them. Any address of it that a browser navigates to is answered with the
 * same page, which finds out by itself what to show; what is no navigation stays not found. Registered last.
 */
export async function webRoutes(fastify: FastifyInstance, { folder }: { readonly folder: string }): Promise<void> {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.url !== '/' && !isNavigation(request)) return reply.callNotFound()
    // Read each time: a build under a running server brings new names of files.
    const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)
    return html === undefined ? sendUnbuilt(reply) : sendPage(reply, html)
  }
  fastify.get('/', answer)
  fastify.get(`/${page}`, answer)
  fastify.get(`/${page}/*`, answer)
  await fastify.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    index: false,
    immutable: true,
    maxAge: '1y',
  })
  for (const name of ['theme.js', 'mark.svg']) {
    // Asked for by the hash of its content where it matters, so an hour is not too long.
    fastify.get(`/${name}`, (_, reply) => reply.sendFile(name, folder, { maxAge: '1h', immutable: false }))
  }
}

function isNavigation({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-dest'] === 'document' || (headers.accept ?? '').includes('text/html')
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(18).toString('base64')
  return reply
    .header('content-security-policy', policy(nonce))
    .header('cache-control', 'no-store')
    .header('cross-origin-embedder-policy', 'require-corp')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(PLACE, nonce))
}

/** Everything comes from here; a style may also be added by a script that knows the nonce, as React Aria does. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function sendUnbuilt(reply: FastifyReply): FastifyReply {
  return reply.code(503).type('text/plain; charset=utf-8').send('The console is not built yet. Run: npm run build\n')
}
