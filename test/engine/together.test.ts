import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fullPass } from '../../src/full-pass.ts'
import { type Database, type Db, openDatabase } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { reconcile } from '../../src/reconcile.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { interrupted } from './interrupted.ts'
import { fingerprint, toldWrongly, touchAll } from './laws.ts'
import { nothingAssigned, runOf } from './oracle-run.ts'
import { newScene, type Scene } from './scene.ts'
import { expected, stored } from './snapshot.ts'
import { newStage, people, product, ruled, run, setLimits, setPool } from './stage.ts'

/** ROLLCALL_STORM_MS: how long the storm lasts. */
const stormMs = Number(process.env.ROLLCALL_STORM_MS ?? 5000)

let fresh: FreshDatabase
let many: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  many = openDatabase({ connection: fresh.connection, poolSize: 14 })
})
afterAll(async () => {
  await many.close()
  await fresh.close()
})

const untilQuiet = async (db: Db) => {
  while ((await reconcile(db, new Date())).run !== null);
}

describe('runs that begin at once on several connections, while a source writes', () => {
  it(
    'never give more seats than owned, lose nothing, and leave what one run would',
    async () => {
      const db = many.of((await freshOrganization(fresh.database)).organization)
      const scene = await newScene(db)
      scene.clock.nowMs = Date.now()
      const stage = newStage(scene)
      await setLimits(stage, 1, 1_000_000)
      const few = await product(stage, 'few', 0, [{ owned: 7, shortage: 'fall-back' }, { owned: 9 }])
      const ample = await product(stage, 'ample', 0, [{}])
      const users = await people(stage, 60)
      const groups = [
        await ruled(stage, users, few, 0),
        await ruled(stage, users, few, 1),
        await ruled(stage, users, ample),
      ]

      const end = Date.now() + stormMs
      let writes = 0
      let most = 0
      /** Each writer has users of its own, so that what everybody is in at the end is known. */
      const writer = async (mine: readonly number[]) => {
        while (Date.now() < end) {
          const user = mine[Math.floor(Math.random() * mine.length)]!
          const group = groups[Math.floor(Math.random() * groups.length)]!
          const members = scene.world.groups.get(group)!
          if (members.delete(user)) await scene.directory.removeMembers(group, [user])
          else await scene.directory.addMembers(group, [members.add(user) && user])
          writes++
        }
      }
      const runner = async () => {
        while (Date.now() < end) await reconcile(db, new Date())
      }
      const watcher = async () => {
        while (Date.now() < end) {
          const over = await db.rows(sql`
          select 1 from pools p where organization_id = ${db.organization} and (used > owned or owned < (
            select count(*) from seats s where s.organization_id = p.organization_id and s.product_id = p.product_id
              and s.tier_id = p.tier_id and s.until is null))`)
          most = Math.max(most, over.length)
        }
      }
      const parts = Map.groupBy(users, (user) => user % 4)
      await Promise.all([...[...parts.values()].map(writer), runner(), runner(), runner(), runner(), watcher()])
      await untilQuiet(db)

      expect(writes).toBeGreaterThan(100)
      expect(most).toBe(0)
      expect(await toldWrongly(scene)).toEqual([])
      await isAtRest(scene)
      // Who has which of the few seats depends on who came when. That everybody entitled has one or waits, and nobody
      // else, does not; nor who has a product that is not short.
      const oracle = runOf(scene.world, nothingAssigned(), Date.now(), 1)
      const engine = await stored(scene)
      const whose = (name: string, lines: readonly string[]) =>
        new Set(lines.filter((line) => line.includes(name)).map((line) => Number(line.split(' ')[1])))
      const entitled = [...oracle.owed].filter(([, owed]) => owed.products.has(few.id)).map(([user]) => user)
      expect(whose('few', [...engine.seats, ...engine.waiting])).toEqual(new Set(entitled))
      expect(whose('ample', engine.seats)).toEqual(whose('ample', expected(scene, oracle).seats))
    },
    60_000 + stormMs,
  )
})

describe('a write that is committed in the middle of a run', () => {
  const writes = {
    'a pool is raised': (stage, few) => setPool(stage, few, 0, { owned: 3 }),
    'somebody is deactivated who holds': async ({ scene }) => {
      await change(scene, [...scene.world.people.keys()][0]!)
    },
    'somebody is deactivated who waits': async ({ scene }) => {
      await change(scene, [...scene.world.people.keys()][3]!)
    },
    'a rule is added': async (stage, few) => {
      await ruled(stage, [[...stage.scene.world.people.keys()][9]!], few)
    },
    'a rule is removed': async ({ scene }) => {
      const [first, ...rest] = scene.world.rules
      scene.world.rules = rest
      await scene.admin.saveRules(rest, scene.groupIds, [first!.group], [])
    },
  } satisfies Record<
    string,
    (stage: Awaited<ReturnType<typeof newStage>>, few: Awaited<ReturnType<typeof product>>) => Promise<void>
  >

  async function change(scene: Scene, user: number): Promise<void> {
    scene.world.people.set(user, { ...scene.world.people.get(user)!, active: false })
    await scene.directory.changeUser(user, { active: false })
  }

  for (const [name, write] of Object.entries(writes))
    it(`is seen by this run or by the next: ${name}`, async () => {
      for (let at = 1, last = 2; at < last; at++) {
        const stage = newStage(await newScene(await freshOrganization(fresh.database)))
        const { scene } = stage
        const few = await product(stage, 'few', 0, [{ owned: 1 }])
        const users = await people(stage, 10)
        await ruled(stage, users.slice(0, 2), few)
        await ruled(stage, users.slice(2, 6), few)
        await run(stage)
        await scene.directory.changeUser(users[0]!, { active: false })
        scene.world.people.set(users[0]!, { ...scene.world.people.get(users[0]!)!, active: false })
        await scene.directory.addMembers(scene.world.rules[1]!.group, users.slice(6, 8))
        for (const user of users.slice(6, 8)) scene.world.groups.get(scene.world.rules[1]!.group)!.add(user)
        const { db, count } = interrupted(scene.db, at, () => write(stage, few))
        await reconcile(db, new Date(scene.clock.nowMs))
        last = count()
        await reconcile(scene.db, new Date(scene.clock.nowMs))
        await isAtRest(scene)
        const oracle = expected(scene, runOf(scene.world, nothingAssigned(), scene.clock.nowMs, 1))
        const engine = await stored(scene)
        expect(engine.used, `before statement ${at}`).toEqual(oracle.used)
        expect(engine.waiting.length, `before statement ${at}`).toBe(oracle.waiting.length)
      }
    }, 60_000)
})

/** Nothing differs, no counter is wrong, and another look at everybody changes nothing. */
async function isAtRest(scene: Scene): Promise<void> {
  const now = new Date(Math.max(scene.clock.nowMs, Date.now()))
  expect(await fullPass(scene.db, now)).toMatchObject({ differing: 0, products: 0, wrongCounters: [] })
  const left = await fingerprint(scene)
  await touchAll(scene)
  await reconcile(scene.db, now)
  expect(await fingerprint(scene)).toBe(left)
}
