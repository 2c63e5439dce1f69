import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refused, Retryable } from '../platform/errors.ts'
import { type Problem, problem, problemOf } from '../platform/http/problem.ts'
import { ScimError } from '../scim/errors.ts'

/** Every error as RFC 9457 says it. What nobody foresaw is logged once with its stack, and answered without detail. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ScimError)
    return send(reply, problem(400, 'INVALID_FILTER', request.id, error.detail, { pointer: '/filter' }))
  if (error instanceof Refused && error.status === 401) reply.header('www-authenticate', 'Bearer realm="rollcall"')
  if (error instanceof Retryable) {
    request.log.warn({ err: error }, 'a request could not be answered now')
    reply.header('retry-after', Math.ceil(error.retryAfterSeconds ?? 1))
  }
  const { problem: document, unexpected } = problemOf(error, request.id)
  if (unexpected) request.log.error({ err: error }, 'a defect')
  return send(reply, document)
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const detail = `There is no ${request.method} ${request.url.split('?')[0]}.`
  return send(reply, problem(404, 'NOT_FOUND', request.id, detail))
}

/** As text: the route's own schema describes what it answers when all is well. */
function send(reply: FastifyReply, document: Problem): FastifyReply {
  return reply.code(document.status).type('application/problem+json').serializer(String).send(JSON.stringify(document))
}
