import Type from 'typebox'
import { ById } from '../../contract/reference.ts'
import { NewToken, RotationInput, TokenInput } from '../../contract/source.ts'
import { requireAdmin } from '../../organization/caller.ts'
import { type Credential, revokeCredential } from '../../organization/credential.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { readMoment } from '../../platform/http/moment.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { createToken, rotateToken, type Source, tokensOf } from '../source.ts'
import { recordOf, scimAddress, scimSourceNamed, sourceNamed } from './named.ts'
import type { SourceDeps } from './sources.ts'

const tags = ['sources']
const ByToken = Type.Object({ id: Type.String(), token: Type.String() })

/** Tokens of sources: made, replaced, revoked. The secret of one is shown once, when it is made. */
export function tokenRoutes(fastify: TypedRoutes, { clock, database, publicUrl }: Omit<SourceDeps, 'wake'>): void {
  fastify.post(
    '/sources/:id/token',
    {
      schema: {
        tags,
        summary: 'Make another token of a source',
        description:
          'Earlier tokens go on working until they are revoked or expire, so that they change without a gap.',
        params: ById,
        body: TokenInput,
        response: { 201: NewToken },
      },
    },
    async ({ caller, params, body }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await scimSourceNamed(caller.db, params.id)
      const expiresAt = readEnd(body?.expiresAt, now)
      const secret = await caller.db.transaction(async (tx) => {
        const made = await createToken(tx, source, { label: body?.label?.trim() ?? 'Token', expiresAt }, now)
        await recordOf(tx, caller.actor, 'token.create', source, now, { label: made.credential.label })
        return made.secret
      })
      reply.code(201)
      return { scim: { url: scimAddress(publicUrl(), source), token: secret } }
    },
  )

  fastify.post(
    '/sources/:id/tokens/:token/rotate',
    {
      schema: {
        tags,
        summary: 'Make a token in place of another, which goes on working for a while',
        params: ByToken,
        body: RotationInput,
        response: { 201: NewToken },
      },
    },
    async ({ caller, params, body }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await scimSourceNamed(caller.db, params.id)
      const earlier = await tokenNamed(caller.db, source, params.token, now)
      const earlierUntil = new Date(now.getTime() + body.overlapHours * 3_600_000)
      const expiresAt = readEnd(body.expiresAt, now)
      const { secret } = await rotateToken(database, source, earlier, { expiresAt, earlierUntil }, now)
      const detail = { label: earlier.label, overlapHours: body.overlapHours }
      await recordOf(caller.db, caller.actor, 'token.create', source, now, detail)
      reply.code(201)
      return { scim: { url: scimAddress(publicUrl(), source), token: secret } }
    },
  )

  fastify.delete(
    '/sources/:id/tokens/:token',
    {
      schema: {
        tags,
        summary: 'Revoke a token: what comes with it is refused',
        params: ByToken,
        response: { 204: Type.Null() },
      },
    },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      const now = clock.now()
      const source = await sourceNamed(caller.db, params.id)
      const token = await tokenNamed(caller.db, source, params.token, now)
      await revokeCredential(database, caller.db.organization, token.id, now)
      await recordOf(caller.db, caller.actor, 'token.revoke', source, now, { label: token.label })
      return reply.code(204).send(null)
    },
  )
}

/** @throws {Refused} 404 */
async function tokenNamed(db: Db, source: Source, id: string, now: Date): Promise<Credential> {
  const token = (await tokensOf(db, source.id, now)).find((each) => each.id === id.toLowerCase())
  if (!token) throw new Refused(404, 'NOT_FOUND', 'The source has no such token.')
  return token
}

/** @throws {Refused} 422 ENDS_IN_PAST */
export function readEnd(text: string | null | undefined, now: Date, pointer = '/expiresAt'): Date | null {
  const end = text ? readMoment(text, pointer) : null
  if (end && end <= now) throw new Refused(422, 'ENDS_IN_PAST', 'The end must be in the future.', { pointer })
  return end
}
