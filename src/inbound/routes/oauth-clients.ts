import Type from 'typebox'
import { ById } from '../../contract/reference.ts'
import {
  ByOAuthClient,
  NewOAuthClient,
  OAuthClientInput,
  type OAuthClient as OAuthClientJson,
  OAuthClients,
} from '../../contract/source.ts'
import { requireAdmin } from '../../organization/caller.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { refuseAddress } from '../../platform/outward.ts'
import { clientsOf, createClient, type OAuthClient, revokeClient, type TrustedIssuer } from '../oauth-client.ts'
import type { Source } from '../source.ts'
import { recordOf, scimAddress, scimSourceNamed } from './named.ts'
import type { SourceDeps } from './sources.ts'

const tags = ['sources']

export interface OAuthClientDeps extends Omit<SourceDeps, 'wake'> {
  /** Whether keys of issuers may be at addresses of private networks. */
  readonly privateAddresses: boolean
}

/** OAuth clients of sources: added, revoked. The secret of one is shown once, when it is made. */
export function oauthClientRoutes(fastify: TypedRoutes, deps: OAuthClientDeps): void {
  const { clock, database, publicUrl, privateAddresses } = deps
  const tokenUrl = (source: Source) => `${scimAddress(publicUrl(), source)}/oauth/token`

  fastify.get(
    '/sources/:id/oauth-clients',
    {
      schema: {
        tags,
        summary: 'OAuth clients of a source',
        params: ById,
        response: { 200: OAuthClients },
      },
    },
    async ({ caller: { db }, params }) => {
      const source = await scimSourceNamed(db, params.id)
      return { tokenUrl: tokenUrl(source), clients: (await clientsOf(db, source.id)).map(shownClient) }
    },
  )

  fastify.post(
    '/sources/:id/oauth-clients',
    {
      schema: {
        tags,
        summary: 'Add an OAuth client of a source',
        description:
          'It gets tokens for an hour at the token URL: by the secret, which is shown this once, or by an assertion that the trusted issuer signed.',
        params: ById,
        body: OAuthClientInput,
        response: { 201: NewOAuthClient },
      },
    },
    async ({ caller, params, body }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await scimSourceNamed(caller.db, params.id)
      const trusted = body.trusted ? readTrusted(body.trusted, privateAddresses) : null
      const label = body.label.trim()
      const { client, secret } = await caller.db.transaction(async (tx) => {
        const made = await createClient(tx, source.id, { label, trusted }, now)
        await recordOf(tx, caller.actor, 'oauth-client.create', source, now, { label })
        return made
      })
      reply.code(201)
      return { ...shownClient(client), secret, tokenUrl: tokenUrl(source), url: scimAddress(publicUrl(), source) }
    },
  )

  fastify.delete(
    '/sources/:id/oauth-clients/:client',
    {
      schema: {
        tags,
        summary: 'Revoke an OAuth client, and with it the tokens that it has',
        params: ByOAuthClient,
        response: { 204: Type.Null() },
      },
    },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await scimSourceNamed(caller.db, params.id)
      const wanted = params.client.toLowerCase()
      const client = (await clientsOf(caller.db, source.id)).find(({ id }) => id === wanted)
      if (!client) throw new Refused(404, 'NOT_FOUND', 'The source has no such OAuth client.')
      await revokeClient(database, caller.db.organization, client.id, now)
      await recordOf(caller.db, caller.actor, 'oauth-client.revoke', source, now, { label: client.label })
      return reply.code(204).send(null)
    },
  )
}

function shownClient({ id, label, trusted, createdAt, usedAt }: OAuthClient): OAuthClientJson {
  return { id, label, trusted, createdAt: createdAt.toISOString(), usedAt: usedAt?.toISOString() ?? null }
}

/** As pasted, without spaces around. @throws {Refused} 422 ADDRESS_INVALID, ADDRESS_REFUSED, VALUE_MISSING */
function readTrusted(given: TrustedIssuer, privateAllowed: boolean): TrustedIssuer {
  const pointer = '/trusted/jwksUrl'
  const jwksUrl = given.jwksUrl.trim()
  if (!URL.canParse(jwksUrl)) throw new Refused(422, 'ADDRESS_INVALID', 'The JWKS URL is no address.', { pointer })
  refuseAddress(new URL(jwksUrl), privateAllowed, pointer)
  const [issuer, audience, subject] = (['issuer', 'audience', 'subject'] as const).map((name) => {
    const value = given[name].trim()
    if (value === '') throw new Refused(422, 'VALUE_MISSING', `${name} is empty.`, { pointer: `/trusted/${name}` })
    return value
  }) as [string, string, string]
  return { issuer, audience, subject, jwksUrl }
}
