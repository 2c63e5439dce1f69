import { Me, Organization, OrganizationChange } from '../contract/organization.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/db.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { type Caller, requireAdmin } from './caller.ts'
import { changeOrganization, organizationSettings } from './store/organization.ts'

export interface OrganizationDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
  readonly record: (
    tx: Db,
    act: {
      readonly at: Date
      readonly actor: Caller['actor']
      readonly action: string
      readonly target: { readonly kind: string; readonly id: string; readonly name: string }
      readonly detail: Readonly<Record<string, unknown>>
    },
  ) => Promise<unknown>
}

/** Who calls, and the organization with its settings. */
export function organizationRoutes(fastify: TypedRoutes, { clock, wake, record }: OrganizationDeps): void {
  const tags = ['organization']

  fastify.get(
    '/me',
    { config: { managers: true }, schema: { tags, summary: 'Who you are here', response: { 200: Me } } },
    async ({ caller }) => {
      const { id, name } = (await organizationSettings(caller.db))!
      return { name: caller.actor.name, role: caller.role, privileges: [], organization: { id, name } }
    },
  )

  fastify.get(
    '/organization',
    { schema: { tags, summary: 'The organization and its settings', response: { 200: Organization } } },
    async ({ caller }) => (await organizationSettings(caller.db))!,
  )

  fastify.patch(
    '/organization',
    {
      schema: {
        tags,
        summary: 'Change settings of the organization',
        description: 'User Sync on again is a run over everything that happened while it was paused.',
        body: OrganizationChange,
        response: { 200: Organization },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const changed = await caller.db.transaction(async (tx) => {
        const { id, name, ...from } = (await organizationSettings(tx))!
        const now = await changeOrganization(tx, { ...body, ...(body.name && { name: body.name.trim() }) })
        const target = { kind: 'organization', id, name }
        const act = { at: clock.now(), actor: caller.actor, action: 'organization.change', target }
        await record(tx, { ...act, detail: { from, to: body } })
        return now
      })
      wake(caller.db.organization)
      return changed
    },
  )
}
