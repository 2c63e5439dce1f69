import Type from 'typebox'
import { DraftApplied, DraftApply, Draft as DraftJson } from '../../contract/draft.ts'
import { ById, Nullable } from '../../contract/reference.ts'
import { requireAdmin } from '../../organization/caller.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { differenceOf, restoreRule } from '../edit.ts'
import type { Rule } from '../rule.ts'
import { type Draft, deleteDraft, draftOf, lockDraft } from '../store/draft.ts'
import { liveRules, liveVersion } from '../store/rules.ts'
import { shownRules } from './shown.ts'
import { etagOfDraft, requireMatch } from './version.ts'
import { edit, type RuleDeps } from './writing.ts'

const tags = ['draft']

/** The rules being edited, as a whole. */
export function draftRoutes(fastify: TypedRoutes, deps: RuleDeps): void {
  const { clock, wake, applyRules } = deps
  fastify.get(
    '/draft',
    { schema: { tags, summary: 'The draft, and how it differs from the live rules', response: { 200: DraftJson } } },
    async ({ caller: { db } }, reply) => {
      const draft = (await draftOf(db)) ?? refuseMissing()
      reply.header('etag', etagOfDraft(draft))
      return shownDraft(db, draft)
    },
  )

  fastify.post(
    '/draft/apply',
    {
      schema: {
        tags,
        summary: 'Make the draft live',
        description:
          'Losses over the limit of the safeguard are stopped by the run that follows, but for those that `confirm` names. ' +
          'With `plan`, it is refused (409 PLAN_CHANGED) when it would now take something else than that plan said, and only that ' +
          'difference is shown; more gains go through.',
        body: Nullable(DraftApply),
        response: { 200: DraftApplied },
      },
    },
    async ({ caller, body, headers }) => {
      requireAdmin(caller)
      const act = { at: clock.now(), action: 'draft.apply' }
      const how = { plan: body?.plan, confirm: body?.confirm }
      const make = async (tx: Db) => {
        const draft = (await draftOf(tx)) ?? refuseMissing()
        requireMatch(headers['if-match'], etagOfDraft(draft))
        const live = await liveVersion(tx)
        if (draft.basedOn !== live && body?.replace !== live)
          throw new Refused(
            409,
            'DRAFT_OUTDATED',
            `The live rules are at version ${live}; the draft was made from ${draft.basedOn}.`,
            {
              details: { liveVersion: live, basedOn: draft.basedOn },
            },
          )
        await deleteDraft(tx)
        return () => draft.rules
      }
      const { version, users, confirmed } = await applyRules(caller, act, make, how)
      wake(caller.db.organization)
      return { version, users, confirmed }
    },
  )

  fastify.post(
    '/draft/rules/:id/restore',
    {
      schema: {
        tags,
        summary: 'Put one rule of the draft back as it is live',
        description: 'What was changed is as it was, what was removed is back, what was added goes. Its place stays.',
        params: ById,
        response: { 200: DraftJson },
      },
    },
    async ({ caller, params, headers }, reply) => {
      requireAdmin(caller)
      if (!(await draftOf(caller.db))) refuseMissing()
      const how = { apply: undefined, ifMatch: headers['if-match'] }
      const act = { action: 'draft.restore' }
      const edited = await edit(deps, caller, how, act, async (tx) => restoreRule(await liveRules(tx), params.id))
      reply.header('etag', edited.etag)
      return shownDraft(caller.db, (await draftOf(caller.db)) ?? refuseMissing())
    },
  )

  fastify.delete(
    '/draft',
    { schema: { tags, summary: 'Throw the draft away', response: { 204: Type.Null() } } },
    async ({ caller, headers }, reply) => {
      requireAdmin(caller)
      await caller.db.transaction(async (tx) => {
        await lockDraft(tx)
        const draft = (await draftOf(tx)) ?? refuseMissing()
        requireMatch(headers['if-match'], etagOfDraft(draft))
        await deleteDraft(tx)
      })
      return reply.code(204).send(null)
    },
  )
}

/** The draft, and how it differs from the live rules. */
export async function shownDraft(db: Db, draft: Draft): Promise<DraftJson> {
  const [live, liveIs] = await Promise.all([liveRules(db), liveVersion(db)])
  return { ...draftInBrief(draft, live), liveVersion: liveIs, rules: await shownRules(db, draft.rules) }
}

/** The draft without its rules: whose it is, and how it differs from the live ones. */
export function draftInBrief({ version, basedOn, updatedAt, updatedBy, rules }: Draft, live: readonly Rule[]) {
  const { added, removed, changed, moved } = differenceOf(live, rules)
  return {
    version,
    basedOn,
    updatedAt: updatedAt.toISOString(),
    updatedBy,
    differs: { added: [...added], removed: [...removed], changed: [...changed], moved: [...moved] },
  }
}

function refuseMissing(): never {
  throw new Refused(404, 'NO_DRAFT', 'There is no draft: the live rules are not being edited.')
}
