import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSource, createToken } from '../../src/inbound/source.ts'
import { createCredential } from '../../src/organization/credential.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { type ApiClient, openApi } from '../support/api-client.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { databaseUrl, dataFolder, endPrograms, type Program, rollcall } from '../support/program.ts'
import { openScim, type ScimClient } from '../support/scim-client.ts'

const OWNED = 10
const PEOPLE = 40

let fresh: FreshDatabase
const folders = [dataFolder(), dataFolder()]
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterEach(endPrograms)
afterAll(async () => {
  await fresh.close()
  for (const folder of folders) folder.remove()
})

interface Node {
  readonly program: Program
  readonly url: string
}

function startNodes(...flags: readonly (readonly string[])[]): Promise<Node[]> {
  const env = { DATABASE_URL: databaseUrl(fresh.connection) }
  return Promise.all(
    flags.map(async (extra, index) => {
      const data = folders[index]!.path
      const program = rollcall(['serve', '--port', '0', '--data', data, '--log-level', 'warn', ...extra], env)
      return { program, url: await program.said(/Rollcall is at (http:\S+)/) }
    }),
  )
}

async function tenant(
  nodes: readonly Node[],
): Promise<{ scims: ScimClient[]; apis: ApiClient[]; organization: string }> {
  const db = await freshOrganization(fresh.database)
  const source = await createSource(db, { name: 'Okta', domainRequired: false }, new Date())
  const { secret: token } = await createToken(db, source, {}, new Date())
  const api = await createCredential(db, { kind: 'api', label: 'test' }, new Date())
  return {
    organization: db.organization,
    scims: nodes.map(({ url }) => openScim({ url: `${url}/scim/v2/${source.slug}`, token })),
    apis: nodes.map(({ url }) => openApi(`${url}/api/v1`, api.secret)),
  }
}

describe('two servers on one database', () => {
  it('never hand out one seat too many, however they race for the last ones', { timeout: 60_000 }, async () => {
    const nodes = await startNodes([], [])
    const { scims, apis, organization } = await tenant(nodes)
    const [scim, api] = [scims[0]!, apis[0]!]
    const product = await api.product('Sprockets', { Standard: OWNED })
    const group = await scim.createGroup('Everybody')
    await api.rule(group, { products: [{ product: product.id, tier: 'Standard' }] })
    const users = await Promise.all(
      Array.from({ length: PEOPLE }, (_, i) => scims[i % 2]!.createUser(`person.${i}@lindenhof.example`)),
    )

    // Everybody comes at once through both doors; then holders go and come back, four times, while others wait.
    await Promise.all(users.map((user, i) => scims[i % 2]!.add(group, user)))
    for (let round = 0; round < 4; round++) {
      const some = users.filter((_, i) => i % 13 === round)
      await Promise.all(some.map((user, i) => scims[i % 2]!.remove(group, user)))
      await Promise.all([
        ...some.map((user, i) => scims[(i + 1) % 2]!.add(group, user)),
        ...apis.map((each) => each.settle()),
      ])
    }
    await Promise.all(apis.map((each) => each.settle()))

    // At no run were more seats out than there are, and the books agree with each other at the end.
    const books = await fresh.owner.row(sql`
      select
        (select max(out) from (
          select sum(sum(case when kind in ('seat.given', 'seat.returned') then 1 when kind in ('seat.lost', 'seat.freed') then -1 else 0 end))
            over (order by run_no) as out
          from changes where organization_id = ${organization} group by run_no) runs) as most,
        (select used from pools where organization_id = ${organization} and product_id = ${product.id}) as used,
        (select count(*) from seats where organization_id = ${organization} and until is null) as held,
        (select count(distinct user_no) from seats where organization_id = ${organization} and until is null) as holders`)
    expect(books).toEqual({ most: OWNED, used: OWNED, held: OWNED, holders: OWNED })
    expect(await api.pool(product.id, 'Standard')).toMatchObject({ held: OWNED, waiting: PEOPLE - OWNED })
  })

  it('wake each other: what a node without a worker takes in is done by the other at once', {
    timeout: 60_000,
  }, async () => {
    const [door, motor] = await startNodes(['--no-work'], [])
    const { scims, apis } = await tenant([door!, motor!])
    const [scim, api] = [scims[0]!, apis[0]!]
    const product = await api.product('Sprockets', { Standard: null })
    const group = await scim.createGroup('Everybody')
    await api.rule(group, { products: [{ product: product.id, tier: 'Standard' }] })
    const user = await scim.createUser('ada.lovelace@lindenhof.example')
    const startedAt = performance.now()
    await scim.add(group, user)
    let held = 0
    while (held === 0 && performance.now() - startedAt < 5000) {
      const { tiers } = await api.get<{ tiers: { held: number }[] }>(`/products/${product.id}`)
      held = tiers[0]!.held
    }
    expect(held).toBe(1)
    const { code, tookMs } = await motor!.program.end('SIGTERM')
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(5000)
  })
})
