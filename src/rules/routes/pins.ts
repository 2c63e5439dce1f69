import Type from 'typebox'
import { PinInput, Pin as PinJson, PinQuery, Pins } from '../../contract/pin.ts'
import { Plan } from '../../contract/plan.ts'
import { ById } from '../../contract/reference.ts'
import type { UserNo } from '../../directory/user.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import type { Known } from '../input.ts'
import { namesOf } from '../store/names.ts'
import { pinsPage, type ShownPin, usersById } from '../store/shown-pins.ts'
import { namedInPin, shownPin } from './pin.ts'
import { knownFor } from './writing.ts'

export interface PinDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly createPin: (
    caller: Caller,
    input: PinInput,
    known: (tx: Db) => Promise<Known>,
    at: Date,
  ) => Promise<ShownPin>
  /** What an edit would do to everybody; it is made, looked at, and taken back. */
  readonly rehearse: (caller: Caller, edit: (caller: Caller) => Promise<unknown>) => Promise<Plan>
  readonly removePin: (caller: Caller, id: string, at: Date) => Promise<void>
}

const tags = ['pins']

/** Manual exceptions, stronger than every rule. */
export function pinRoutes(fastify: TypedRoutes, { clock, wake, createPin, removePin, rehearse }: PinDeps): void {
  fastify.get(
    '/pins',
    { schema: { tags, summary: 'Pins in force, newest first', querystring: PinQuery, response: { 200: Pins } } },
    async ({ caller: { db }, query }) => {
      const { limit = 100 } = query
      const after = readCursor(query.cursor, isIdText) ?? null
      const user = query.user === undefined ? null : await userNo(db, query.user)
      const rows = await pinsPage(db, {
        user,
        product: query.product ?? null,
        reason: query.reason ?? null,
        after,
        limit: limit + 1,
      })
      const { page, next } = pageOf(rows, limit, ({ pin }) => pin.id)
      const names = await namesOf(
        db,
        page.flatMap(({ pin }) => namedInPin(pin)),
      )
      return { pins: page.map((row) => shownPin(row, names)), next }
    },
  )

  fastify.post(
    '/pins',
    {
      schema: {
        tags,
        summary: 'Pin a field of a user',
        description: 'Replaces the pin of the same user, field and product. The tier "none" denies a product.',
        body: PinInput,
        response: { 201: PinJson },
      },
    },
    async ({ caller, body }, reply) => {
      requireAdmin(caller)
      const made = await createPin(caller, body, (tx) => knownFor(tx, body), clock.now())
      wake(caller.db.organization)
      reply.code(201)
      return shownPin(made, await namesOf(caller.db, namedInPin(made.pin)))
    },
  )

  fastify.post(
    '/pins/plan',
    { schema: { tags, summary: 'What a pin would do to everybody', body: PinInput, response: { 200: Plan } } },
    ({ caller, body }) => {
      requireAdmin(caller)
      return rehearse(caller, (then) => createPin(then, body, (tx) => knownFor(tx, body), clock.now()))
    },
  )

  fastify.delete(
    '/pins/:id',
    { schema: { tags, summary: 'End a pin: rules again', params: ById, response: { 204: Type.Null() } } },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      await removePin(caller, params.id, clock.now())
      wake(caller.db.organization)
      return reply.code(204).send(null)
    },
  )
}

const isIdText = (value: unknown): value is string => typeof value === 'string' && isId(value)

/** @throws {Refused} 404 */
async function userNo(db: Db, id: string): Promise<UserNo> {
  const [user] = isId(id) ? await usersById(db, [id]) : []
  if (!user) throw new Refused(404, 'NOT_FOUND', 'There is no such user.', { pointer: '/user' })
  return user.user
}
