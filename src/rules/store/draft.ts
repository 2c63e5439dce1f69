import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Rule } from '../rule.ts'

/** The rules being edited, not live yet: one draft an organization. */
export interface Draft {
  /** Counts its edits. */
  readonly version: number
  /** The version of the live rule set it was made from. */
  readonly basedOn: number
  readonly rules: readonly Rule[]
  readonly updatedAt: Date
  readonly updatedBy: string
}

export function draftOf(db: Db): Promise<Draft | undefined> {
  return db.row<Draft>(sql`
    select version, based_on as "basedOn", rules, updated_at as "updatedAt", updated_by as "updatedBy"
    from drafts where organization_id = ${db.organization}`)
}

/** The draft, made of the live rules where there was none; nobody else can edit it until the transaction ends. */
export async function lockedDraft(
  tx: Db,
  live: { readonly version: number; readonly rules: readonly Rule[] },
): Promise<Draft> {
  await tx.run(sql`
    insert into drafts (organization_id, version, based_on, rules, updated_at, updated_by)
    values (${tx.organization}, 0, ${live.version}, ${JSON.stringify(live.rules)}, now(), '')
    on conflict do nothing`)
  await lockDraft(tx)
  return (await draftOf(tx))!
}

/** Nobody else can edit the draft, if there is one, until the transaction ends. */
export async function lockDraft(tx: Db): Promise<void> {
  await tx.rows(sql`select from drafts where organization_id = ${tx.organization} for no key update`)
}

export async function saveDraft(tx: Db, draft: Draft): Promise<void> {
  await tx.run(sql`
    update drafts
    set version = ${draft.version}, based_on = ${draft.basedOn}, rules = ${JSON.stringify(draft.rules)},
      updated_at = ${draft.updatedAt}, updated_by = ${draft.updatedBy}
    where organization_id = ${tx.organization}`)
}

/** @returns whether there was one */
export async function deleteDraft(tx: Db): Promise<boolean> {
  return (await tx.run(sql`delete from drafts where organization_id = ${tx.organization}`)) > 0
}
