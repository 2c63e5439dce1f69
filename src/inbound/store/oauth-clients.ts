import type { SourceId } from '../../directory/user.ts'
import type { Db, Gate } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { OAuthClient, TrustedIssuer } from '../oauth-client.ts'

export async function saveClient(db: Db, { id, source, label, trusted, createdAt }: OAuthClient): Promise<void> {
  const { issuer = null, audience = null, subject = null, jwksUrl = null } = trusted ?? {}
  await db.run(sql`
    insert into oauth_clients (organization_id, id, source_id, label, issuer, audience, subject, jwks_url, created_at)
    values (${db.organization}, ${id}, ${source}, ${label}, ${issuer}, ${audience}, ${subject}, ${jwksUrl}, ${createdAt})`)
}

interface ClientRow {
  readonly id: string
  readonly source: SourceId
  readonly label: string
  readonly issuer: string | null
  readonly audience: string | null
  readonly subject: string | null
  readonly jwksUrl: string | null
  readonly createdAt: Date
  readonly usedAt: Date | null
}

/** Those of a source that are not revoked, oldest first. */
export async function clientRows(db: Db, source: SourceId): Promise<readonly OAuthClient[]> {
  const rows = await db.rows<ClientRow>(sql`
    select id, source_id as source, label, issuer, audience, subject, jwks_url as "jwksUrl", created_at as "createdAt",
      used_at as "usedAt"
    from oauth_clients
    where organization_id = ${db.organization} and source_id = ${source} and revoked_at is null
    order by id`)
  return rows.map(({ issuer, audience, subject, jwksUrl, ...row }) => {
    const trusted = issuer === null ? null : { issuer, audience: audience!, subject: subject!, jwksUrl: jwksUrl! }
    return { ...row, trusted }
  })
}

/** @returns whether there was such a client, not revoked yet */
export async function revokeClientRow(db: Db, id: string, now: Date): Promise<boolean> {
  const revoked = await db.run(sql`
    update oauth_clients set revoked_at = ${now}
    where organization_id = ${db.organization} and id = ${id} and revoked_at is null`)
  return revoked > 0
}

/** @returns false when it is revoked */
export async function markClientUsed(db: Db, id: string, now: Date): Promise<boolean> {
  const marked = await db.run(sql`
    update oauth_clients set used_at = ${now}
    where organization_id = ${db.organization} and id = ${id} and revoked_at is null`)
  return marked > 0
}

/** A client by assertion, as it is found before its organization is known. */
export interface AssertingClient extends TrustedIssuer {
  readonly organization: string
  readonly id: string
  readonly source: SourceId
  readonly label: string
}

/** Those at an address that an assertion of this issuer about this subject may be of; of one id, where it is given. */
export function assertingClients(
  gate: Gate,
  asked: { readonly slug: string; readonly id: string | undefined; readonly issuer: string; readonly subject: string },
): Promise<readonly AssertingClient[]> {
  const { slug, id = null, issuer, subject } = asked
  return gate.rows<AssertingClient>(sql`
    select organization_id as organization, id, source_id as source, label, issuer, audience, subject, jwks_url as "jwksUrl"
    from oauth_clients_at(${slug}, ${id}::uuid, ${issuer}, ${subject})`)
}

/**
 * Takes note of an assertion's id until it expires; those of its client that have are forgotten.
 * @returns false when it was taken before
 */
export async function spendAssertion(
  db: Db,
  spent: { readonly client: string; readonly hash: Buffer; readonly expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const { client, hash, expiresAt } = spent
  await db.run(sql`
    delete from assertion_ids
    where organization_id = ${db.organization} and client_id = ${client} and expires_at <= ${now}`)
  const taken = await db.run(sql`
    insert into assertion_ids (organization_id, client_id, hash, expires_at)
    values (${db.organization}, ${client}, ${hash}, ${expiresAt}) on conflict do nothing`)
  return taken > 0
}
