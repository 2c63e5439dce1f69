import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/platform/db/db.ts'
import { openApi } from '../support/api-client.ts'
import { dataFolder, endPrograms, type Program, rollcall, startDemo } from '../support/program.ts'
import { openScim } from '../support/scim-client.ts'
import { unsettled, wrongInBooks } from './books.ts'
import { type Doors, furnish, type Ground, type Notes, noNotes, storm } from './storm.ts'

/** 30 in every test run; more by hand: ROLLCALL_TEST_KILLS=200 npx vitest run test/operate/kill.test.ts */
const KILLS = Number(process.env.ROLLCALL_TEST_KILLS ?? 30)

const data = dataFolder()
/** Half of a start is compiling; who is killed leaves nothing compiled behind, the demo before it does. */
const compiled = { NODE_COMPILE_CACHE: join(data.path, 'compiled') }
afterEach(endPrograms)
afterAll(() => data.remove())

describe('a server that is killed in a storm of memberships, rule edits and pool changes', () => {
  it(`has every acknowledged write when it starts again, and its books agree, ${KILLS} times`, {
    timeout: 120_000 + KILLS * 15_000,
  }, async () => {
    const { demo, ready } = await startDemo(['--empty', '--data', data.path], compiled)
    const doorsAt = (url: string): Doors => {
      const scim = { url: ready.scim.url.replace(ready.url, url), token: ready.scim.token }
      return { scim: openScim(scim), api: openApi(`${url}/api/v1`, ready.apiToken) }
    }
    const database = openBooks()
    const ground = await furnish(doorsAt(ready.url), database, ready.organization)
    await database.close()
    await demo.end('SIGINT')

    const notes = noNotes()
    let server = await start()
    for (let kill = 0; kill < KILLS; kill++) {
      const writing = storm(doorsAt(server.url), ground, notes, { node: 0, round: kill, pool: true }, () => false)
      await someWritten(notes)
      await sleep(Math.random() * 300)
      // Every fourth time its PostgreSQL as well: what was acknowledged is on the disk, not in a process.
      if (kill % 4 === 3) process.kill(postmaster().pid, 'SIGKILL')
      await server.program.end('SIGKILL')
      await writing
      server = await start()
      await verify(doorsAt(server.url), ground)
    }
    await verify(doorsAt(server.url), ground)
    expect(notes.users.length).toBeGreaterThan(KILLS)
    expect(notes.rules.length).toBeGreaterThan(KILLS)
    expect(await doorsAt(server.url).api.post('/runs', { full: true })).toMatchObject({ run: null })
    const doctor = rollcall(['doctor', '--json', '--data', data.path])
    expect((await doctor.end()).code, doctor.stdout() + doctor.stderr()).toBe(0)
    expect((await server.program.end('SIGTERM')).code).toBe(0)

    async function verify({ api }: Doors, about: Ground) {
      const database = openBooks()
      try {
        const db = database.of(ready.organization)
        // As the one before left it, whatever the workers do meanwhile; then what they made of it, which is looked at again
        // after the next kill.
        expect(await wrongInBooks(db, about, notes)).toEqual([])
        await api.settle()
        expect(await unsettled(db, about, notes)).toEqual([])
      } finally {
        await database.close()
      }
    }
  })
})

/** Until a few of each kind were acknowledged, however slow the machine is. */
async function someWritten({ users, rules }: Notes): Promise<void> {
  const [usersBefore, rulesBefore, until] = [users.length, rules.length, Date.now() + 10_000]
  while ((users.length < usersBefore + 4 || rules.length < rulesBefore + 2) && Date.now() < until) await sleep(5)
}

/** The server's own PostgreSQL, beside it. */
function openBooks() {
  return openDatabase({
    connection: { host: postmaster().socket, user: 'rollcall', database: 'rollcall' },
    poolSize: 2,
  })
}

function postmaster(): { readonly pid: number; readonly socket: string } {
  const cluster = readdirSync(data.path).find((name) => name.startsWith('postgres-'))!
  const lines = readFileSync(join(data.path, cluster, 'postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(lines[0]), socket: lines[4]! }
}

async function start(): Promise<{ readonly program: Program; readonly url: string }> {
  const args = ['serve', '--port', '0', '--data', data.path, '--log-level', 'warn']
  const program = rollcall(args, compiled)
  return { program, url: await program.said(/Rollcall is at (http:\S+)/, 60_000) }
}
