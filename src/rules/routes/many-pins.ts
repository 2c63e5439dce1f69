import Type from 'typebox'
import { ManyPins, ManyPinsEnd, ManyPinsInput } from '../../contract/many-pins.ts'
import { Plan } from '../../contract/plan.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import type { PinDeps } from './pins.ts'
import { knownFor } from './writing.ts'

const tags = ['pins']

/** One product pinned for many users at once. */
export function manyPinsRoutes(fastify: TypedRoutes, { clock, wake, createPin, removePin, rehearse }: PinDeps): void {
  const pinAll = async (caller: Caller, { users, ...rest }: ManyPinsInput): Promise<readonly string[]> => {
    const ids: string[] = []
    for (const user of users) {
      const input = { ...rest, user, field: 'product' as const }
      const made = await createPin(caller, input, (tx) => knownFor(tx, input), clock.now())
      ids.push(made.pin.id)
    }
    return ids
  }

  fastify.post(
    '/pins/many',
    {
      schema: {
        tags,
        summary: 'Pin a product of many users',
        description: 'All or none. Each pin replaces the one of the same user and product.',
        body: ManyPinsInput,
        response: { 201: ManyPins },
      },
    },
    async ({ caller, body }, reply) => {
      requireAdmin(caller)
      const pins = await caller.db.transaction((tx) => pinAll({ ...caller, db: tx }, body))
      wake(caller.db.organization)
      reply.code(201)
      return { pins: [...pins] }
    },
  )

  fastify.post(
    '/pins/many/plan',
    { schema: { tags, summary: 'What those pins would do', body: ManyPinsInput, response: { 200: Plan } } },
    ({ caller, body }) => {
      requireAdmin(caller)
      return rehearse(caller, (then) => pinAll(then, body))
    },
  )

  fastify.post(
    '/pins/many/end',
    {
      schema: { tags, summary: 'End many pins: rules again', body: ManyPinsEnd, response: { 204: Type.Null() } },
    },
    async ({ caller, body }, reply) => {
      requireAdmin(caller)
      await caller.db.transaction(async (tx) => {
        for (const pin of body.pins) await removePin({ ...caller, db: tx }, pin, clock.now())
      })
      wake(caller.db.organization)
      return reply.code(204).send(null)
    },
  )
}
