import { hash } from 'node:crypto'
import type { Database, Db } from '../platform/db/db.ts'
import { newId } from '../platform/id.ts'
import { hashSecret, looksLikeSecret, makeSecret } from '../platform/secrets.ts'
import {
  credentialOf,
  endCredentialRow,
  markCredentialUsed,
  revokeAccessRows,
  revokeCredentialRow,
  saveCredential,
} from './store/credential.ts'

/**
 * What a secret opens: a source's SCIM endpoint, the API, one sign-in, a console session, a look at how a source is connected; and
 * of an OAuth client of a source: `client` gets `access` tokens, each of which opens the endpoint for an hour.
 */
export type CredentialKind = 'scim' | 'api' | 'link' | 'session' | 'connect' | 'client' | 'access'

/** A secret's record. The secret itself is shown once, when it is made; only its SHA-256 is kept. */
export interface Credential {
  readonly organization: string
  readonly id: string
  readonly kind: CredentialKind
  /** The source whose endpoint it opens. */
  readonly source: string | null
  /** The admin it acts for. */
  readonly admin: string | null
  readonly label: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  /** Last use, to the minute; for a one-time link, the use that spent it. */
  readonly usedAt: Date | null
}

export interface NewCredential {
  /** Made when left out. */
  readonly id?: string
  readonly kind: CredentialKind
  readonly source?: string
  readonly admin?: string
  readonly label: string
  readonly expiresAt?: Date | null
  /** Of an access token: the OAuth client that gets it. */
  readonly client?: string
}

/** Makes a secret and its record. Several of a source are valid at once, so that they can be changed without a gap. */
export async function createCredential(
  db: Db,
  wanted: NewCredential,
  now: Date,
): Promise<{ readonly credential: Credential; readonly secret: string }> {
  const secret = makeSecret(wanted.kind)
  const credential: Credential = {
    organization: db.organization,
    id: wanted.id ?? newId(),
    kind: wanted.kind,
    source: wanted.source ?? null,
    admin: wanted.admin ?? null,
    label: wanted.label,
    createdAt: now,
    expiresAt: wanted.expiresAt ?? null,
    revokedAt: null,
    usedAt: null,
  }
  await saveCredential(db, credential, hashSecret(secret), wanted.client)
  return { credential, secret }
}

/** What was read of a secret, and when. */
interface Remembered {
  readonly credential: Credential
  readonly readAtMs: number
  usedAtMs: number
}

/** Longest time that another node's revocation may go unnoticed here. */
const REMEMBERED_MS = 5000
const REMEMBERED_MAX = 10_000
const USED_EVERY_MS = 60_000

interface Memory {
  /** By the hash of the secret: secrets themselves are not kept, in memory neither. */
  readonly known: Map<string, Remembered>
  /** A read that was under way during one of these is not remembered. */
  revocations: number
}

const memories = new WeakMap<Database, Memory>()

function memoryOf(database: Database): Memory {
  let memory = memories.get(database)
  if (!memory) {
    memory = { known: new Map(), revocations: 0 }
    memories.set(database, memory)
  }
  return memory
}

/**
 * The credential of a secret from outside: undefined when there is none of that kind, or it is expired or revoked. What was
 * read is remembered for five seconds; expiry is judged on every use. A use is written down at most once a minute, later.
 */
export async function findCredential(
  database: Database,
  secret: string,
  kind: CredentialKind,
  now: Date,
): Promise<Credential | undefined> {
  const key = hash('sha256', secret, 'base64')
  let known = memoryOf(database).known.get(key)
  if (!known || performance.now() - known.readAtMs > REMEMBERED_MS) {
    if (!looksLikeSecret(secret, kind)) return undefined
    known = await read(database, hashSecret(secret), key)
  }
  if (!known) return undefined
  const { credential } = known
  if (credential.kind !== kind || credential.revokedAt) return undefined
  if (credential.expiresAt && credential.expiresAt <= now) return undefined
  if (kind !== 'link') noteUse(database, known, now)
  return credential
}

async function read(database: Database, stored: Buffer, key: string): Promise<Remembered | undefined> {
  const memory = memoryOf(database)
  const { known, revocations } = memory
  const readAtMs = performance.now()
  const credential = await credentialOf(database.gate, stored)
  const before = known.get(key)
  known.delete(key)
  if (!credential) return undefined
  const usedAtMs = before?.usedAtMs ?? credential.usedAt?.getTime() ?? 0
  const remembered = { credential, readAtMs, usedAtMs }
  if (known.size >= REMEMBERED_MAX) known.clear()
  if (memory.revocations === revocations) known.set(key, remembered)
  return remembered
}

function noteUse(database: Database, remembered: Remembered, now: Date): void {
  if (now.getTime() - remembered.usedAtMs < USED_EVERY_MS) return
  remembered.usedAtMs = now.getTime()
  const { organization, id } = remembered.credential
  // A use that could not be written down is not worth refusing the request for; the next one is a minute away.
  markCredentialUsed(database.of(organization), id, now).catch(() => {})
}

/** @returns whether there was such a credential, not revoked yet. On this node it opens nothing from now on, on others within five seconds. */
export async function revokeCredential(
  database: Database,
  organization: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const revoked = await revokeCredentialRow(database.of(organization), id, now)
  unremember(database, id)
  return revoked
}

/** Access tokens of an OAuth client open nothing any more. */
export async function revokeAccess(database: Database, organization: string, client: string, now: Date): Promise<void> {
  for (const id of await revokeAccessRows(database.of(organization), client, now)) unremember(database, id)
}

/** It opens nothing any more from that moment on. */
export async function endCredential(database: Database, organization: string, id: string, at: Date): Promise<void> {
  await endCredentialRow(database.of(organization), id, at)
  unremember(database, id)
}

function unremember(database: Database, id: string): void {
  const memory = memoryOf(database)
  memory.revocations++
  for (const [key, { credential }] of memory.known) if (credential.id === id) memory.known.delete(key)
}
