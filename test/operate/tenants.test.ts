import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

const CLIENTS = 8
const USERS = 15

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('two organizations written at once by many clients', () => {
  it('have not one record in the wrong place', { timeout: 60_000 }, async () => {
    const tenants = await Promise.all([server.tenant('Lindenhof'), server.tenant('Brunnengasse')])
    const results = await Promise.all(tenants.map((tenant, index) => fill(tenant, index === 0 ? 'linden' : 'brunnen')))

    for (const [index, tenant] of tenants.entries()) {
      const mine = index === 0 ? 'linden' : 'brunnen'
      await tenant.api.settle()
      for (const table of ['users', 'groups']) {
        const rows = await server.fresh.owner.rows<{ name: string }>(
          table === 'users'
            ? sql`select user_name as name from users where organization_id = ${tenant.db.organization}`
            : sql`select display_name as name from groups where organization_id = ${tenant.db.organization}`,
        )
        expect(rows.length).toBe(table === 'users' ? CLIENTS * USERS : CLIENTS)
        expect(rows.filter((row) => !row.name.startsWith(mine))).toEqual([])
      }
      // Memberships, seats and changes point only at what is there, under the same organization.
      const strays = await server.fresh.owner.row<{ count: number }>(sql`
        select count(*) as count from (
          select organization_id, user_no from memberships union all
          select organization_id, user_no from seats union all
          select organization_id, user_no from assignments union all
          select organization_id, user_no from changes
        ) r
        where not exists (select from users u where u.organization_id = r.organization_id and u.user_no = r.user_no)`)
      expect(strays!.count).toBe(0)
      const { users } = await tenant.api.get<{ users: { userName: string; seats: unknown[] }[] }>('/users?limit=500')
      expect(users).toHaveLength(CLIENTS * USERS)
      for (const user of users) expect(user.seats).toHaveLength(1)
      // The other's ids are unknown here, by either door.
      const theirs = results[1 - index]!.slice(0, 20)
      for (const id of theirs) {
        expect((await tenant.api.send('GET', `/users/${id}`)).status).toBe(404)
        expect((await tenant.scim.send('GET', `/Users/${id}`)).status).toBe(404)
      }
    }
  })
})

/** Many clients of one organization, each with its users and a group of its own. @returns ids of users */
async function fill({ scim, api }: Tenant, name: string): Promise<string[]> {
  const product = await api.product('Sprockets', { Standard: null })
  const ids = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      const group = await scim.createGroup(`${name}-${client}`)
      await api.rule(group, { products: [{ product: product.id, tier: 'Standard' }] })
      const mine: string[] = []
      for (let i = 0; i < USERS; i++) {
        const user = await scim.createUser(`${name}-${client}-${i}@same.example`)
        await scim.add(group, user)
        mine.push(user)
      }
      return mine
    }),
  )
  return ids.flat()
}
