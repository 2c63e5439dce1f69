import Type from 'typebox'
import { ById } from '../../../contract/reference.ts'
import { ByLink, NewSourceLink, SourceLinkInput, SourceLinks } from '../../../contract/traffic.ts'
import { requireAdmin } from '../../../organization/caller.ts'
import { revokeCredential } from '../../../organization/credential.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/db/db.ts'
import { Refused } from '../../../platform/errors.ts'
import type { TypedRoutes } from '../../../platform/http/typed.ts'
import { recordOf, scimSourceNamed, sourceNamed } from '../../routes/named.ts'
import { createLink, linksOf, type SourceLink } from '../link.ts'

export interface LinkDeps {
  readonly clock: Clock
  readonly database: Database
  readonly publicUrl: () => string
}

const tags = ['sources']

/** Links for who sets up the provider and has no account here. */
export function linkRoutes(fastify: TypedRoutes, { clock, database, publicUrl }: LinkDeps): void {
  fastify.get(
    '/sources/:id/links',
    { schema: { tags, summary: 'Links that are open', params: ById, response: { 200: SourceLinks } } },
    async ({ caller, params }) => {
      requireAdmin(caller)
      const source = await sourceNamed(caller.db, params.id)
      return { links: (await linksOf(caller.db, source.id, clock.now())).map(shownLink) }
    },
  )

  fastify.post(
    '/sources/:id/links',
    {
      schema: {
        tags,
        summary: 'Make a link that shows how a source is being connected, to somebody without an account',
        description:
          'It opens for seven days. It shows the address, the checklist and that requests came, without names and bodies; with tokenAllowed its holder may make one token, once.',
        params: ById,
        body: SourceLinkInput,
        response: { 201: NewSourceLink },
      },
    },
    async ({ caller, params, body }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await scimSourceNamed(caller.db, params.id)
      const wanted = {
        label: body.label?.trim() ?? source.name,
        tokenAllowed: body.tokenAllowed ?? false,
        createdBy: caller.actor.name,
      }
      const made = await caller.db.transaction(async (tx) => {
        const { label, tokenAllowed } = wanted
        await recordOf(tx, caller.actor, 'link.create', source, now, { label, tokenAllowed })
        return createLink(tx, source, wanted, now)
      })
      reply.code(201)
      return { ...shownLink(made.link), url: `${publicUrl()}/connect/${made.secret}` }
    },
  )

  fastify.delete(
    '/sources/:id/links/:link',
    { schema: { tags, summary: 'Close a link', params: ByLink, response: { 204: Type.Null() } } },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await sourceNamed(caller.db, params.id)
      const open = await linksOf(caller.db, source.id, now)
      const link = open.find(({ credential }) => credential.id === params.link.toLowerCase())
      if (!link) throw new Refused(404, 'NOT_FOUND', 'The source has no such link, or it is closed.')
      await revokeCredential(database, caller.db.organization, link.credential.id, now)
      await recordOf(caller.db, caller.actor, 'link.revoke', source, now, { label: link.credential.label })
      return reply.code(204).send(null)
    },
  )
}

function shownLink({ credential, createdBy, tokenAllowed, tokenMadeAt }: SourceLink) {
  const { id, label, createdAt, expiresAt, usedAt } = credential
  return {
    id,
    label,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: expiresAt!.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    tokenAllowed,
    tokenMadeAt: tokenMadeAt?.toISOString() ?? null,
  }
}
