import Type from 'typebox'
import { PastRules, RulesAtQuery } from '../../contract/past.ts'
import { ById } from '../../contract/reference.ts'
import {
  EditedRule,
  EditQuery,
  OrderedRules,
  RemovedRule,
  RuleChange,
  RuleInput,
  Rule as RuleJson,
  RuleOrder,
  Rules,
  RulesQuery,
} from '../../contract/rule.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId, newId } from '../../platform/id.ts'
import { addRule, changeRule, findRule, orderRules, removeRule } from '../edit.ts'
import { emptyRule, withChange } from '../input.ts'
import type { Rule, RuleId } from '../rule.ts'
import { draftOf } from '../store/draft.ts'
import { liveRules, liveVersion } from '../store/rules.ts'
import { draftInBrief } from './draft.ts'
import { pastRules } from './past.ts'
import { shownOne, shownRules } from './shown.ts'
import { etagOf, etagOfDraft } from './version.ts'
import { edit, knownFor, type RuleDeps } from './writing.ts'

const tags = ['rules']

/** The ordered list of rules. Writes edit the draft; `apply=true` makes them live at once. */
export function ruleRoutes(fastify: TypedRoutes, deps: RuleDeps): void {
  fastify.get(
    '/rules',
    {
      schema: {
        tags,
        summary: 'The rules, best rank first, now or as they were',
        querystring: RulesAtQuery,
        response: { 200: Type.Union([Rules, PastRules]) },
      },
    },
    async ({ caller, query }, reply) => {
      if (query.at !== undefined || query.version !== undefined) return pastRules(caller.db, query, deps.clock.now())
      const { db } = caller
      const [version, draft, live] = await Promise.all([liveVersion(db), draftOf(db), liveRules(db)])
      const shown = query.draft && draft ? draft : undefined
      reply.header('etag', shown ? etagOfDraft(shown) : etagOf(version))
      return {
        version,
        draft: draft ? draftInBrief(draft, live) : null,
        rules: await shownRules(db, shown?.rules ?? live),
      }
    },
  )

  fastify.get(
    '/rules/:id',
    { schema: { tags, summary: 'One rule', params: ById, querystring: RulesQuery, response: { 200: RuleJson } } },
    async ({ caller, params, query }) => shownOne(caller.db, findRule(await rulesNow(caller, query.draft), params.id)),
  )

  fastify.post(
    '/rules',
    {
      schema: {
        tags,
        summary: 'Add a rule, in the last place',
        body: RuleInput,
        querystring: EditQuery,
        response: { 201: EditedRule },
      },
    },
    async ({ caller, body, query, headers }, reply) => {
      requireAdmin(caller)
      const id = newId() as RuleId
      const how = { apply: query.apply, ifMatch: headers['if-match'] }
      const act = { action: 'rule.create', target: { kind: 'rule', id, name: body.name ?? null } }
      const edited = await edit(deps, caller, how, act, async (tx) =>
        addRule(withChange(emptyRule(id), body, await knownFor(tx, body))),
      )
      reply.code(201).header('etag', edited.etag)
      return { ...(await shownOne(caller.db, findRule(edited.rules, id))), ...edited.standing }
    },
  )

  fastify.patch(
    '/rules/:id',
    {
      schema: {
        tags,
        summary: 'Change a rule',
        params: ById,
        body: RuleChange,
        querystring: EditQuery,
        response: { 200: EditedRule },
      },
    },
    async ({ caller, params, body, query, headers }, reply) => {
      requireAdmin(caller)
      const how = { apply: query.apply, ifMatch: headers['if-match'] }
      const act = { action: 'rule.change', target: targetOf(params.id), detail: { to: body } }
      const edited = await edit(deps, caller, how, act, async (tx) => {
        const known = await knownFor(tx, body)
        return changeRule(params.id, (rule) => withChange(rule, body, known))
      })
      reply.header('etag', edited.etag)
      return { ...(await shownOne(caller.db, findRule(edited.rules, params.id))), ...edited.standing }
    },
  )

  fastify.delete(
    '/rules/:id',
    {
      schema: { tags, summary: 'Remove a rule', params: ById, querystring: EditQuery, response: { 200: RemovedRule } },
    },
    async ({ caller, params, query, headers }, reply) => {
      requireAdmin(caller)
      const how = { apply: query.apply, ifMatch: headers['if-match'] }
      const act = { action: 'rule.delete', target: targetOf(params.id) }
      const edited = await edit(deps, caller, how, act, () => removeRule(params.id))
      reply.header('etag', edited.etag)
      return edited.standing
    },
  )

  fastify.put(
    '/rules/order',
    {
      schema: {
        tags,
        summary: 'Put the rules in order',
        description: 'Names every rule exactly once, best first, or is refused (409) with the order now.',
        body: RuleOrder,
        querystring: EditQuery,
        response: { 200: OrderedRules },
      },
    },
    async ({ caller, body, query, headers }, reply) => {
      requireAdmin(caller)
      const how = { apply: query.apply, ifMatch: headers['if-match'] }
      const edited = await edit(deps, caller, how, { action: 'rules.order' }, () => orderRules(body.ids))
      reply.header('etag', edited.etag)
      return { ...edited.standing, rules: await shownRules(caller.db, edited.rules) }
    },
  )
}

async function rulesNow({ db }: Caller, draft: boolean | undefined): Promise<readonly Rule[]> {
  return (draft ? await draftOf(db) : undefined)?.rules ?? liveRules(db)
}

function targetOf(id: string) {
  return { kind: 'rule', id: isId(id) ? id : null, name: null }
}
