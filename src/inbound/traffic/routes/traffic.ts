import { ById } from '../../../contract/reference.ts'
import { ByRequest, Checklist, ScimRequestWhole, Traffic, TrafficQuery } from '../../../contract/traffic.ts'
import { requireAdmin } from '../../../organization/caller.ts'
import { Refused } from '../../../platform/errors.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import { readMoment } from '../../../platform/http/moment.ts'
import type { TypedRoutes } from '../../../platform/http/typed.ts'
import { isId } from '../../../platform/id.ts'
import { sourceNamed } from '../../routes/named.ts'
import { checklistOf, shownRequest } from '../shown.ts'
import { trafficOf, trafficRequest } from '../store/read.ts'

const tags = ['sources']

/** What came to a source's address, and what that proves. */
export function trafficRoutes(fastify: TypedRoutes): void {
  fastify.get(
    '/sources/:id/traffic',
    {
      schema: {
        tags,
        summary: 'SCIM requests of a source, newest first',
        description: 'A log: kept for the source’s trafficDays, and a fifth of a second late. All filters must hold.',
        params: ById,
        querystring: TrafficQuery,
        response: { 200: Traffic },
      },
    },
    async ({ caller, params, query }) => {
      requireAdmin(caller)
      const { id } = await sourceNamed(caller.db, params.id)
      const { limit = 100, cursor, status, operation, since } = query
      const after = readCursor(cursor, isIdText)
      const from = since === undefined ? undefined : readMoment(since, '/since')
      const rows = await trafficOf(caller.db, id, { status, operation, since: from, after, limit: limit + 1 })
      const { page, next } = pageOf(rows, limit, (row) => row.id)
      return { requests: page.map(shownRequest), next }
    },
  )

  fastify.get(
    '/sources/:id/traffic/:request',
    {
      schema: {
        tags,
        summary: 'One request with its bodies, secrets masked',
        params: ByRequest,
        response: { 200: ScimRequestWhole },
      },
    },
    async ({ caller, params }) => {
      requireAdmin(caller)
      const { id } = await sourceNamed(caller.db, params.id)
      const row = isId(params.request) ? await trafficRequest(caller.db, id, params.request) : undefined
      if (!row) throw new Refused(404, 'NOT_FOUND', 'There is no such request, or it is not kept any more.')
      const { requestId, received, answered } = row
      return { ...shownRequest(row), requestId, received, answered }
    },
  )

  fastify.get(
    '/sources/:id/checklist',
    {
      schema: {
        tags,
        summary: 'What the provider has shown by real requests that it can do',
        params: ById,
        response: { 200: Checklist },
      },
    },
    async ({ caller, params }) => {
      requireAdmin(caller)
      return checklistOf(caller.db, (await sourceNamed(caller.db, params.id)).id)
    },
  )
}

const isIdText = (value: unknown): value is string => typeof value === 'string' && isId(value)
