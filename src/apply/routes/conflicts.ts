import Type from 'typebox'
import { Conflicts, HandedOver, HandOver } from '../../contract/conflict.ts'
import { PageQuery } from '../../contract/paging.ts'
import { requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { handOver } from '../hand-over.ts'
import { type Contender, contenders } from '../store/conflicts.ts'

export interface ConflictDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
}

const tags = ['conflicts']

/** Addresses that users of several sources have, and whose they are. */
export function conflictRoutes(fastify: TypedRoutes, { clock, wake }: ConflictDeps): void {
  fastify.get(
    '/conflicts',
    {
      schema: {
        tags,
        summary: 'Addresses that users of several sources have, in their order',
        querystring: Type.Object(PageQuery, { additionalProperties: false }),
        response: { 200: Conflicts },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100 } = query
      const after = readCursor(query.cursor, isText) ?? ''
      const rows = await contenders(db, { after, limit: limit + 1 })
      const { page, next } = pageOf(
        [...Map.groupBy(rows, (row) => row.address).values()],
        limit,
        (some) => some[0]!.address,
      )
      return { conflicts: page.map(shownConflict), next }
    },
  )

  fastify.post(
    '/conflicts/hand-over',
    {
      schema: {
        tags,
        summary: 'Say whose an address is',
        description:
          'To users who are in conflict, to those of a source, or in every conflict to whoever comes next. What the owners before them lose is judged by the safeguard, unless confirm is true. Pins, the chosen language and the settings applied go along.',
        body: HandOver,
        response: { 200: HandedOver },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const handedOver = await handOver(caller, body, clock.now())
      wake(caller.db.organization)
      return { handedOver }
    },
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'

function shownConflict(rows: readonly Contender[]) {
  const shown = ({ id, name, source, sourceName, since }: Contender) => ({
    user: { id, name },
    source: { id: source, name: sourceName },
    since: since.toISOString(),
  })
  const owner = rows.find((row) => row.user === row.owner)!
  return {
    address: owner.address,
    owner: { ...shown(owner), handedOver: owner.isHandedOver },
    others: rows.filter((row) => row.source !== row.ownerSource).map(shown),
  }
}
