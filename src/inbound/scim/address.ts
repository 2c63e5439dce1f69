import { wellKnown } from './oauth/metadata.ts'

/** What the address of a request names. Paths match in any case: Microsoft's collection calls `/users`. */
export interface Address {
  /** The last part of the source's address, in small letters. */
  readonly slug: string
  /** What follows it, part by part, still percent-encoded. */
  readonly rest: readonly string[]
  /** The same with its query, as the traffic log has it. */
  readonly shown: string
  /** What stands after the `?`. */
  readonly query: string
  /** What is asked of OAuth rather than of SCIM: a token, or how one is got (RFC 8414 §3.1, before or after the address). */
  readonly oauth: 'token' | 'metadata' | undefined
}

/** @returns undefined where no source can be */
export function addressOf(url: string): Address | undefined {
  const mark = url.indexOf('?')
  const whole = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark + 1)
  const isBefore = whole.slice(0, wellKnown.length).toLowerCase() === wellKnown
  const path = isBefore ? whole.slice(wellKnown.length) : whole
  const [, scim, version, slug = '', ...rest] = path.split('/')
  if (scim?.toLowerCase() !== 'scim' || version?.toLowerCase() !== 'v2' || slug === '') return undefined
  const asked = rest.filter(Boolean).join('/').toLowerCase()
  const isMetadata = isBefore ? asked === '' : `/${asked}` === wellKnown
  if (isBefore && !isMetadata) return undefined
  return {
    slug: slug.toLowerCase(),
    rest,
    shown: rest.length === 0 ? '/' : url.slice(whole.length - rest.join('/').length - 1),
    query,
    oauth: isMetadata ? 'metadata' : asked === 'oauth/token' ? 'token' : undefined,
  }
}
