import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Caller, requireAdmin } from '../organization/caller.ts'
import { findCredential } from '../organization/credential.ts'
import { adminNamed } from '../organization/store/admin.ts'
import { Refused } from '../platform/errors.ts'
import type { ApiDeps } from './deps.ts'

/** Nobody passes without a token or a session, before a byte of the body is read. */
export function openDoor(fastify: FastifyInstance, deps: ApiDeps): void {
  fastify.decorateRequest('caller')
  fastify.addHook('onRequest', async (request) => {
    request.caller = await callerOf(request, deps)
    if (!request.routeOptions.config.managers) requireAdmin(request.caller)
  })
}

/** @throws {Refused} 401 */
async function callerOf(request: FastifyRequest, deps: ApiDeps): Promise<Caller> {
  const { authorization } = request.headers
  if (authorization !== undefined) return callerOfToken(authorization, deps)
  const signedIn = await deps.signedIn?.(request)
  if (!signedIn) throw unauthenticated('Send an API token (Authorization: Bearer …), or sign in.')
  const { organization, admin } = signedIn
  const actor = { kind: 'admin', id: admin.id, name: admin.name } as const
  return { db: deps.database.of(organization), actor, role: admin.role }
}

/** A token acts for its admin; one without an admin was made on the server itself, and may do what a super admin may. */
async function callerOfToken(authorization: string, { database, clock }: ApiDeps): Promise<Caller> {
  const [, secret] = /^bearer +(\S+)$/i.exec(authorization) ?? []
  const credential = secret && (await findCredential(database, secret, 'api', clock.now()))
  if (!credential) throw unauthenticated('The API token is unknown, expired or revoked.')
  const db = database.of(credential.organization)
  if (credential.admin === null)
    return { db, actor: { kind: 'admin', id: null, name: credential.label }, role: 'super-admin' }
  const admin = await adminNamed(db, credential.admin)
  if (!admin) throw unauthenticated('The admin of this API token is no longer there.')
  return { db, actor: { kind: 'admin', id: credential.admin, name: admin.name }, role: admin.role }
}

function unauthenticated(text: string): Refused {
  return new Refused(401, 'UNAUTHENTICATED', text)
}
