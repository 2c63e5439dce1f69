import type { Db, Gate } from '../platform/db/db.ts'
import { sql } from '../platform/db/sql.ts'
import type { Admin, AdminRole } from './admin.ts'

interface AdminRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: AdminRole
  readonly has_password: boolean
}

const asAdmin = ({ id, email, name, role, has_password }: AdminRow): Admin => ({
  id,
  email,
  name,
  role,
  hasPassword: has_password,
})

const columns = sql.part`id, email, name, role, password_hash is not null as has_password`

export async function saveAdmin(
  db: Db,
  admin: Omit<Admin, 'hasPassword'> & { readonly folded: string; readonly createdAt: Date },
): Promise<void> {
  const { id, email, folded, name, role, createdAt } = admin
  await db.run(sql`
    insert into admins (organization_id, id, email, email_folded, name, role, created_at)
    values (${db.organization}, ${id}, ${email}, ${folded}, ${name}, ${role}, ${createdAt})`)
}

export async function adminById(db: Db, id: string): Promise<Admin | undefined> {
  const row = await db.row<AdminRow>(sql`
    select ${columns} from admins where organization_id = ${db.organization} and id = ${id}`)
  return row && asAdmin(row)
}

export async function adminByEmail(db: Db, folded: string): Promise<Admin | undefined> {
  const row = await db.row<AdminRow>(sql`
    select ${columns} from admins where organization_id = ${db.organization} and email_folded = ${folded}`)
  return row && asAdmin(row)
}

export interface Account {
  readonly organization: string
  readonly admin: string
  readonly passwordHash: string | null
}

/** The accounts of one address, in whichever organizations: asked before an organization is known. */
export async function accountsOf(gate: Gate, folded: string): Promise<readonly Account[]> {
  const rows = await gate.rows<{ organization_id: string; id: string; password_hash: string | null }>(sql`
    select organization_id, id, password_hash from admin_organizations(${folded})`)
  return rows.map((row) => ({ organization: row.organization_id, admin: row.id, passwordHash: row.password_hash }))
}

export async function passwordHashOf(db: Db, admin: string): Promise<string | undefined> {
  const row = await db.row<{ password_hash: string | null }>(sql`
    select password_hash from admins where organization_id = ${db.organization} and id = ${admin}`)
  return row?.password_hash ?? undefined
}

export async function savePassword(db: Db, admin: string, hash: string): Promise<void> {
  await db.run(sql`
    update admins set password_hash = ${hash} where organization_id = ${db.organization} and id = ${admin}`)
}

export async function markSignedIn(db: Db, admin: string, now: Date): Promise<void> {
  await db.run(sql`
    update admins set signed_in_at = ${now} where organization_id = ${db.organization} and id = ${admin}`)
}

export async function organizationName(db: Db): Promise<string> {
  const row = await db.row<{ name: string }>(sql`select name from organizations where id = ${db.organization}`)
  return row?.name ?? ''
}
