import { Contributions, RulesQuery, Touching, TouchingQuery } from '../../contract/rule.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { deciders } from '../deciders.ts'
import { deciding, type Rule } from '../rule.ts'
import { draftOf } from '../store/draft.ts'
import { membersOfRules } from '../store/members.ts'
import { liveRules } from '../store/rules.ts'
import { usersById } from '../store/shown-pins.ts'

const tags = ['rules']

/** Whom rules reach: how many users each decides something for, and which of them somebody is in the group of. */
export function reachRoutes(fastify: TypedRoutes): void {
  fastify.get(
    '/rules/contribution',
    {
      schema: {
        tags,
        summary: 'For how many users each rule decides something',
        description:
          'Of rules that are on: users for whom it sets a value that no higher rule sets. A rule with members and none of ' +
          'these never decides anything. Pins aside.',
        querystring: RulesQuery,
        response: { 200: Contributions },
      },
    },
    async ({ caller: { db }, query }) => {
      const on = deciding(await rulesNow(db, query.draft))
      const counts = deciders(on, await membersOfRules(db, on, null))
      return { contributions: on.map(({ id }, index) => ({ rule: id, decides: counts[index]! })) }
    },
  )

  fastify.get(
    '/rules/touching',
    {
      schema: {
        tags,
        summary: 'The rules whose group somebody is in, directly or through others',
        querystring: TouchingQuery,
        response: { 200: Touching },
      },
    },
    async ({ caller: { db }, query }) => {
      const [user] = isId(query.user) ? await usersById(db, [query.user]) : []
      if (!user) throw new Refused(404, 'NOT_FOUND', 'There is no such user.', { pointer: '/user' })
      const rules = await rulesNow(db, query.draft)
      const ofTheirGroup = rules.map(({ group }) => ({ group, condition: null }))
      const [inGroup, matching] = await Promise.all([
        membersOfRules(db, ofTheirGroup, [user.user]),
        membersOfRules(db, rules, [user.user]),
      ])
      return {
        user: { id: user.id, name: user.name },
        rules: rules.flatMap(({ id }, index) =>
          inGroup[index]!.length > 0 ? { rule: id, conditionHolds: matching[index]!.length > 0 } : [],
        ),
      }
    },
  )
}

async function rulesNow(db: Db, draft: boolean | undefined): Promise<readonly Rule[]> {
  return (draft ? await draftOf(db) : undefined)?.rules ?? liveRules(db)
}
