import { GraceEnd, GraceEnded } from '../../contract/grace.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'

export interface GraceDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly endGrace: (caller: Caller, which: GraceEnd, at: Date) => Promise<number>
}

/** The end of a grace before its time. */
export function graceRoutes(fastify: TypedRoutes, { clock, wake, endGrace }: GraceDeps): void {
  fastify.post(
    '/seats/grace/end',
    {
      schema: {
        tags: ['seats'],
        summary: 'End graces now: the next run frees the seats and gives them to who waits',
        body: GraceEnd,
        response: { 200: GraceEnded },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const ended = await endGrace(caller, body, clock.now())
      wake(caller.db.organization)
      return { ended }
    },
  )
}
