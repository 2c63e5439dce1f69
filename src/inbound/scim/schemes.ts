import type { AuthenticationScheme } from '../../scim/discovery.ts'
import type { Source } from '../source.ts'

const bearer: AuthenticationScheme = {
  type: 'oauthbearertoken',
  name: 'OAuth Bearer Token',
  description: 'A token of the source, made in the console under Sources.',
  specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
  primary: true,
}
const basic: AuthenticationScheme = {
  type: 'httpbasic',
  name: 'HTTP Basic',
  description: 'A token of the source as the password, under any user name.',
  specUri: 'https://www.rfc-editor.org/rfc/rfc7617',
}
const oauth: AuthenticationScheme = {
  type: 'oauth2',
  name: 'OAuth 2.0 client credentials',
  description:
    'An access token for an hour, from /oauth/token below this address, by a client secret or a JWT assertion.',
  specUri: 'https://www.rfc-editor.org/rfc/rfc6749',
}

/** How a client of this source may show who it is: what is on, and nothing else. RFC 7643 §5. */
export function schemesOf({ basicAllowed }: Source, hasClients: boolean): readonly AuthenticationScheme[] {
  return [bearer, ...(hasClients ? [oauth] : []), ...(basicAllowed ? [basic] : [])]
}
