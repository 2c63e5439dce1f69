import type { Source as SourceJson } from '../../contract/source.ts'
import type { SourceId } from '../../directory/user.ts'
import { recordRequest } from '../../history/store.ts'
import type { Actor } from '../../organization/caller.ts'
import type { Credential } from '../../organization/credential.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isId } from '../../platform/id.ts'
import { clientsOf } from '../oauth-client.ts'
import { findSource, type Source, tokensOf } from '../source.ts'
import { lastImport } from '../store/contact.ts'
import { contentCounts } from '../store/emptying.ts'
import { lastContact } from '../traffic/store/read.ts'

/** @throws {Refused} 404 */
export async function sourceNamed(db: Db, id: string): Promise<Source> {
  const source = isId(id) ? await findSource(db, id as SourceId) : undefined
  if (!source) throw new Refused(404, 'NOT_FOUND', 'There is no such source.')
  return source
}

/** Sources that a SCIM client connects to. @throws {Refused} 404; 409 FILE_SOURCE */
export async function scimSourceNamed(db: Db, id: string): Promise<Source> {
  const source = await sourceNamed(db, id)
  if (source.kind === 'csv')
    throw new Refused(409, 'FILE_SOURCE', `${source.name} takes files that an admin imports: it has no tokens.`)
  return source
}

export function scimAddress(publicUrl: string, { slug }: Source): string {
  return `${publicUrl}/scim/v2/${slug}`
}

export async function shownSource(db: Db, source: Source, publicUrl: string, now: Date): Promise<SourceJson> {
  const { id, name, slug, kind, state, domainRequired, groupPatchAnswer, trafficDays, createdAt } = source
  const { strict, discoveryPublic, basicAllowed, ratePerSecond } = source
  const [counts, tokens, clients, contact] = await Promise.all([
    contentCounts(db, id),
    tokensOf(db, id, now),
    clientsOf(db, id),
    kind === 'csv' ? lastImport(db, id) : lastContact(db, id),
  ])
  // The log may be shorter than the silence: a token remembers its last use.
  const contactMs = Math.max(contact?.getTime() ?? 0, ...tokens.map(({ usedAt }) => usedAt?.getTime() ?? 0))
  return {
    id,
    name,
    slug,
    kind,
    state,
    url: scimAddress(publicUrl, source),
    domainRequired,
    groupPatchAnswer,
    trafficDays,
    strict,
    discoveryPublic,
    basicAllowed,
    ratePerSecond,
    createdAt: createdAt.toISOString(),
    contactAt: contactMs > 0 ? new Date(contactMs).toISOString() : null,
    ...counts,
    tokens: tokens.map(shownToken),
    oauthClients: clients.length,
  }
}

function shownToken({ id, label, createdAt, expiresAt, usedAt }: Credential): SourceJson['tokens'][number] {
  return {
    id,
    label,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    usedAt: usedAt?.toISOString() ?? null,
  }
}

/** What was done to a source, beside what sources themselves did. */
export function recordOf(
  db: Db,
  actor: Actor,
  action: string,
  { id, name }: Source,
  at: Date,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return recordRequest(db, { at, actor, action, target: { kind: 'source', id, name }, detail })
}
