import type { FastifyInstance } from 'fastify'
import { withComponents } from '../openapi.ts'

/** The document, for everybody: it says nothing of any organization. */
export function openapiRoutes(fastify: FastifyInstance): void {
  let document: object | undefined
  fastify.get('/openapi.json', { schema: { hide: true } }, async () => {
    document ??= withComponents(fastify.swagger())
    return document
  })
}
