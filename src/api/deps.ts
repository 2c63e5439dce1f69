import type { FastifyRequest } from 'fastify'
import type { Caller } from '../organization/caller.ts'
import type { Planner } from '../planner.ts'
import type { AdjustableClock, Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/db.ts'

/** What the API needs of the program it is in. */
export interface ApiDeps {
  readonly database: Database
  readonly clock: Clock
  /** Tells the worker that somebody or something was touched. */
  readonly wake: (organization: string) => void
  /** What looks at everybody at once. */
  readonly planner: Planner
  /** Where this server is reached, without a slash at the end. */
  readonly publicUrl: () => string
  /** Whether addresses that admins type in may be of private networks. */
  readonly privateAddresses?: boolean
  /** The same clock, where it may be moved: ROLLCALL_TEST_CLOCK=1. */
  readonly testClock?: AdjustableClock
  /** Who is signed in to the console, by the request's cookie; signin's adminOfRequest. */
  readonly signedIn?: (request: FastifyRequest) => Promise<SignedIn | undefined>
}

export interface SignedIn {
  readonly organization: string
  readonly admin: { readonly id: string; readonly name: string; readonly role: Caller['role'] }
}
