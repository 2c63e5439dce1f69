import { PagedQuery } from '../../contract/paging.ts'
import { RuleVersions } from '../../contract/past.ts'
import { shownRequest } from '../../history/shown.ts'
import { requestsById } from '../../history/store.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import type { Difference } from '../edit.ts'
import { versionsPage } from '../store/rules.ts'

/** How the rules came to be what they are. */
export function versionRoutes(fastify: TypedRoutes): void {
  fastify.get(
    '/rules/versions',
    {
      schema: {
        tags: ['rules'],
        summary: 'The versions of the rules, newest first: who made each, and how it differs from the one before',
        querystring: PagedQuery,
        response: { 200: RuleVersions },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100 } = query
      const rows = await versionsPage(db, readCursor(query.cursor, isNumber) ?? null, limit + 1)
      const { page, next } = pageOf(rows, limit, ({ version }) => version)
      const requests = await requestsById(
        db,
        page.map(({ request }) => request),
      )
      return {
        versions: page.map(({ version, at, request }) => {
          const made = requests.get(request)
          return {
            version,
            since: at.toISOString(),
            request: made ? shownRequest(made) : null,
            differs: made ? countsIn(made.detail) : null,
          }
        }),
        next,
      }
    },
  )
}

/** What the request that made a version says of how it differs. */
function countsIn(detail: unknown) {
  const { added = [], removed = [], changed = [], moved = [] } = (detail ?? {}) as Partial<Difference>
  return { added: added.length, removed: removed.length, changed: changed.length, moved: moved.length }
}
