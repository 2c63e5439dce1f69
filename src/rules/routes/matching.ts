import { Matching, MatchingInput } from '../../contract/matching.ts'
import type { GroupId } from '../../directory/group.ts'
import { requireAdmin } from '../../organization/caller.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { checkConditionAt, readGroup } from '../input.ts'
import { membersOfRules } from '../store/members.ts'
import { distinct } from './shown.ts'
import { knownFor } from './writing.ts'

/** How many a group and a condition are about, while both are being typed. */
export function matchingRoutes(fastify: TypedRoutes): void {
  fastify.post(
    '/rules/matching',
    {
      schema: {
        tags: ['rules'],
        summary: 'How many users a group and a condition match',
        body: MatchingInput,
        response: { 200: Matching },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const { db } = caller
      const condition = body.condition?.trim() || null
      if (condition) checkConditionAt(condition)
      const group = readGroup({ group: '' as GroupId }, body.group, await knownFor(db, body))
      const [all, matching] = await membersOfRules(
        db,
        [
          { group, condition: null },
          { group, condition },
        ],
        null,
      )
      return { members: distinct(all!), matching: distinct(matching!) }
    },
  )
}
