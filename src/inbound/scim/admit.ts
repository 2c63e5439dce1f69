import type { Refusal } from '../../contract/traffic.ts'
import { type Credential, findCredential } from '../../organization/credential.ts'
import type { Database } from '../../platform/db/db.ts'
import { hashSecret, looksLikeSecret } from '../../platform/secrets.ts'
import { recallSource, recallSourceAt, type Source } from '../source.ts'
import type { Stranger } from '../traffic/stranger.ts'
import { type Answer, errorAnswer } from './answer.ts'

/** Who was let in. Without a credential: anybody, who asks what the endpoint can do, where the source tells that to all. */
export interface Admitted {
  readonly source: Source
  readonly credential: Credential | undefined
}

/** Who was not, and what they are answered. */
export interface TurnedAway {
  readonly stranger: Stranger
  readonly answer: Answer
}

export interface Arriving {
  readonly authorization: string | undefined
  /** The last part of the source's address, in small letters. */
  readonly slug: string
  /** Whether it asks what the service provider can do, RFC 7644 §4. */
  readonly isDiscovery: boolean
}

/**
 * Lets in who shows a token of the source at that address: as a bearer token (RFC 6750 §2.1), or, where the source allows it, as
 * the password of HTTP Basic (RFC 7617) under any user name.
 */
export async function admit(database: Database, arriving: Arriving, now: Date): Promise<Admitted | TurnedAway> {
  const { authorization, slug, isDiscovery } = arriving
  const shown = shownBy(authorization)
  const kind = shown && kindOf(shown)
  const credential = kind && (await findCredential(database, shown.secret, kind, now))
  const source = credential && (await sourceOf(database, credential))
  const isOurs = source?.slug === slug
  if (isOurs && (shown?.scheme === 'bearer' || source.basicAllowed)) return { source, credential }
  const here = isOurs ? source : await recallSourceAt(database, slug)
  // Who shows something that opens nothing is told so, here too: a provider's test of its token may ask for this only.
  if (!authorization && isDiscovery && here?.discoveryPublic) return { source: here, credential: undefined }
  return turnedAway(arriving, shown, here?.basicAllowed ?? false, isOurs ? 'basic-off' : undefined)
}

async function sourceOf(database: Database, { organization, source }: Credential): Promise<Source | undefined> {
  return source === null ? undefined : recallSource(database, organization, source as Source['id'])
}

/** RFC 6750 §3: who showed nothing is told no error, only how. */
function turnedAway(
  { slug }: Arriving,
  shown: Shown | undefined,
  basicAllowed: boolean,
  refusal: Refusal | undefined,
): TurnedAway {
  const bearer = `Bearer realm="scim"${shown?.scheme === 'bearer' ? ', error="invalid_token"' : ''}`
  const challenge = basicAllowed ? `${bearer}, Basic realm="scim", charset="UTF-8"` : bearer
  const detail =
    refusal === 'basic-off'
      ? 'This source does not take HTTP Basic. Send the token as a bearer token.'
      : 'A valid token of this source is needed.'
  return {
    stranger: { door: slug, secret: shown && hashOf(shown), refusal },
    answer: errorAnswer(401, detail, { 'www-authenticate': challenge }),
  }
}

interface Shown {
  readonly scheme: 'bearer' | 'basic'
  readonly secret: string
}

function shownBy(authorization = ''): Shown | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization)
  if (bearer) return { scheme: 'bearer', secret: bearer[1]! }
  const basic = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization)
  if (!basic) return undefined
  const pair = Buffer.from(basic[1]!, 'base64').toString('utf8')
  return { scheme: 'basic', secret: pair.slice(pair.indexOf(':') + 1) }
}

/** An access token is for an hour and for programs: it is no password. */
function kindOf({ scheme, secret }: Shown): 'scim' | 'access' | undefined {
  if (secret.startsWith('rc_scim_')) return 'scim'
  return scheme === 'bearer' && secret.startsWith('rc_access_') ? 'access' : undefined
}

/** By which a token that was once valid is found, to tell its owner why it is refused. */
function hashOf({ secret }: Shown): Buffer | 'nonsense' {
  const isOne = looksLikeSecret(secret, 'scim') || looksLikeSecret(secret, 'access')
  return isOne ? hashSecret(secret) : 'nonsense'
}
