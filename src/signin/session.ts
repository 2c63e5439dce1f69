import type { FastifyReply, FastifyRequest } from 'fastify'
import { createCredential, revokeCredential } from '../organization/credential.ts'
import { credentialOf, credentialsOf, markCredentialUsed } from '../organization/store/credential.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/db.ts'
import { hashSecret, looksLikeSecret } from '../platform/secrets.ts'
import type { Admin } from './admin.ts'
import { readCookie, writeCookie } from './cookie.ts'
import { refuseForeign } from './origin.ts'
import { adminById, markSignedIn } from './store.ts'

/** A session ends after twelve hours without a request, and after seven days in any case. */
const IDLE_MS = 12 * 3_600_000
const USED_EVERY_MS = 60_000
const SESSION_SECONDS = 7 * 86_400
/** How long after a one-time link a password may be set without giving the present one. */
const LINK_MS = 30 * 60_000

const labels = { link: 'Signed in by one-time link', password: 'Signed in by password' } as const

export interface SignedIn {
  readonly organization: string
  readonly admin: Admin
  /** Id of the session's credential. */
  readonly session: string
  /** By one-time link, not long ago. */
  readonly byLink: boolean
}

export interface SigninContext {
  readonly database: Database
  readonly clock: Clock
}

/**
 * Whom the session cookie of a request signs in; undefined without a cookie, and for a session that is unknown, over, or
 * idle for too long.
 * @throws {Refused} 403 FOREIGN_ORIGIN: the request changes something and another site sent it
 */
export async function adminOfRequest(
  request: FastifyRequest,
  { database, clock }: SigninContext,
): Promise<SignedIn | undefined> {
  const secret = readCookie(request)
  if (secret === undefined || !looksLikeSecret(secret, 'session')) return undefined
  refuseForeign(request)
  const now = clock.now()
  // Read each time, not remembered: a session that ended elsewhere is over here at once, and idleness is told from its row.
  const credential = await credentialOf(database.gate, hashSecret(secret))
  if (credential?.kind !== 'session' || !credential.admin || credential.revokedAt) return undefined
  const { organization, id, createdAt, usedAt, expiresAt, label } = credential
  const idleMs = now.getTime() - (usedAt ?? createdAt).getTime()
  if (idleMs > IDLE_MS || !expiresAt || expiresAt <= now) return undefined
  if (idleMs > USED_EVERY_MS) await markCredentialUsed(database.of(organization), id, now)
  const admin = await adminById(database.of(organization), credential.admin)
  const byLink = label === labels.link && now.getTime() - createdAt.getTime() < LINK_MS
  return admin && { organization, admin, session: id, byLink }
}

/** Begins a session, and gives its secret to the browser. */
export async function openSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { database, clock }: SigninContext,
  {
    organization,
    admin,
    by,
  }: { readonly organization: string; readonly admin: string; readonly by: keyof typeof labels },
): Promise<void> {
  const now = clock.now()
  const db = database.of(organization)
  const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000)
  const { secret } = await createCredential(db, { kind: 'session', admin, label: labels[by], expiresAt }, now)
  await markSignedIn(db, admin, now)
  writeCookie(request, reply, secret, SESSION_SECONDS)
}

export async function endSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { database, clock }: SigninContext,
  { organization, session }: SignedIn,
): Promise<void> {
  await revokeCredential(database, organization, session, clock.now())
  writeCookie(request, reply, '', 0)
}

/** All sessions of an admin, and the links that would begin new ones. */
export async function endAllSessions(
  { database, clock }: SigninContext,
  { organization, admin }: { readonly organization: string; readonly admin: string },
): Promise<void> {
  const now = clock.now()
  const db = database.of(organization)
  const [sessions, links] = await Promise.all([
    credentialsOf(db, { kind: 'session', admin }, now),
    credentialsOf(db, { kind: 'link', admin }, now),
  ])
  for (const { id } of [...sessions, ...links]) await revokeCredential(database, organization, id, now)
}
