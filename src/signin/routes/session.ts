import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LinkInput, PasswordInput, type Session, type SessionState, SignInInput } from '../../contract/session.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { foldCase } from '../../scim/text.ts'
import { Attempts } from '../attempts.ts'
import { lookAtLink, spendLink } from '../link.ts'
import { refuseForeign } from '../origin.ts'
import { accountByPassword, checkCurrent, setPassword } from '../password.ts'
import {
  adminOfRequest,
  endAllSessions,
  endSession,
  openSession,
  type SignedIn,
  type SigninContext,
} from '../session.ts'
import { adminById, organizationName } from '../store.ts'

/** Signing in to the console, out of it, and the password. Not under /api/v1: no API token opens these. */
export async function signinRoutes(fastify: FastifyInstance, context: SigninContext): Promise<void> {
  const routes = fastify as unknown as TypedRoutes
  const { database, clock } = context
  const attempts = new Attempts()
  // Also where there is no cookie yet: nobody is to be signed in by another site's doing.
  fastify.addHook('onRequest', async (request) => refuseForeign(request))

  routes.get('/session', async (request): Promise<SessionState> => {
    const signedIn = await adminOfRequest(request, context)
    return { session: signedIn ? await sessionOf(context, signedIn) : null }
  })

  routes.post('/session', { schema: { body: SignInInput } }, async (request, reply): Promise<SessionState> => {
    const { email } = request.body
    attemptOrWait(attempts, email, request, reply, clock.now())
    const { organization, admin } = await accountByPassword(database, request.body)
    attempts.succeed(foldCase(email), request.ip)
    return begin(context, request, reply, { organization, admin, by: 'password' })
  })

  routes.delete('/session', async (request, reply) => {
    const signedIn = await adminOfRequest(request, context)
    if (signedIn) await endSession(request, reply, context, signedIn)
    return reply.code(204).send()
  })

  routes.post('/session/link/look', { schema: { body: LinkInput } }, async (request) => {
    const { credential, admin } = await lookAtLink(database, request.body.link, clock.now())
    const name = await organizationName(database.of(credential.organization))
    return {
      name: admin.name,
      email: admin.email,
      organization: { id: credential.organization, name },
      hasPassword: admin.hasPassword,
      expiresAt: credential.expiresAt!.toISOString(),
    }
  })

  routes.post('/session/link', { schema: { body: LinkInput } }, async (request, reply): Promise<SessionState> => {
    const { credential, admin } = await spendLink(database, request.body.link, clock.now())
    return begin(context, request, reply, { organization: credential.organization, admin: admin.id, by: 'link' })
  })

  routes.put(
    '/session/password',
    { schema: { body: PasswordInput } },
    async (request, reply): Promise<SessionState> => {
      const signedIn = await adminOfRequest(request, context)
      if (!signedIn) throw new Refused(401, 'UNAUTHENTICATED', 'Sign in first.')
      const { organization, admin, byLink } = signedIn
      const db = database.of(organization)
      if (admin.hasPassword && !byLink) {
        attemptOrWait(attempts, admin.email, request, reply, clock.now())
        await checkCurrent(db, admin.id, request.body.current ?? '')
        attempts.succeed(foldCase(admin.email), request.ip)
      }
      await setPassword(db, admin, request.body.password)
      await endAllSessions(context, { organization, admin: admin.id })
      return begin(context, request, reply, { organization, admin: admin.id, by: 'password' })
    },
  )
}

function attemptOrWait(
  attempts: Attempts,
  email: string,
  request: FastifyRequest,
  reply: FastifyReply,
  now: Date,
): void {
  try {
    attempts.begin(foldCase(email), request.ip, now)
  } catch (error) {
    if (error instanceof Refused) reply.header('retry-after', String(error.details.retryAfterSeconds))
    throw error
  }
}

/** A new session in place of the one the browser came with, if any. */
async function begin(
  context: SigninContext,
  request: FastifyRequest,
  reply: FastifyReply,
  who: Parameters<typeof openSession>[3],
): Promise<SessionState> {
  const before = await adminOfRequest(request, context)
  if (before) await endSession(request, reply, context, before)
  await openSession(request, reply, context, who)
  const admin = await adminById(context.database.of(who.organization), who.admin)
  if (!admin) throw new Refused(401, 'UNAUTHENTICATED', 'This account is gone.')
  return { session: await sessionOf(context, { ...who, admin, byLink: who.by === 'link' }) }
}

async function sessionOf(
  { database }: SigninContext,
  { organization, admin, byLink }: Pick<SignedIn, 'organization' | 'admin' | 'byLink'>,
): Promise<Session> {
  const { name, email, role, hasPassword } = admin
  const reference = { id: organization, name: await organizationName(database.of(organization)) }
  return { name, email, role, organization: reference, hasPassword, byLink }
}
