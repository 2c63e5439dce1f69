import { createClient, type OAuthClient, type TrustedIssuer } from '../../src/inbound/oauth-client.ts'
import type { ScimClient, ScimResponse, ScimServer } from './scim.ts'

export const formOf = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields)
export const basicOf = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
export const grant = { grant_type: 'client_credentials' }
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Asks a source's token endpoint. */
export const askToken = (
  of: ScimClient,
  fields: Readonly<Record<string, string>>,
  headers: Record<string, string> = {},
): Promise<ScimResponse> => of.send('POST', '/oauth/token', { headers, body: formOf(fields) })

/** What an access token opens at a source. */
export const withToken = (of: ScimClient, token: string) =>
  of.send('GET', '/Users', { headers: { authorization: `Bearer ${token}` } })

export async function oauthClient(
  { clock }: ScimServer,
  { db, source }: ScimClient,
  trusted: TrustedIssuer | null = null,
  label = 'Entra',
): Promise<OAuthClient & { readonly secret: string }> {
  const { client, secret } = await createClient(db, source.id, { label, trusted }, clock.now())
  return { ...client, secret: secret ?? '' }
}
