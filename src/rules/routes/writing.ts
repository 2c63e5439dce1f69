import type { EditedRule, EditQuery } from '../../contract/rule.ts'
import type { Act } from '../../history/store.ts'
import type { Caller } from '../../organization/caller.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { countedProducts } from '../../products/store.ts'
import { idsIn, type Known } from '../input.ts'
import { type Draft, draftOf, lockedDraft, saveDraft } from '../store/draft.ts'
import { namesOf } from '../store/names.ts'
import { liveRules, liveVersion } from '../store/rules.ts'
import { type ApplyRules, type EditMaker, etagOf, etagOfDraft, type LiveRules, requireMatch } from './version.ts'

export interface RuleDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly applyRules: ApplyRules
}

/** An edit as it ended: which rules an answer is about, and how they stand. */
export interface Edited extends LiveRules {
  readonly standing: Pick<EditedRule, 'version' | 'live' | 'draft'>
  readonly etag: string
}

/** Edits the live rules, or the draft, as the caller asked. */
export async function edit(
  deps: RuleDeps,
  caller: Caller,
  how: { readonly apply: EditQuery['apply']; readonly ifMatch: string | undefined },
  act: Omit<Act, 'actor' | 'at'>,
  make: EditMaker,
): Promise<Edited> {
  const at = deps.clock.now()
  if (how.apply !== 'true' && how.apply !== 'safe') return editDraft(caller, at, make, how.ifMatch)
  const onlySafe = how.apply === 'safe'
  // It may end in the draft, or be carried over into it: then that is what must have been seen.
  const draft = onlySafe ? await draftOf(caller.db) : undefined
  if (draft) requireMatch(how.ifMatch, etagOfDraft(draft))
  const { version, rules, isLive } = await deps.applyRules(caller, { ...act, at }, make, {
    ifMatch: draft ? undefined : how.ifMatch,
    onlySafe,
  })
  // It would take something from somebody: an admin looks at its plan first. Whoever saw no draft edits none.
  if (!isLive) return editDraft(caller, at, make, how.ifMatch)
  deps.wake(caller.db.organization)
  return { version, rules, standing: { version, live: true }, etag: etagOf(version) }
}

function editDraft({ db, actor }: Caller, at: Date, make: EditMaker, ifMatch: string | undefined): Promise<Edited> {
  return db.transaction(async (tx) => {
    const existing = await draftOf(tx)
    const version = await liveVersion(tx)
    const before = await lockedDraft(tx, { version, rules: await liveRules(tx) })
    requireMatch(ifMatch, existing ? etagOfDraft(before) : etagOf(version))
    const rules = (await make(tx))(before.rules)
    const draft: Draft = { ...before, version: before.version + 1, rules, updatedAt: at, updatedBy: actor.name }
    await saveDraft(tx, draft)
    const standing = { version, live: false, draft: { version: draft.version, basedOn: draft.basedOn } }
    return { version, rules, standing, etag: etagOfDraft(draft) }
  })
}

/** What there is that a body names. */
export async function knownFor(db: Db, body: unknown): Promise<Known> {
  const [names, products] = await Promise.all([namesOf(db, idsIn(body)), countedProducts(db)])
  return { names, products }
}
