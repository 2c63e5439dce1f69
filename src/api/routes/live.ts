import type { ServerResponse } from 'node:http'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import type { ApiDeps } from '../deps.ts'
import { openLive } from '../live.ts'

/** Proxies and browsers give up a connection on which nothing is said for long. */
const BEAT_MS = 20_000
/** Then the browser asks again by itself, and whether it still may is asked again too. */
const LONGEST_MS = 5 * 60_000
const OPEN_MAX = 1000

/**
 * Server-sent events (HTML Living Standard §9.2): a message, without anything in it, whenever something changed; at most
 * one a second. What changed is asked for where it always is.
 */
export function liveRoutes(fastify: TypedRoutes, { database }: ApiDeps): void {
  const live = openLive(database)
  const open = new Set<ServerResponse>()
  fastify.addHook('preClose', async () => {
    live.close()
    for (const response of open) response.end()
  })

  fastify.get('/live', { schema: { hide: true } }, (request, reply) => {
    if (open.size >= OPEN_MAX) {
      void reply.code(503).header('retry-after', '30').send({ code: 'TOO_MANY_LISTENERS' })
      return
    }
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write('retry: 3000\n\n')
    // Who does not read what was sent gets no more of it.
    const say = (text: string) => void (response.writableNeedDrain || response.write(text))
    const end = live.watch(request.caller.db.organization, () => say('data:\n\n'))
    const beat = setInterval(() => say(':\n\n'), BEAT_MS)
    const longest = setTimeout(() => response.end(), LONGEST_MS)
    open.add(response)
    response.on('close', () => {
      end()
      clearInterval(beat)
      clearTimeout(longest)
      open.delete(response)
    })
  })
}
