import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../src/platform/db/db.ts'
import { type SqlFragment, sql } from '../../src/platform/db/sql.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { undoneNow, wrongNow } from './books.ts'
import { type Doors, furnish, type Ground, type Notes, noNotes, storm } from './storm.ts'

let server: TestServer
let db: Db
let doors: Doors
let ground: Ground
const notes: Notes = noNotes()
beforeAll(async () => {
  server = await startTestServer()
  const tenant = await server.tenant()
  db = tenant.db
  doors = tenant
  ground = await furnish(doors, server.fresh.database, db.organization)
  const isOver = () => notes.users.length > 60 && notes.rules.length > 20
  await storm(doors, ground, notes, { node: 0, round: 0, pool: true }, isOver)
  await doors.api.settle()
}, 120_000)
afterAll(() => server.close())

const ofFixed = () => sql.part`organization_id = ${db.organization} and product_id = ${ground.fixed}`
const ofOurs = () => sql.part`organization_id = ${db.organization}`

/** What is said after a loss, which is then undone. */
async function saidAfter(loss: SqlFragment, ask = wrongNow): Promise<string> {
  let said: readonly string[] = []
  const undone = new Error('undone')
  const work = db.transaction(async (tx) => {
    await tx.run(sql`${loss}`)
    said = await ask(tx, ground, notes)
    throw undone
  })
  await expect(work).rejects.toBe(undone)
  return said.join('\n')
}

describe('books', () => {
  it('agree after a storm', async () => {
    expect(await wrongNow(db, ground, notes)).toEqual([])
    expect(await undoneNow(db, ground, notes)).toEqual([])
  })

  it('tell of anything that was lost', async () => {
    const member = [...notes.members].find(([, is]) => is === 'in')![0].split(' ')
    const losses: readonly (readonly [SqlFragment, RegExp])[] = [
      [sql.part`delete from users where ${ofOurs()} and id = ${notes.users[7]}`, /^user .* is lost$/m],
      [
        sql.part`delete from memberships where ${ofOurs()}
          and group_no = (select group_no from groups where ${ofOurs()} and id = ${member[0]})
          and user_no = (select user_no from users where ${ofOurs()} and id = ${member[1]})`,
        /^membership .* is not in$/m,
      ],
      [
        sql.part`delete from deliveries where ${ofFixed()} and id = (select min(id::text)::uuid from deliveries where ${ofFixed()})`,
        /has no delivery/,
      ],
      [sql.part`update pools set used = used + 1 where ${ofFixed()}`, /a counter says/],
      [
        sql.part`update assignments set until = since - interval '1 s' where ${ofOurs()} and until is not null`,
        /one until before it began/,
      ],
      [sql.part`update rules set rank = rank + 1 where ${ofOurs()} and until_version is null`, /gap in its ranks/],
      [
        sql.part`update rules set gives = '{"products": [], "deviceGroups": []}' where ${ofOurs()}`,
        /is not as acknowledged/,
      ],
    ]
    for (const [statement, expected] of losses)
      expect(await saidAfter(statement), statement.strings.join('')).toMatch(expected)
  })

  it('tell of anything that was left undone', async () => {
    const undone: readonly (readonly [SqlFragment, RegExp])[] = [
      [sql.part`delete from waiting where ${ofFixed()}`, /entitled and has no seat/],
      [sql.part`update pools set owned = owned + 1 where ${ofFixed()}`, /waits while a seat is free/],
      [sql.part`update rules set gives = '{"products": [], "deviceGroups": []}' where ${ofOurs()}`, /no rule gives it/],
    ]
    for (const [statement, expected] of undone)
      expect(await saidAfter(statement, undoneNow), statement.strings.join('')).toMatch(expected)
  })
})
