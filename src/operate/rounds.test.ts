import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../test/support/server.ts'
import { plannerHere } from '../planner.ts'
import { sql } from '../platform/db/sql.ts'
import { createLog } from '../platform/log.ts'
import { makeRounds } from './rounds.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())

describe('the hourly rounds', () => {
  it('find what a run has missed, say so, and wake the worker for that organization only', async () => {
    const [tenant, other] = [await server.tenant(), await server.tenant('Brunnengasse')]
    const product = await tenant.api.product('Sprockets', { Standard: 5 })
    const group = await tenant.scim.createGroup('Everybody')
    await tenant.api.rule(group, { products: [{ product: product.id, tier: 'Standard' }] })
    const user = await tenant.scim.createUser('ada.lovelace@lindenhof.example')
    await other.scim.createUser('ada.lovelace@brunnengasse.example')
    await Promise.all([tenant.api.settle(), other.api.settle()])
    await tenant.scim.add(group, user)
    // As a defect of ours would lose it.
    await tenant.db.run(sql`delete from touched where organization_id = ${tenant.db.organization}`)
    expect(await tenant.api.seats(user)).toEqual([])

    const woken: string[] = []
    const lines: { level: string; differing?: number }[] = []
    const log = createLog({ destination: { write: (line) => void lines.push(JSON.parse(line)) } })
    const { database } = server.fresh
    const planner = plannerHere()
    await makeRounds({
      database,
      clock: server.clock,
      log,
      planner,
      wake: (organization) => void woken.push(organization),
    })
    expect(woken).toEqual([tenant.db.organization])
    expect(lines).toMatchObject([{ level: 'warn', differing: 1 }])
    expect(await tenant.api.seats(user)).toEqual(['Sprockets Standard held'])
  })
})
