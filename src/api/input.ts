import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refused } from '../platform/errors.ts'
import { isStorable, quoted } from '../scim/text.ts'

/** JSON, of whatever media type says so. No body at all is null, for routes where it may be left out. */
export function readJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error')
  const types = /^application\/([\w.-]+\+)?json\b/
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser<string>(types, { parseAs: 'string' }, (request, body, done) => {
    if (body.trim() === '') return done(null, null)
    parse(request, body, done)
  })
  fastify.addHook('preValidation', async (request) => {
    request.body ??= null
  })
}

/** PostgreSQL keeps no U+0000, and half a surrogate pair has no UTF-8. */
export async function refuseUnstorable(request: FastifyRequest): Promise<void> {
  // Not recursive: JSON can be nested deeper than a stack is.
  const open: unknown[] = [request.body, request.query, request.params]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string' && !isStorable(value))
      throw new Refused(400, 'UNSTORABLE_TEXT', `${quoted(value)} has a character that no text can have.`)
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) open.push(part)
  }
}
