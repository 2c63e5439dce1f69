import type { UserNo } from '../directory/user.ts'
import { recordRequest, touchProducts, touchUsers } from '../history/store.ts'
import { requireSuperAdmin } from '../organization/caller.ts'
import { lockOrganization } from '../organization/store/lock.ts'
import { markApplied } from '../plan/store/plans.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { concernedBy, concernsAdmins, differenceOf, linesOf, otherRules, type RuleEdit } from '../rules/edit.ts'
import { type ApplyRules, etagOf, requireMatch } from '../rules/routes/version.ts'
import type { Rule } from '../rules/rule.ts'
import { draftOf, lockedDraft, saveDraft } from '../rules/store/draft.ts'
import { membersOfRules } from '../rules/store/members.ts'
import { liveRules, liveVersion, saveRuleSet } from '../rules/store/rules.ts'
import { confirmAhead, refuseBlocked, refuseOther } from './foreseen.ts'
import type { PlanRules } from './planned.ts'

/**
 * Makes an edit of the rules live: a new version, and a mark on everybody whose entitlement it may change, in one
 * transaction. Its plan is worked out first, under the organization's lock: what it would give or take decides who may
 * apply it, and whether it is still what was seen. The run that follows decides what becomes of everybody; losses over the
 * limit are stopped there, but for those that are confirmed here. An edit that changes nothing makes no version. A draft made
 * from the same version takes the edit over where it can.
 */
export const rulesApplier =
  (planRules: PlanRules): ApplyRules =>
  (caller, act, make, how = {}) =>
    caller.db.transaction(async (tx) => {
      await lockOrganization(tx)
      const version = await liveVersion(tx)
      requireMatch(how.ifMatch, etagOf(version))
      const before = await liveRules(tx)
      const edit = await make(tx)
      const rules = edit(before)
      const difference = differenceOf(before, rules)
      const nothing = { users: { gain: 0, lose: 0, change: 0 }, confirmed: 0 }
      if (Object.values(difference).every((ids) => ids.length === 0))
        return { version, rules: before, isLive: true, ...nothing }

      const { plan } = await planRules(tx, rules, act.at)
      if (how.onlySafe && plan.takes) return { version, rules: before, isLive: false, ...nothing }
      if (plan.roles.admins > 0 || concernsAdmins(before, rules))
        requireSuperAdmin(caller, 'This change of the rules may give or take admin or super admin.')
      await refuseBlocked(tx, plan)
      if (how.plan !== undefined) await refuseOther(tx, how.plan, plan)

      const next = version + 1
      const detail = { ...act.detail, version: next, ...difference }
      const request = await recordRequest(tx, { ...act, actor: caller.actor, detail })
      const { were, are } = otherRules(before, rules)
      await saveRuleSet(
        tx,
        next,
        act.at,
        request,
        were.map((rule) => rule.id),
        are,
      )
      await touchUsers(tx, await mayChange(tx, before, rules), request)
      await touchProducts(tx, linesOf(before, rules), request)
      const confirmed = await confirmAhead(tx, how.confirm ?? [], plan, { by: caller.actor.name, at: act.at, request })
      if (how.plan !== undefined) await markApplied(tx, how.plan, next)
      await carryOver(tx, edit, version, next)
      return { version: next, rules, isLive: true, users: plan.users, confirmed }
    })

/** Members, now, of rules that came, went or changed; and of those that crossed, who is in two of them. */
async function mayChange(tx: Db, before: readonly Rule[], after: readonly Rule[]): Promise<readonly UserNo[]> {
  const { all, crossed } = concernedBy(before, after)
  const members = await membersOfRules(tx, [...all, ...crossed], null)
  const users = new Set<number>(members.slice(0, all.length).flatMap((those) => [...those]))
  const seenIn = new Map<number, number>()
  for (const [rule, those] of members.slice(all.length).entries())
    for (const user of those) {
      const first = seenIn.get(user)
      if (first === undefined) seenIn.set(user, rule)
      else if (first !== rule) users.add(user)
    }
  return [...users] as UserNo[]
}

/** The draft is what the rules shall be: an edit of the live rules must not be undone by applying it. */
async function carryOver(tx: Db, edit: RuleEdit, from: number, to: number): Promise<void> {
  const existing = await draftOf(tx)
  if (existing?.basedOn !== from) return
  const draft = await lockedDraft(tx, { version: from, rules: [] })
  try {
    await saveDraft(tx, { ...draft, version: draft.version + 1, basedOn: to, rules: edit(draft.rules) })
  } catch (refused) {
    // The draft has other rules, and the edit means nothing in it: applying it will say that it is outdated.
    if (!(refused instanceof Refused)) throw refused
  }
}
