import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../src/contract/problem.ts'
import type { SourceDeleted, Sources } from '../../src/contract/source.ts'
import type { Stopped } from '../../src/contract/stop.ts'
import type { SourceId } from '../../src/directory/user.ts'
import { recordRequest } from '../../src/history/store.ts'
import { createGroup } from '../../src/inbound/receive/group.ts'
import { openInbound } from '../../src/inbound/receive/inbound.ts'
import { beginDeletion } from '../../src/inbound/receive/source.ts'
import { createUser } from '../../src/inbound/receive/user.ts'
import { createSource } from '../../src/inbound/source.ts'
import { markUsersDeleted } from '../../src/inbound/store/emptying.ts'
import { finishDeletions } from '../../src/operate/rounds.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { createLog } from '../../src/platform/log.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let source: string
let sales: string
let product: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())
beforeEach(async () => {
  tenant = await server.tenant()
  source = (await tenant.api.get<Sources>('/sources')).sources[0]!.id
  product = (await tenant.api.product('Meeting', { Pro: 50 })).id
})

/** So many people in Sales, each with a seat. */
async function people(count: number): Promise<readonly string[]> {
  const { scim, api } = tenant
  const ids = await Promise.all(
    Array.from({ length: count }, (_, index) => scim.createUser(`user.n${index}@lindenhof.example`)),
  )
  sales = await scim.createGroup('Sales', ids)
  await api.rule(sales, { products: [{ product, tier: 'Pro' }] })
  await api.settle()
  return ids
}
const remove = (body?: object, query = '') =>
  tenant.api.send<SourceDeleted & Problem & { users: number }>('DELETE', `/sources/${source}${query}`, body)
const living = async () =>
  (await tenant.db.row<{ users: number; groups: number; members: number }>(sql`
    select (select count(*) from users where organization_id = ${tenant.db.organization} and deleted_at is null) as users,
      (select count(*) from groups where organization_id = ${tenant.db.organization} and deleted_at is null) as groups,
      (select count(*) from memberships where organization_id = ${tenant.db.organization}) as members`))!

describe('the deletion of a source', () => {
  it('is refused until it names the source, or how many users it has', async () => {
    await people(3)
    const refused = await remove()
    expect(refused).toMatchObject({ status: 409, body: { code: 'CONFIRM_DELETION', users: 3, groups: 1 } })
    expect(refused.body.detail).toContain('3 users and 1 groups')
    expect((await remove(undefined, '?confirm=Entra')).status).toBe(409)
    expect((await remove({ users: 2 })).status).toBe(409)
    expect(await living()).toEqual({ users: 3, groups: 1, members: 3 })
    expect(await remove({ users: 3 })).toMatchObject({ status: 200, body: { users: 3, groups: 1, finished: true } })
  })

  it('closes its door, and deletes its users, groups and memberships', async () => {
    const ids = await people(3)
    await tenant.api.post('/pins', { user: ids[0], field: 'product', product, tier: 'Pro', reason: 'a guest' })
    expect((await remove(undefined, '?confirm=Okta')).status).toBe(200)
    expect(await living()).toEqual({ users: 0, groups: 0, members: 0 })
    expect((await tenant.scim.send('GET', '/Users')).status).toBe(401)
    expect((await tenant.api.get<Sources>('/sources')).sources).toEqual([])
    for (const id of ids)
      expect(await tenant.api.user(id)).toMatchObject({
        withheld: 'deleted',
        status: 'suspended',
        seats: [],
        source: { name: 'Okta' },
      })
    expect((await tenant.api.get<{ pins: unknown[] }>('/pins')).pins).toEqual([])
    expect((await remove(undefined, '?confirm=Okta')).status).toBe(404)
  })

  it('is recorded, and is the reason of what follows', async () => {
    const [ada] = await people(2)
    await remove({ users: 2 })
    await tenant.api.settle()
    const { activity } = await tenant.api.get<{ activity: { id: string; kind: string; detail: unknown }[] }>(
      '/activity?kind=source.delete',
    )
    expect(activity).toMatchObject([{ kind: 'source.delete', detail: { users: 2, groups: 1 } }])
    const lost = await tenant.api.get<{ activity: { because: { kind: string; request: string } }[] }>(
      `/activity?user=${ada}&kind=seat.lost`,
    )
    expect(lost.activity[0]!.because).toMatchObject({ kind: 'deleted', request: activity[0]!.id })
  })

  it('has its losses stopped, all of them, when they are over the limit', async () => {
    await people(12)
    await remove({ users: 12 })
    await tenant.api.settle()
    const { stops } = await tenant.api.get<Stopped>('/stopped')
    expect(stops.map((stop) => stop.count)).toEqual([12])
    expect(await tenant.api.pool(product, 'Pro')).toMatchObject({ held: 12 })
    await tenant.api.post('/stopped/apply')
    expect(await tenant.api.pool(product, 'Pro')).toMatchObject({ held: 0 })
  })

  it('goes on where it was cut off, at the next start or round', async () => {
    const { db } = tenant
    await people(4)
    const at = server.clock.now()
    const record = () =>
      recordRequest(db, {
        at,
        actor: { kind: 'admin', id: null, name: 'test' },
        action: 'source.delete',
        target: { kind: 'source', id: source, name: 'Okta' },
      })
    await beginDeletion(db, source as SourceId, at, record)
    await db.transaction((tx) => markUsersDeleted(tx, source as SourceId, at, '', 2))
    expect(await living()).toMatchObject({ users: 2, groups: 1 })
    const { database } = server.fresh
    const woken: string[] = []
    const rounds = {
      database,
      clock: server.clock,
      log: createLog({ level: 'silent' }),
      wake: (organization: string) => void woken.push(organization),
    }
    await finishDeletions(rounds)
    expect(await living()).toEqual({ users: 0, groups: 0, members: 0 })
    expect(woken).toEqual([db.organization])
    expect(await tenant.api.pool(product, 'Pro')).toMatchObject({ held: 0 })
    await finishDeletions(rounds)
    expect(woken).toHaveLength(1)
    // Another node may take a write for a few seconds longer.
    const late = openInbound({ database, clock: server.clock, wake: () => {} })
    const known = { ...(await createSource(db, { name: 'Stale' }, at)), id: source as SourceId }
    await createUser(late, known, { userName: 'late@lindenhof.example', active: true })
    await createGroup(late, known, { displayName: 'Late' }, [])
    await finishDeletions(rounds)
    expect(await living()).toEqual({ users: 0, groups: 0, members: 0 })
    expect(woken).toHaveLength(2)
  })

  it('leaves other sources as they are, and another organization’s source is unknown', async () => {
    const other = await server.tenant('Brunnengasse')
    const guest = await other.scim.createUser('ada@brunnengasse.example')
    await people(1)
    expect((await other.api.send('DELETE', `/sources/${source}?confirm=Okta`)).status).toBe(404)
    await remove({ users: 1 })
    expect(await other.api.user(guest)).toMatchObject({ withheld: null })
  })
})
