import type { SourceId } from '../directory/user.ts'
import { createCredential, revokeAccess, revokeCredential } from '../organization/credential.ts'
import { forgetAccessRows } from '../organization/store/credential.ts'
import type { Database, Db } from '../platform/db/db.ts'
import { newId } from '../platform/id.ts'
import { clientRows, markClientUsed, revokeClientRow, saveClient } from './store/oauth-clients.ts'

/** Who may get access tokens of a source. RFC 6749 §4.4. */
export interface OAuthClient {
  /** Its client_id. */
  readonly id: string
  readonly source: SourceId
  readonly label: string
  /** By assertion; null: by a secret, a credential of the same id. */
  readonly trusted: TrustedIssuer | null
  readonly createdAt: Date
  /** When it last got a token. */
  readonly usedAt: Date | null
}

/** What an assertion must say, and where the keys are that it must be signed by. RFC 7523 §3. */
export interface TrustedIssuer {
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly jwksUrl: string
}

/** A client of a source; its secret, if it comes by one, is shown this once. */
export async function createClient(
  tx: Db,
  source: SourceId,
  wanted: { readonly label: string; readonly trusted: TrustedIssuer | null },
  now: Date,
): Promise<{ readonly client: OAuthClient; readonly secret: string | null }> {
  const { label, trusted } = wanted
  const client: OAuthClient = { id: newId(), source, label, trusted, createdAt: now, usedAt: null }
  await saveClient(tx, client)
  if (trusted) return { client, secret: null }
  const { secret } = await createCredential(tx, { id: client.id, kind: 'client', source, label }, now)
  return { client, secret }
}

/** Those that may get tokens, oldest first. */
export const clientsOf: (db: Db, source: SourceId) => Promise<readonly OAuthClient[]> = clientRows

/** It gets no token any more, and those that it has open nothing: here at once, on other nodes within five seconds. */
export async function revokeClient(database: Database, organization: string, id: string, now: Date): Promise<boolean> {
  const revoked = await revokeClientRow(database.of(organization), id, now)
  await revokeCredential(database, organization, id, now)
  await revokeAccess(database, organization, id, now)
  return revoked
}

/** RFC 6749 §5.1 `expires_in`. Entra asks for one to six hours. */
export const accessSeconds = 3600
/** Expired ones are kept for a day, so that the traffic log can say why one is refused. */
const KEPT_MS = 86_400_000

/** A new access token: opens the source for an hour, or until its client is revoked. Undefined: its client was, meanwhile. */
export async function grantAccess(
  db: Db,
  client: Pick<OAuthClient, 'id' | 'source' | 'label'>,
  now: Date,
): Promise<string | undefined> {
  const { id, source, label } = client
  return db.transaction(async (tx) => {
    // Holds the client's row: whoever revokes it waits, and then finds this token.
    if (!(await markClientUsed(tx, id, now))) return undefined
    await forgetAccessRows(tx, id, new Date(now.getTime() - KEPT_MS))
    const expiresAt = new Date(now.getTime() + accessSeconds * 1000)
    const { secret } = await createCredential(tx, { kind: 'access', source, client: id, label, expiresAt }, now)
    return secret
  })
}
