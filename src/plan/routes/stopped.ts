import type { Static } from 'typebox'
import type { ReferenceInput } from '../../contract/reference.ts'
import {
  ByStop,
  StopApplied,
  StopApply,
  StopKeep,
  StopKept,
  Stopped,
  StoppedGains,
  StoppedLosses,
  StoppedPage,
} from '../../contract/stop.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import { Refused } from '../../platform/errors.ts'
import { isNumber, readCursor } from '../../platform/http/cursor.ts'
import { readMoment } from '../../platform/http/moment.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { stopOf } from '../store/stopped.ts'
import { shownLosses, shownRoles, shownStopped } from './shown-stops.ts'

interface Which {
  readonly product?: ReferenceInput
  readonly users?: readonly ReferenceInput[]
}

type Apply = (caller: Caller, which: Which, at: Date) => Promise<number>
type Keep = (
  caller: Caller,
  which: Which & { readonly endsAt: Date; readonly reason: string },
  at: Date,
) => Promise<StopKept>

export interface StoppedDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly applyStopped: Apply
  readonly keepStopped: Keep
  readonly applyStoppedRoles: Apply
  readonly keepStoppedRoles: Keep
}

const tags = ['stopped']

/** Losses and new admins that the safeguard stopped, and what an admin says to them. */
export function stoppedRoutes(fastify: TypedRoutes, deps: StoppedDeps): void {
  const { clock, wake, applyStopped, keepStopped, applyStoppedRoles, keepStoppedRoles } = deps
  fastify.get(
    '/stopped',
    {
      schema: {
        tags,
        summary: 'Losses and new admins that wait for an admin, with the probable cause',
        response: { 200: Stopped },
      },
    },
    async ({ caller: { db } }) => shownStopped(db, clock.now()),
  )

  fastify.get(
    '/stopped/:stop/losses',
    {
      schema: {
        tags,
        summary: 'Losses of one stop, by name; none when all of them are resolved',
        params: ByStop,
        querystring: StoppedPage,
        response: { 200: StoppedLosses },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const stop = isId(params.stop) ? await stopOf(db, params.stop) : undefined
      if (!stop) throw new Refused(404, 'NOT_FOUND', 'There is no such stop.')
      if (!stop.is_open) return { losses: [], next: null }
      return shownLosses(db, stop.product_id, pageAsked(query))
    },
  )

  fastify.get(
    '/stopped/roles',
    {
      schema: {
        tags,
        summary: 'New admins that wait for a super admin, by name',
        querystring: StoppedPage,
        response: { 200: StoppedGains },
      },
    },
    async ({ caller: { db }, query }) => shownRoles(db, 'new-admin', pageAsked(query)),
  )

  fastify.post(
    '/stopped/apply',
    {
      schema: {
        tags,
        summary: 'Confirm what was stopped: the next run takes the seats, or gives the roles',
        body: StopApply,
        response: { 200: StopApplied },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const which = body ?? {}
      const apply = which.field === 'role' ? applyStoppedRoles : applyStopped
      const applied = await apply(caller, which, clock.now())
      wake(caller.db.organization)
      return { applied }
    },
  )

  fastify.post(
    '/stopped/keep',
    {
      schema: {
        tags,
        summary: 'Keep the seats, or the roles: pin each user to what they have, until a moment',
        body: StopKeep,
        response: { 200: StopKept },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const endsAt = readMoment(body.endsAt, '/endsAt')
      if (endsAt <= clock.now())
        throw new Refused(422, 'ENDS_IN_PAST', 'The end must be in the future.', { pointer: '/endsAt' })
      const isRole = body.field === 'role'
      const reason = body.reason?.trim() || `Kept after the safeguard stopped the ${isRole ? 'new role' : 'loss'}`
      const keep = isRole ? keepStoppedRoles : keepStopped
      const kept = await keep(caller, { ...body, endsAt, reason }, clock.now())
      wake(caller.db.organization)
      return kept
    },
  )
}

function pageAsked({ cursor, limit = 100, search }: Static<typeof StoppedPage>) {
  return { after: readCursor(cursor, isNumber) ?? 0, limit, search }
}
