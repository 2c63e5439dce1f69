import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Seats } from '../../src/contract/seat.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { openApi } from '../support/api-client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { databaseUrl, dataFolder, endPrograms, type Program, rollcall } from '../support/program.ts'
import { openScim } from '../support/scim-client.ts'
import { unsettled, wrongInBooks } from './books.ts'
import { type Doors, furnish, newOrganization, noNotes, storm } from './storm.ts'

/** Users before the kill, and again after it; more by hand: ROLLCALL_TEST_USERS=1000 npx vitest run test/operate/nodes.test.ts */
const USERS = Number(process.env.ROLLCALL_TEST_USERS ?? 20)
const OWNED = 10
const PEOPLE = 40

let fresh: FreshDatabase
const folders = [dataFolder(), dataFolder(), dataFolder()]
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
      return { program, url: await program.said(/Rollcall is at (http:\S+)/, 60_000) }
    }),
  )
}

/** An organization, and its doors at each node. */
async function tenant(nodes: readonly Node[]): Promise<{ readonly doors: readonly Doors[]; readonly db: Db }> {
  const { db, slug, scimToken, apiToken } = await newOrganization(fresh.database)
  const doors = nodes.map(({ url }) => ({
    scim: openScim({ url: `${url}/scim/v2/${slug}`, token: scimToken }),
    api: openApi(`${url}/api/v1`, apiToken),
  }))
  return { doors, db }
}

async function isDone(db: Db): Promise<boolean> {
  const row = await db.row<{ left: boolean }>(sql`
    select exists (select from touched where organization_id = ${db.organization})
      or exists (select from touched_products where organization_id = ${db.organization}) as left`)
  return !row!.left
}

for (const [count, word] of [
  [2, 'two'],
  [3, 'three'],
] as const)
  describe(`${word} servers on one database`, () => {
    it('finish the work of one that is killed in a storm of memberships and rule edits, and their books agree', {
      timeout: 180_000 + USERS * 2000,
    }, async () => {
      const nodes = await startNodes(...Array.from({ length: count }, () => []))
      const { doors, db } = await tenant(nodes)
      const ground = await furnish(doors[0]!, fresh.database, db.organization)
      const notes = noNotes()
      let over = false
      const [first, ...others] = doors.map((each, node) =>
        storm(each, ground, notes, { node, round: 0, pool: node === count - 1 }, () => over),
      )
      const enough = (users: number, rules: number) =>
        until(() => notes.users.length > users && notes.rules.length > rules)

      await enough(USERS, USERS / 2)
      await nodes[0]!.program.end('SIGKILL')
      await first
      await enough(notes.users.length + USERS, notes.rules.length + USERS / 2)
      over = true
      await Promise.all(others)

      // Nobody asks for a run: the workers that are left find what the killed one had taken in.
      await until(() => isDone(db))
      await doors.at(-1)!.api.settle()
      expect(await wrongInBooks(db, ground, notes)).toEqual([])
      expect(await unsettled(db, ground, notes)).toEqual([])
      const seats = await Promise.all(doors.slice(1).map(({ api }) => api.get<Seats>('/seats')))
      for (const each of seats) expect(each).toEqual(seats[0])
      expect(await doors.at(-1)!.api.post('/runs', { full: true })).toMatchObject({ run: null })
      for (const { program } of nodes.slice(1)) expect((await program.end('SIGTERM')).code).toBe(0)
    })
  })

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000 + USERS * 1000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It took too long.')
    await sleep(10)
  }
}

describe('servers on one database', () => {
  it('never hand out one seat too many, however they race for the last ones', { timeout: 120_000 }, async () => {
    const nodes = await startNodes([], [])
    const { doors, db } = await tenant(nodes)
    const [scims, apis] = [doors.map((each) => each.scim), doors.map((each) => each.api)]
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
          from changes where organization_id = ${db.organization} group by run_no) runs) as most,
        (select used from pools where organization_id = ${db.organization} and product_id = ${product.id}) as used,
        (select count(*) from seats where organization_id = ${db.organization} and until is null) as held,
        (select count(distinct user_no) from seats where organization_id = ${db.organization} and until is null) as holders`)
    expect(books).toEqual({ most: OWNED, used: OWNED, held: OWNED, holders: OWNED })
    expect(await api.pool(product.id, 'Standard')).toMatchObject({ held: OWNED, waiting: PEOPLE - OWNED })
  })

  it('wake each other: what a node without a worker takes in is done by the other at once', {
    timeout: 120_000,
  }, async () => {
    const [door, motor] = await startNodes(['--no-work'], [])
    const { doors } = await tenant([door!, motor!])
    const { scim, api } = doors[0]!
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
