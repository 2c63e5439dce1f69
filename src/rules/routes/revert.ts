import { DraftRevert, DraftReverted } from '../../contract/draft.ts'
import { recordRequest } from '../../history/store.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import { lockOrganization } from '../../organization/store/lock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { differenceOf } from '../edit.ts'
import { type LeftOut, withoutGone } from '../revert.ts'
import type { Rule } from '../rule.ts'
import { type Draft, deleteDraft, draftOf, lockedDraft, saveDraft } from '../store/draft.ts'
import { namesOfGone } from '../store/gone.ts'
import { namesOf } from '../store/names.ts'
import { liveRules, liveVersion, rulesOfVersion } from '../store/rules.ts'
import { shownDraft } from './draft.ts'
import { namedIn } from './shown.ts'
import { etagOf, etagOfDraft, requireMatch } from './version.ts'
import type { RuleDeps } from './writing.ts'

/** A rule plan is reverted by a draft of the earlier rules; the past is never edited. */
export function draftRevertRoutes(fastify: TypedRoutes, { clock }: Pick<RuleDeps, 'clock'>): void {
  fastify.post(
    '/draft/revert',
    {
      schema: {
        tags: ['draft'],
        summary: 'Make the draft the rules of an earlier version',
        description:
          'Nothing becomes live by it. What has gone since (products, tiers, what is in the library) is left out and ' +
          'named. Where there is a draft it is refused (409), unless `replace` throws that one away.',
        body: DraftRevert,
        response: { 201: DraftReverted },
      },
    },
    async ({ caller, body, headers }, reply) => {
      requireAdmin(caller)
      const { draft, leftOut } = await revertDraft(caller, body, headers['if-match'], clock.now())
      const { db } = caller
      const [shown, names, gone] = await Promise.all([
        shownDraft(db, draft),
        namesOf(
          db,
          leftOut.flatMap(({ rule, id }) => [rule.group, id]),
        ),
        namesOfGone(
          db,
          leftOut.map(({ id }) => id),
        ),
      ])
      reply.code(201).header('etag', etagOfDraft(draft))
      return {
        ...shown,
        revertsTo: body.version,
        leftOut: leftOut.map(({ rule, kind, id }) => ({
          rule: { id: rule.id, name: rule.name ?? names.get(rule.group)?.name ?? '' },
          rank: rule.rank,
          kind,
          id,
          name: names.get(id)?.name ?? gone.get(id) ?? '',
        })),
      }
    },
  )
}

/** @throws {Refused} 422 a version that never was, or whose rules are the live ones; 409 while there is a draft */
function revertDraft(
  { db, actor }: Caller,
  { version, replace = false }: { readonly version: number; readonly replace?: boolean },
  ifMatch: string | undefined,
  at: Date,
): Promise<{ readonly draft: Draft; readonly leftOut: readonly LeftOut[] }> {
  return db.transaction(async (tx) => {
    // What the rules name is deleted under this lock only.
    await lockOrganization(tx)
    const [existing, live] = [await draftOf(tx), await liveVersion(tx)]
    requireMatch(ifMatch, existing ? etagOfDraft(existing) : etagOf(live))
    const earlier = await rulesIn(tx, version, live)
    const { rules, leftOut } = withoutGone(earlier, await namesOf(tx, earlier.flatMap(namedIn)))
    const before = await liveRules(tx)
    if (Object.values(differenceOf(before, rules)).every((ids) => ids.length === 0))
      throw new Refused(422, 'SAME_RULES', `The live rules are as they were in version ${version}.`, {
        pointer: '/version',
      })
    if (existing && !replace)
      throw new Refused(
        409,
        'DRAFT_EXISTS',
        `There is a draft, last edited by ${existing.updatedBy}: apply it or throw it away first, or say replace.`,
        { details: { draft: { version: existing.version, basedOn: existing.basedOn, updatedBy: existing.updatedBy } } },
      )
    if (existing) await deleteDraft(tx)
    await lockedDraft(tx, { version: live, rules })
    const draft = { version: (existing?.version ?? 0) + 1, basedOn: live, rules, updatedAt: at, updatedBy: actor.name }
    await saveDraft(tx, draft)
    await recordRequest(tx, { at, actor, action: 'draft.revert', detail: { version, leftOut: leftOut.length } })
    return { draft, leftOut }
  })
}

async function rulesIn(tx: Db, version: number, live: number): Promise<readonly Rule[]> {
  if (version > live)
    throw new Refused(422, 'UNKNOWN_VERSION', `There was no version ${version}: the live rules are at ${live}.`, {
      pointer: '/version',
    })
  return rulesOfVersion(tx, version)
}
