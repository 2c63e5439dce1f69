import type { Refusal } from '../../contract/traffic.ts'
import type { SourceId } from '../../directory/user.ts'
import type { Credential } from '../../organization/credential.ts'
import { credentialOf } from '../../organization/store/credential.ts'
import type { Database } from '../../platform/db/db.ts'
import { sourcesAt } from '../store/source.ts'
import type { Kept } from './recorder.ts'

/** Who came to a source's address without a token that opens it. */
export interface Stranger {
  /** The last part of the address. */
  readonly door: string
  /** The hash of the token it had; `nonsense`: it cannot be one. */
  readonly secret: Buffer | 'nonsense' | undefined
  /** Why it was not let in, where the door knows; else the token tells. */
  readonly refusal?: Refusal | undefined
}

interface Door {
  readonly source: { readonly organization: string; readonly id: SourceId }
  readonly token: Refusal
  /** Label of its token, where that is known. */
  readonly credential?: string
}

/**
 * To whose log a request belongs that was not let in: the source of its token, where that is known, since its owner wonders
 * why it is refused; else the one source at the address, if there is only one.
 */
export async function whoseDoor(
  { gate }: Database,
  strangers: readonly (Kept & { readonly source: Stranger })[],
): Promise<ReadonlyMap<Kept, Door>> {
  const doors = new Map<Kept, Door>()
  const slugs = [...new Set(strangers.map(({ source }) => source.door))]
  const at = new Map((await sourcesAt(gate, slugs)).map(({ slug, organization, id }) => [slug, { organization, id }]))
  const tokens = new Map<string, Promise<Credential | undefined>>()
  const tokenOf = (secret: Buffer) => {
    const key = secret.toString('base64')
    const asked = tokens.get(key) ?? credentialOf(gate, secret)
    tokens.set(key, asked)
    return asked
  }
  for (const kept of strangers) {
    const { secret, door, refusal } = kept.source
    const known = secret instanceof Buffer ? await tokenOf(secret) : undefined
    if (known?.source && /^(scim|access|client)$/.test(known.kind)) {
      const source = { organization: known.organization, id: known.source as SourceId }
      const expired = known.expiresAt !== null && known.expiresAt <= kept.at
      const ended = known.revokedAt ? 'token-revoked' : expired ? 'token-expired' : undefined
      const token = (known.kind === 'client' ? refusal : ended) ?? refusal ?? 'token-elsewhere'
      doors.set(kept, { source, token, credential: known.label })
      continue
    }
    const source = at.get(door)
    if (source) doors.set(kept, { source, token: refusal ?? (secret ? 'token-unknown' : 'token-none') })
  }
  return doors
}
