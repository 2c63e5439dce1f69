import type { SourceId } from '../../../directory/user.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sql } from '../../../platform/db/sql.ts'

export interface LinkRow {
  readonly id: string
  readonly createdBy: string
  readonly tokenAllowed: boolean
  readonly tokenMadeAt: Date | null
}

export async function saveLink(
  db: Db,
  { id, source, createdBy, tokenAllowed }: Omit<LinkRow, 'tokenMadeAt'> & { readonly source: SourceId },
): Promise<void> {
  await db.run(sql`
    insert into source_links (organization_id, id, source_id, created_by, token_allowed)
    values (${db.organization}, ${id}, ${source}, ${createdBy}, ${tokenAllowed})`)
}

export function linkRows(db: Db, source: SourceId): Promise<readonly LinkRow[]> {
  return db.rows<LinkRow>(sql`
    select id, created_by as "createdBy", token_allowed as "tokenAllowed", token_made_at as "tokenMadeAt"
    from source_links where organization_id = ${db.organization} and source_id = ${source}`)
}

/** Takes the one token of a link. @returns false when it has none, or it was taken before */
export async function spendToken(tx: Db, id: string, now: Date): Promise<boolean> {
  const spent = await tx.run(sql`
    update source_links set token_made_at = ${now}
    where organization_id = ${tx.organization} and id = ${id} and token_allowed and token_made_at is null`)
  return spent > 0
}
