import { type Credential, createCredential } from '../organization/credential.ts'
import { credentialOf, spendCredential } from '../organization/store/credential.ts'
import type { Database, Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { hashSecret, looksLikeSecret } from '../platform/secrets.ts'
import type { Admin } from './admin.ts'
import { adminById } from './store.ts'

const DAY_SECONDS = 86_400

/** A secret that signs an admin in once. `signInUrl` makes an address of it. */
export async function createSignInLink(
  db: Db,
  admin: string,
  { now, ttlSeconds = DAY_SECONDS }: { readonly now: Date; readonly ttlSeconds?: number },
): Promise<string> {
  const expiresAt = new Date(now.getTime() + ttlSeconds * 1000)
  const { secret } = await createCredential(db, { kind: 'link', admin, label: 'One-time link', expiresAt }, now)
  return secret
}

/** In the fragment of the address: a browser sends it to nobody, so it is in no log and no Referer. */
export function signInUrl(baseUrl: string, secret: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/sign-in/link#${secret}`
}

export interface OpenLink {
  readonly credential: Credential
  readonly admin: Admin
}

/**
 * Whom a link would sign in. Looking spends nothing.
 * @throws {Refused} 404 LINK_UNKNOWN; 410 LINK_SPENT, LINK_EXPIRED
 */
export async function lookAtLink(database: Database, secret: string, now: Date): Promise<OpenLink> {
  const credential = looksLikeSecret(secret, 'link') ? await credentialOf(database.gate, hashSecret(secret)) : undefined
  const admin =
    credential?.kind === 'link' && credential.admin
      ? await adminById(database.of(credential.organization), credential.admin)
      : undefined
  if (!credential || !admin) throw new Refused(404, 'LINK_UNKNOWN', 'There is no such link.')
  if (credential.usedAt ?? credential.revokedAt) throw spent()
  if (!credential.expiresAt || credential.expiresAt <= now)
    throw new Refused(410, 'LINK_EXPIRED', 'This link has expired.')
  return { credential, admin }
}

/**
 * Spends a link: of two who try at once, one.
 * @throws {Refused} as `lookAtLink`
 */
export async function spendLink(database: Database, secret: string, now: Date): Promise<OpenLink> {
  const link = await lookAtLink(database, secret, now)
  if (!(await spendCredential(database.of(link.credential.organization), link.credential.id, now))) throw spent()
  return link
}

function spent(): Refused {
  return new Refused(410, 'LINK_SPENT', 'This link has been used already: each works once.')
}
