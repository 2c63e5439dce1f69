import type { Db, Gate } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Credential, CredentialKind } from '../credential.ts'

export async function saveCredential(db: Db, credential: Credential, hash: Buffer, client?: string): Promise<void> {
  const { id, kind, source, admin, label, createdAt, expiresAt } = credential
  await db.run(sql`
    insert into credentials (organization_id, id, kind, hash, source_id, admin_id, label, created_at, expires_at, client_id)
    values (${db.organization}, ${id}, ${kind}, ${hash}, ${source}, ${admin}, ${label}, ${createdAt}, ${expiresAt},
      ${client ?? null})`)
}

interface CredentialRow {
  readonly organization_id: string
  readonly id: string
  readonly kind: CredentialKind
  readonly source_id: string | null
  readonly admin_id: string | null
  readonly label: string
  readonly created_at: Date
  readonly expires_at: Date | null
  readonly revoked_at: Date | null
  readonly used_at: Date | null
}

function asCredential(row: CredentialRow): Credential {
  return {
    organization: row.organization_id,
    id: row.id,
    kind: row.kind,
    source: row.source_id,
    admin: row.admin_id,
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    usedAt: row.used_at,
  }
}

/** Whose secret it is, in whichever organization: the only question asked before an organization is known. */
export async function credentialOf(gate: Gate, hash: Buffer): Promise<Credential | undefined> {
  const row = await gate.row<CredentialRow>(sql`select * from credential_of(${hash})`)
  return row && asCredential(row)
}

/** Those that still open something at `now`, of a source, of an admin, or all of a kind; newest first. */
export async function credentialsOf(
  db: Db,
  asked: { readonly kind: CredentialKind; readonly source?: string; readonly admin?: string },
  now: Date,
): Promise<readonly Credential[]> {
  const { kind, source, admin } = asked
  const rows = await db.rows<CredentialRow>(sql`
    select organization_id, id, kind, source_id, admin_id, label, created_at, expires_at, revoked_at, used_at
    from credentials
    where organization_id = ${db.organization} and kind = ${kind} and revoked_at is null
      and (expires_at is null or expires_at > ${now})
      and (${source ?? null}::uuid is null or source_id = ${source ?? null}::uuid)
      and (${admin ?? null}::uuid is null or admin_id = ${admin ?? null}::uuid)
    order by id desc`)
  return rows.map(asCredential)
}

/** @returns whether there was such a credential, not revoked yet */
export async function revokeCredentialRow(db: Db, id: string, now: Date): Promise<boolean> {
  const revoked = await db.run(sql`
    update credentials set revoked_at = ${now}
    where organization_id = ${db.organization} and id = ${id} and revoked_at is null`)
  return revoked > 0
}

/** @returns the ids of those that were not revoked yet and not expired */
export async function revokeAccessRows(db: Db, client: string, now: Date): Promise<readonly string[]> {
  const rows = await db.rows<{ id: string }>(sql`
    update credentials set revoked_at = ${now}
    where organization_id = ${db.organization} and client_id = ${client} and revoked_at is null and expires_at > ${now}
    returning id`)
  return rows.map(({ id }) => id)
}

/** Access tokens of a client that expired before that moment are of no use to anybody any more. */
export async function forgetAccessRows(db: Db, client: string, before: Date): Promise<void> {
  await db.run(sql`
    delete from credentials
    where organization_id = ${db.organization} and client_id = ${client} and expires_at < ${before}`)
}

export async function endCredentialRow(db: Db, id: string, at: Date): Promise<void> {
  await db.run(sql`
    update credentials set expires_at = ${at}
    where organization_id = ${db.organization} and id = ${id} and revoked_at is null`)
}

/** Last use of a secret that may be used again. */
export async function markCredentialUsed(db: Db, id: string, now: Date): Promise<void> {
  await db.run(sql`
    update credentials set used_at = ${now}
    where organization_id = ${db.organization} and id = ${id} and (used_at is null or used_at < ${now})`)
}

/** Spends a one-time link. @returns false when it was spent, revoked or expired before */
export async function spendCredential(db: Db, id: string, now: Date): Promise<boolean> {
  const spent = await db.run(sql`
    update credentials set used_at = ${now}
    where organization_id = ${db.organization} and id = ${id} and used_at is null and revoked_at is null
      and (expires_at is null or expires_at > ${now})`)
  return spent > 0
}
