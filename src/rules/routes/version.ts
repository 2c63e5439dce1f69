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

/** Makes an edit live at once. It is apply's, and given to the routes from above. `ifMatch` must hold before it. */
export type ApplyRules = (
  caller: Caller,
  act: Omit<Act, 'actor'>,
  make: EditMaker,
  ifMatch?: string,
) => Promise<LiveRules>

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
