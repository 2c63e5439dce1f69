import type { Database, Owner } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** An organization as an operator sees it. */
export interface Listed {
  readonly id: string
  readonly name: string
}

/** All organizations, the oldest first. As the owner: an operator of the machine sees across them. */
export function listOrganizations(owner: Owner): Promise<readonly Listed[]> {
  return owner.rows(sql`select id, name from organizations order by created_at, id`)
}

export async function insertOrganization(database: Database, { id, name }: Listed, at: Date): Promise<void> {
  await database.of(id).run(sql`insert into organizations (id, name, created_at) values (${id}, ${name}, ${at})`)
}

/** Organizations that have an account of that email address, case ignored. */
export function organizationsOfAdmin(owner: Owner, folded: string): Promise<readonly Listed[]> {
  return owner.rows(sql`
    select o.id, o.name from admins a join organizations o on o.id = a.organization_id
    where a.email_folded = ${folded} order by o.created_at, o.id`)
}
