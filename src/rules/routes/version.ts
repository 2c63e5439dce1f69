import type { ReferenceInput } from '../../contract/reference.ts'
import type { Act } from '../../history/store.ts'
import type { Caller } from '../../organization/caller.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import type { RuleEdit } from '../edit.ts'
import type { Rule } from '../rule.ts'

export interface LiveRules {
  readonly version: number
  /** Best rank first. */
  readonly rules: readonly Rule[]
}

/** Makes an edit when nobody else can change the rules any more, from what there is to name by then. */
export type EditMaker = (tx: Db) => RuleEdit | Promise<RuleEdit>

/** What must hold for an edit to be made live, and what goes with it. */
export interface HowToApply {
  /** The version of the live rules that was seen. */
  readonly ifMatch?: string | undefined
  /** The plan that was seen: refused when it would now take something else. */
  readonly plan?: string | undefined
  /** Losses that go through whatever the safeguard says. */
  readonly confirm?:
    | readonly { readonly product: ReferenceInput; readonly users?: readonly ReferenceInput[] }[]
    | undefined
  /** Only where nothing is taken from anybody; else nothing is done. */
  readonly onlySafe?: boolean
}

export interface AppliedRules extends LiveRules {
  /** False: it would take something, and was asked not to. */
  readonly isLive: boolean
  /** Users whom it gives something, takes something from, or changes. */
  readonly users: { readonly gain: number; readonly lose: number; readonly change: number }
  /** Losses that were confirmed in the same act. */
  readonly confirmed: number
}

/** Makes an edit live at once. It is apply's, and given to the routes from above. */
export type ApplyRules = (
  caller: Caller,
  act: Omit<Act, 'actor'>,
  make: EditMaker,
  how?: HowToApply,
) => Promise<AppliedRules>

/** The entity tag of a version of the live rules, RFC 9110 §8.8.3. */
export const etagOf = (version: number) => `"v${version}"`

/** That of a draft: what it was made from, and how often it was edited. */
export const etagOfDraft = (draft: { readonly basedOn: number; readonly version: number }) =>
  `"v${draft.basedOn}-d${draft.version}"`

/** RFC 9110 §13.1.1. @throws {Refused} 412 when what the caller saw is not what there is */
export function requireMatch(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || ifMatch === '*' || ifMatch.split(',').some((tag) => tag.trim() === etag)) return
  throw new Refused(412, 'CHANGED_MEANWHILE', 'The rules have changed since you looked at them. Nothing was saved.', {
    details: { etag },
  })
}
