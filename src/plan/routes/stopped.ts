import type { ReferenceInput } from '../../contract/reference.ts'
import { StopApplied, StopApply, StopKeep, StopKept, Stopped } from '../../contract/stop.ts'
import { namedInBecause, shownBecause, shownRequest } from '../../history/shown.ts'
import { requestsById } from '../../history/store.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import { Refused } from '../../platform/errors.ts'
import { readMoment } from '../../platform/http/moment.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { namesOf } from '../../rules/store/names.ts'
import { openLosses, openStops } from '../store/shown.ts'

interface Which {
  readonly product?: ReferenceInput
  readonly users?: readonly ReferenceInput[]
}

export interface StoppedDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly applyStopped: (caller: Caller, which: Which, at: Date) => Promise<number>
  readonly keepStopped: (
    caller: Caller,
    which: Which & { readonly endsAt: Date; readonly reason: string },
    at: Date,
  ) => Promise<StopKept>
}

const tags = ['stopped']

/** Losses that the safeguard stopped, and what an admin says to them. */
export function stoppedRoutes(fastify: TypedRoutes, { clock, wake, applyStopped, keepStopped }: StoppedDeps): void {
  fastify.get(
    '/stopped',
    { schema: { tags, summary: 'Losses that wait for an admin', response: { 200: Stopped } } },
    async ({ caller: { db } }) => {
      const [stops, losses] = await Promise.all([openStops(db), openLosses(db)])
      const [names, requests] = await Promise.all([
        namesOf(
          db,
          losses.flatMap((row) => namedInBecause(row.because)),
        ),
        requestsById(
          db,
          stops.flatMap((row) => row.request_id ?? []),
        ),
      ])
      const byStop = Map.groupBy(losses, (row) => row.stop_id)
      return {
        stops: stops.map((stop) => {
          const request = requests.get(stop.request_id ?? '')
          const own = byStop.get(stop.id) ?? []
          return {
            id: stop.id,
            product: { id: stop.product_id, name: stop.product_name },
            since: stop.since.toISOString(),
            request: request ? shownRequest(request) : null,
            count: own.length,
            losses: own.map((row) => ({
              user: { id: row.user_id, name: row.display_name },
              tier: { id: row.tier_id, name: row.tier_name },
              since: row.since.toISOString(),
              because: shownBecause(row.because, names),
              confirmedBy: row.confirmed_by,
            })),
          }
        }),
      }
    },
  )

  fastify.post(
    '/stopped/apply',
    {
      schema: {
        tags,
        summary: 'Confirm stopped losses: the next run takes the seats',
        body: StopApply,
        response: { 200: StopApplied },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const applied = await applyStopped(caller, body ?? {}, clock.now())
      wake(caller.db.organization)
      return { applied }
    },
  )

  fastify.post(
    '/stopped/keep',
    {
      schema: {
        tags,
        summary: 'Keep the seats: pin each user to the tier they hold, until a moment',
        body: StopKeep,
        response: { 200: StopKept },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const endsAt = readMoment(body.endsAt, '/endsAt')
      if (endsAt <= clock.now())
        throw new Refused(422, 'ENDS_IN_PAST', 'The end must be in the future.', { pointer: '/endsAt' })
      const reason = body.reason?.trim() || 'Kept after the safeguard stopped the loss'
      const kept = await keepStopped(caller, { ...body, endsAt, reason }, clock.now())
      wake(caller.db.organization)
      return kept
    },
  )
}
