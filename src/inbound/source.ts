import type { SourceId } from '../directory/user.ts'
import { type Credential, createCredential, endCredential, revokeCredential } from '../organization/credential.ts'
import { credentialsOf } from '../organization/store/credential.ts'
import type { Database, Db } from '../platform/db/db.ts'
import { isUniqueViolation } from '../platform/db/failures.ts'
import { Refused } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import { clientsOf, revokeClient } from './oauth-client.ts'
import { liveSources, saveSource, sourceById, sourceBySlug, sourcesAt, updateSource } from './store/source.ts'

/**
 * inbound/ is how users and groups arrive: sources, what they may do, and the one door to the directory, `receive`. It
 * never decides who gets what; it says which users an arrival touched.
 */
export interface Source {
  readonly id: SourceId
  readonly organization: string
  readonly slug: string
  readonly name: string
  readonly kind: SourceKind
  /** Paused: it can be read and refuses every write; its users stay as they are. */
  readonly state: 'on' | 'paused'
  /** Whether addresses outside the organization's verified domains are refused, once it has one. */
  readonly domainRequired: boolean
  /** What a PATCH of a group answers when the client does not say; RFC 7644 §3.5.2 allows both. */
  readonly groupPatchAnswer: 'no-content' | 'body'
  /** How long its requests are kept in the traffic log. */
  readonly trafficDays: number
  /** What the protocol does not define is refused instead of understood (draft-zollner-scim-interop-profile). */
  readonly strict: boolean
  /** Whether discovery is answered without credentials; RFC 7644 §4 leaves it open. */
  readonly discoveryPublic: boolean
  /** Whether a token may come as the password of HTTP Basic, under any name. */
  readonly basicAllowed: boolean
  /** Requests a second, sustained; null: as the server is set. */
  readonly ratePerSecond: number | null
  readonly createdAt: Date
}

export type SourceKind = 'scim' | 'active-directory' | 'csv'

export interface NewSource {
  readonly name: string
  /** Made from the name when left out. */
  readonly slug?: string
  readonly kind?: SourceKind
  readonly domainRequired?: boolean
}

/** @throws {Refused} 422 INVALID_SLUG; 409 SLUG_TAKEN */
export async function createSource(db: Db, wanted: NewSource, now: Date): Promise<Source> {
  const slug = wanted.slug ?? slugOf(wanted.name)
  // Okta refuses an underscore in the address.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug))
    throw new Refused(
      422,
      'INVALID_SLUG',
      'A slug has small letters, digits and hyphens, at most 63, and begins with no hyphen.',
      {
        pointer: '/slug',
      },
    )
  const source: Source = {
    id: newId() as SourceId,
    organization: db.organization,
    slug,
    name: wanted.name,
    kind: wanted.kind ?? 'scim',
    state: 'on',
    domainRequired: wanted.domainRequired ?? true,
    groupPatchAnswer: 'no-content',
    trafficDays: 7,
    strict: false,
    discoveryPublic: false,
    basicAllowed: false,
    ratePerSecond: null,
    createdAt: now,
  }
  try {
    await saveSource(db, source)
  } catch (cause) {
    if (!isUniqueViolation(cause, 'sources_slug')) throw cause
    throw new Refused(409, 'SLUG_TAKEN', `There is a source at ${slug} already.`, { cause, pointer: '/slug' })
  }
  return source
}

/** "Okta (production)" → okta-production. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase()
  const slug = plain
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
  return slug.replace(/^-+|-+$/g, '') || 'source'
}

export type SourceChange = Partial<
  Pick<
    Source,
    | 'name'
    | 'state'
    | 'domainRequired'
    | 'groupPatchAnswer'
    | 'trafficDays'
    | 'strict'
    | 'discoveryPublic'
    | 'basicAllowed'
    | 'ratePerSecond'
  >
>

/** @returns the source as it is now, or undefined when there is none. Other nodes go by it within five seconds. */
export async function changeSource(
  database: Database,
  organization: string,
  id: SourceId,
  change: SourceChange,
): Promise<Source | undefined> {
  const source = await updateSource(database.of(organization), id, change)
  remembered.get(database)?.delete(id)
  return source
}

/** Nothing comes in by a source any more: none of its tokens opens it, and no request remembers it. */
export async function closeSource(database: Database, { id, organization }: Source, now: Date): Promise<void> {
  remembered.get(database)?.delete(id)
  const db = database.of(organization)
  for (const client of await clientsOf(db, id)) await revokeClient(database, organization, client.id, now)
  const links = await credentialsOf(db, { kind: 'connect', source: id }, now)
  for (const credential of [...(await tokensOf(db, id, now)), ...links])
    await revokeCredential(database, organization, credential.id, now)
}

/** The sources that are not deleted, oldest first. */
export const listSources: (db: Db) => Promise<readonly Source[]> = liveSources

/** A source that is not deleted. */
export const findSource: (db: Db, id: SourceId) => Promise<Source | undefined> = sourceById

/** A source that is not deleted, by the last part of its address. */
export const findSourceBySlug: (db: Db, slug: string) => Promise<Source | undefined> = sourceBySlug

const REMEMBERED_MS = 5000
const REMEMBERED_MAX = 10_000
const remembered = new WeakMap<Database, Map<SourceId, { readonly source: Source; readonly readAtMs: number }>>()

/** The same for every request of a source: at most five seconds old, at once on the node that changed it. */
export async function recallSource(
  database: Database,
  organization: string,
  id: SourceId,
): Promise<Source | undefined> {
  let memory = remembered.get(database)
  if (!memory) {
    memory = new Map()
    remembered.set(database, memory)
  }
  const known = memory.get(id)
  if (known && performance.now() - known.readAtMs < REMEMBERED_MS) return known.source
  const readAtMs = performance.now()
  const source = await sourceById(database.of(organization), id)
  memory.delete(id)
  if (!source) return undefined
  if (memory.size >= REMEMBERED_MAX) memory.clear()
  memory.set(id, { source, readAtMs })
  return source
}

const rememberedAt = new WeakMap<Database, Map<string, { readonly at: At | undefined; readonly readAtMs: number }>>()
type At = Awaited<ReturnType<typeof sourcesAt>>[number]

/**
 * The source at an address, in whichever organization, as far as the address alone tells: undefined when there is none, or
 * sources of several organizations have it. What was found, or not, is remembered for five seconds.
 */
export async function recallSourceAt(database: Database, slug: string): Promise<Source | undefined> {
  const memory = rememberedAt.get(database) ?? new Map()
  rememberedAt.set(database, memory)
  let known = memory.get(slug)
  if (!known || performance.now() - known.readAtMs > REMEMBERED_MS) {
    const readAtMs = performance.now()
    const isOne = /^[a-z0-9-]{1,63}$/.test(slug)
    known = { at: isOne ? (await sourcesAt(database.gate, [slug]))[0] : undefined, readAtMs }
    if (memory.size >= REMEMBERED_MAX) memory.clear()
    memory.set(slug, known)
  }
  return known.at && recallSource(database, known.at.organization, known.at.id)
}

/** A new token for a source's SCIM endpoint, shown this once. Earlier ones go on working until they are revoked or expire. */
export async function createToken(
  db: Db,
  source: Source,
  wanted: { readonly label?: string; readonly expiresAt?: Date | null },
  now: Date,
): Promise<{ readonly credential: Credential; readonly secret: string }> {
  const { label = 'Token', expiresAt = null } = wanted
  return createCredential(db, { kind: 'scim', source: source.id, label, expiresAt }, now)
}

/** Tokens of a source that still open it, newest first. */
export function tokensOf(db: Db, source: SourceId, now: Date): Promise<readonly Credential[]> {
  return credentialsOf(db, { kind: 'scim', source }, now)
}

/**
 * A new token in place of one that goes on working for a while, so that nothing is refused while the provider gets the new one.
 */
export async function rotateToken(
  database: Database,
  source: Source,
  earlier: Credential,
  wanted: { readonly expiresAt: Date | null; readonly earlierUntil: Date },
  now: Date,
): Promise<{ readonly credential: Credential; readonly secret: string }> {
  const db = database.of(source.organization)
  const made = await createToken(db, source, { label: earlier.label, expiresAt: wanted.expiresAt }, now)
  const { earlierUntil } = wanted
  const endsSooner = earlier.expiresAt === null || earlierUntil < earlier.expiresAt
  if (earlierUntil <= now) await revokeCredential(database, source.organization, earlier.id, now)
  else if (endsSooner) await endCredential(database, source.organization, earlier.id, earlierUntil)
  return made
}
