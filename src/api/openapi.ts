import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { RouteOptions } from 'fastify'
import { Problem } from '../contract/problem.ts'

/** OpenAPI 3.1, made of the schemas that the routes state: what is described is what is checked. */
export const aboutDocument: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall',
      version: '1',
      description: 'Keeps the seats of an organization’s products in step with its directory, and says why.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token of the organization.' },
        session: { type: 'apiKey', in: 'cookie', name: 'rollcall_session', description: 'Signed in to the console.' },
      },
    },
    security: [{ token: [] }, { session: [] }],
  },
  stripBasePath: true,
}

/** What every route says of itself: an id, and how it answers when it cannot do what it was asked. */
export function describeRoute(route: RouteOptions): void {
  if (!route.schema || route.schema.hide || route.method === 'HEAD') return
  const words = route.url.split('/').filter((word) => word !== '' && word !== 'api' && word !== 'v1')
  const named = words.map((word) => (word.startsWith(':') ? `by-${word.slice(1)}` : word)).join('-')
  const method = String(route.method).toLowerCase()
  const problem = {
    description: 'What the caller did wrong.',
    content: { 'application/problem+json': { schema: Problem } },
  }
  const response = { ...(route.schema.response as object), '4xx': problem }
  route.schema = { operationId: `${method}-${named}`, ...route.schema, response }
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** The document with each titled schema once, as a component, and references in its places. */
export function withComponents(document: object): object {
  const components = new Map<string, Json>()
  const walked = walk(document as Json, components) as { readonly components?: { readonly [name: string]: Json } }
  const schemas = Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...walked, components: { ...walked.components, schemas } }
}

function walk(value: Json, components: Map<string, Json>): Json {
  if (Array.isArray(value)) return value.map((part) => walk(part as Json, components))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, walk(part as Json, components)]))
  // A property may be called "title" too, and then it is a schema; the document's own info has no type.
  const { title } = inner
  const isSchema = 'type' in inner || 'anyOf' in inner || 'const' in inner
  if (typeof title !== 'string' || !isSchema) return inner
  components.set(title, inner)
  return { $ref: `#/components/schemas/${title}` }
}
