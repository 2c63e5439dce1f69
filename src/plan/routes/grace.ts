import { GraceEnd, GraceEnded } from '../../contract/grace.ts'
import { Plan } from '../../contract/plan.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'

export interface GraceDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly endGrace: (caller: Caller, which: GraceEnd, at: Date) => Promise<number>
  /** What an edit would do to everybody; it is made, looked at, and taken back. */
  readonly rehearse: (caller: Caller, edit: (caller: Caller) => Promise<unknown>) => Promise<Plan>
}

/** The end of a grace before its time. */
export function graceRoutes(fastify: TypedRoutes, { clock, wake, endGrace, rehearse }: GraceDeps): void {
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

  fastify.post(
    '/seats/grace/plan',
    {
      schema: {
        tags: ['seats'],
        summary: 'What ending graces now would do: whose seat goes, and who gets one',
        body: GraceEnd,
        response: { 200: Plan },
      },
    },
    ({ caller, body }) => {
      requireAdmin(caller)
      // Before the moment of the rehearsal, or the graces would end after it.
      const at = clock.now()
      return rehearse(caller, (then) => endGrace(then, body, at))
    },
  )
}
