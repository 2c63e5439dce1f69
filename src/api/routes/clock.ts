import { ClockInput, ClockState } from '../../contract/clock.ts'
import { requireAdmin } from '../../organization/caller.ts'
import { Refused } from '../../platform/errors.ts'
import { readMoment } from '../../platform/http/moment.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import type { ApiDeps } from '../deps.ts'

/** The clock, where the server was started to have it moved. */
export function clockRoutes(fastify: TypedRoutes, { testClock, wake }: ApiDeps): void {
  fastify.put(
    '/test-clock',
    {
      schema: {
        tags: ['test clock'],
        summary: 'Set the clock, or move it on',
        description: 'Refused unless the server runs with ROLLCALL_TEST_CLOCK=1.',
        body: ClockInput,
        response: { 200: ClockState },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      if (!testClock)
        throw new Refused(403, 'TEST_CLOCK_OFF', 'The clock can only be moved with ROLLCALL_TEST_CLOCK=1.')
      if ('at' in body) testClock.set(readMoment(body.at, '/at'))
      else testClock.advance(body.advanceSeconds)
      wake(caller.db.organization)
      return { now: testClock.now().toISOString() }
    },
  )
}
