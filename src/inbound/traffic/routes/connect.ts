import { ByConnectLink, Connecting, ConnectToken } from '../../../contract/traffic.ts'
import { findCredential } from '../../../organization/credential.ts'
import { organizationSettings } from '../../../organization/store/organization.ts'
import type { Db } from '../../../platform/db/db.ts'
import { Refused } from '../../../platform/errors.ts'
import type { TypedRoutes } from '../../../platform/http/typed.ts'
import { recordOf, scimAddress } from '../../routes/named.ts'
import { createToken, findSource, type Source } from '../../source.ts'
import { linksOf, type SourceLink } from '../link.ts'
import { checklistOf, nameless, namelessChecklist, shownRequest } from '../shown.ts'
import { spendToken } from '../store/links.ts'
import { trafficOf } from '../store/read.ts'
import type { LinkDeps } from './links.ts'

/** The newest requests that a link shows. */
const SHOWN = 50
const TOKEN_DAYS = 365

const tags = ['sources']

/** What somebody without an account sees by a link, and the one thing they may be allowed to do. */
export function connectRoutes(fastify: TypedRoutes, { clock, database, publicUrl }: LinkDeps): void {
  /** @throws {Refused} 404: one text for whatever does not open, so that nothing is told apart */
  async function opened(secret: string): Promise<{ db: Db; source: Source; link: SourceLink }> {
    const now = clock.now()
    const credential = await findCredential(database, secret, 'connect', now)
    const db = credential && database.of(credential.organization)
    const source = db && (await findSource(db, credential.source as Source['id']))
    const link = source && (await linksOf(db, source.id, now)).find((each) => each.credential.id === credential.id)
    if (!link) throw new Refused(404, 'LINK_CLOSED', 'This link does not open anything any more. Ask for a new one.')
    return { db, source, link }
  }

  fastify.get(
    '/connect/:link',
    {
      schema: {
        tags,
        summary: 'How a source is being connected, by a link',
        security: [],
        params: ByConnectLink,
        response: { 200: Connecting },
      },
    },
    async ({ params }) => {
      const { db, source, link } = await opened(params.link)
      const [organization, checklist, requests] = await Promise.all([
        organizationSettings(db),
        checklistOf(db, source.id),
        trafficOf(db, source.id, { limit: SHOWN }),
      ])
      return {
        source: source.name,
        organization: organization?.name ?? '',
        url: scimAddress(publicUrl(), source),
        state: source.state,
        expiresAt: link.credential.expiresAt!.toISOString(),
        tokenAllowed: link.tokenAllowed && link.tokenMadeAt === null,
        checklist: namelessChecklist(checklist),
        requests: requests.map((row) => nameless(shownRequest(row))),
      }
    },
  )

  fastify.post(
    '/connect/:link/token',
    {
      schema: {
        tags,
        summary: 'Make the one token that a link allows',
        security: [],
        params: ByConnectLink,
        response: { 201: ConnectToken },
      },
    },
    async ({ params }, reply) => {
      const { db, source, link } = await opened(params.link)
      const now = clock.now()
      const { label, id } = link.credential
      const secret = await db.transaction(async (tx) => {
        if (!(await spendToken(tx, id, now)))
          throw new Refused(
            409,
            'TOKEN_MADE',
            'This link makes no token any more. Ask whoever sent it for another one.',
          )
        const expiresAt = new Date(now.getTime() + TOKEN_DAYS * 86_400_000)
        const made = await createToken(tx, source, { label, expiresAt }, now)
        // Whoever made the link answers for what is done with it.
        const actor = { kind: 'admin', id: null, name: link.createdBy } as const
        await recordOf(tx, actor, 'token.create', source, now, { label, link: id })
        return made.secret
      })
      reply.code(201)
      return { scim: { url: scimAddress(publicUrl(), source), token: secret } }
    },
  )
}
