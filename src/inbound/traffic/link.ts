import type { SourceId } from '../../directory/user.ts'
import { type Credential, createCredential } from '../../organization/credential.ts'
import { credentialsOf } from '../../organization/store/credential.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Source } from '../source.ts'
import { type LinkRow, linkRows, saveLink } from './store/links.ts'

/** A link that shows somebody without an account how a source is being connected. Its secret is a credential. */
export interface SourceLink {
  readonly credential: Credential
  readonly createdBy: string
  /** Whoever has it may make one token of the source, once. */
  readonly tokenAllowed: boolean
  readonly tokenMadeAt: Date | null
}

const LINK_DAYS = 7

export async function createLink(
  tx: Db,
  source: Source,
  wanted: { readonly label: string; readonly tokenAllowed: boolean; readonly createdBy: string },
  now: Date,
): Promise<{ readonly link: SourceLink; readonly secret: string }> {
  const { label, tokenAllowed, createdBy } = wanted
  const expiresAt = new Date(now.getTime() + LINK_DAYS * 86_400_000)
  const { credential, secret } = await createCredential(
    tx,
    { kind: 'connect', source: source.id, label, expiresAt },
    now,
  )
  await saveLink(tx, { id: credential.id, source: source.id, createdBy, tokenAllowed })
  return { link: { credential, createdBy, tokenAllowed, tokenMadeAt: null }, secret }
}

/** Those that still open something, newest first. */
export async function linksOf(db: Db, source: SourceId, now: Date): Promise<readonly SourceLink[]> {
  const rows = new Map((await linkRows(db, source)).map((row): [string, LinkRow] => [row.id, row]))
  const credentials = await credentialsOf(db, { kind: 'connect', source }, now)
  return credentials.flatMap((credential) => {
    const row = rows.get(credential.id)
    return row ? [{ credential, ...row }] : []
  })
}
