import type { ReferenceInput } from '../../contract/reference.ts'
import { ById, namedBy } from '../../contract/reference.ts'
import { WhatIf, WhatIfInput } from '../../contract/what-if.ts'
import type { Clock } from '../../platform/clock.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { whatIf } from '../store/what-if.ts'
import { userNamed } from './named.ts'
import { shownWhatIf } from './shown-what-if.ts'

/** What somebody would have if things were otherwise. Changes nothing, and records nothing. */
export function whatIfRoutes(fastify: TypedRoutes, { clock }: { readonly clock: Clock }): void {
  fastify.post(
    '/users/:id/what-if',
    {
      schema: {
        tags: ['users'],
        summary: 'What somebody would have in other groups, with other attributes, or by the rules of the draft',
        description:
          'Nothing is changed. Field by field and product by product: what the rules say before and after, which rule ' +
          'says it, and what a run would do with the seat now: give it, let them wait in some place, fall back, take it.',
        params: ById,
        body: WhatIfInput,
        response: { 200: WhatIf },
      },
    },
    async ({ caller: { db }, params, body }) => {
      const user = await userNamed(db, params.id)
      const question = {
        addGroups: ids(body.addGroups),
        removeGroups: ids(body.removeGroups),
        attributes: body.attributes ?? null,
        active: body.active ?? null,
        rules: body.rules ?? 'live',
      }
      return shownWhatIf(db, user, question.rules, await whatIf(db, user, question, clock.now()))
    },
  )
}

function ids(inputs: readonly ReferenceInput[] = []): readonly string[] {
  return [...new Set(inputs.map((input) => namedBy(input).toLowerCase()))]
}
