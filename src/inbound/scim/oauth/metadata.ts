import type { Answer } from '../answer.ts'
import { jsonAnswer } from './refusal.ts'

/** Before the path of the source's address, as RFC 8414 §3.1 has it; most look for it after the address. */
export const wellKnown = '/.well-known/oauth-authorization-server'

/**
 * RFC 8414 §2: how a client of a source gets a token. The same for every address, whether there is a source or not: it tells
 * nobody which there are.
 * @param issuer the source's address
 */
export function metadataAnswer(issuer: string): Answer {
  return jsonAnswer(200, {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    grant_types_supported: ['client_credentials'],
    // Required, though §3.2 would leave an empty list out: clients refuse a document without it.
    response_types_supported: [],
    scopes_supported: ['scim'],
  })
}
