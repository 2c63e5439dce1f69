import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { Permanent, Refused } from '../../errors.ts'
import { openDatabase } from '../db.ts'
import { sql } from '../sql.ts'
import { workingIn } from './alive.ts'
import { readyBinaries } from './binaries.ts'
import { sweepLeftovers } from './leftovers.ts'
import { CLUSTER, mayEnter } from './place.ts'
import { type RunningPostgres, startPostgres } from './postgres.ts'

const nobody = { uid: 65534, gid: 65534, name: 'nobody' }
const root = process.getuid?.() === 0
const log = () => {}
const folders: string[] = []
const children: ChildProcess[] = []
const running: RunningPostgres[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const postgres of running.splice(0)) await postgres.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function freshFolder(): string {
  const folder = mkdtempSync('/tmp/rc-')
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

async function start(data: string): Promise<RunningPostgres> {
  const postgres = await startPostgres({ data, log })
  running.push(postgres)
  return postgres
}

/** Another program that owns the folder. */
function owner(data: string, user?: { uid: number; gid: number }): ChildProcess {
  const script = join(import.meta.dirname, '../../../../test/support/own-postgres.ts')
  const child = spawn(process.execPath, [script, data], { ...user, env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}

async function says(child: ChildProcess): Promise<string> {
  const said = once(child.stdout!, 'data').then(([text]) => String(text).trim())
  const failed = once(child.stderr!, 'data').then(([text]) => Promise.reject(new Error(String(text))))
  return Promise.race([said, failed])
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function answers(postgres: RunningPostgres): Promise<void> {
  const database = openDatabase({ connection: postgres.connection })
  expect(await database.owner.row(sql`select 1 as one`)).toEqual({ one: 1 })
  await database.close()
}

describe('the built-in PostgreSQL', () => {
  it('is durable, checks its pages, sorts by its own C.UTF-8 and listens on nothing but its socket', async () => {
    const postgres = await start(join(freshFolder(), 'data'))
    const database = openDatabase({ connection: postgres.connection })
    const setting = (name: string) => database.owner.row(sql`select current_setting(${name}) as is`)
    expect(await setting('fsync')).toEqual({ is: 'on' })
    expect(await setting('data_checksums')).toEqual({ is: 'on' })
    expect(await setting('listen_addresses')).toEqual({ is: '' })
    const locale = await database.owner.row(sql`
      select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'rollcall'`)
    expect(locale).toEqual({ datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8' })
    await database.close()
    expect(statSync(postgres.connection.host).mode & 0o777).toBe(0o700)
  })

  it('keeps what was written over a stop and a start', async () => {
    const data = freshFolder()
    const first = await start(data)
    const database = openDatabase({ connection: first.connection })
    await database.owner.run(sql`create table kept (n int)`)
    await database.close()
    await first.stop()
    const second = await start(data)
    expect(second.how).toBe('started')
    const again = openDatabase({ connection: second.connection })
    expect(await again.owner.rows(sql`select * from kept`)).toEqual([])
    await again.close()
  })

  it('has one owner: a second one is told where the first runs', async () => {
    const data = freshFolder()
    const child = owner(data)
    expect(await says(child)).toBe('first start')
    const second = startPostgres({ data, log })
    await expect(second).rejects.toThrow(`Rollcall is already running at http://127.0.0.1:8080 (pid ${child.pid}).`)
    await expect(second).rejects.toBeInstanceOf(Refused)
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(existsSync(join(data, 'owner.lock'))).toBe(false)
    expect(workingIn(join(data, CLUSTER))).toEqual([])
  })

  it('is adopted when its owner was killed', async () => {
    const data = freshFolder()
    const child = owner(data)
    await says(child)
    await killed(child)
    const postgres = await start(data)
    expect(postgres.how).toBe('adopted')
    await answers(postgres)
  })

  it('starts over the leftovers of a killed one, though their number belongs to another program now', async () => {
    const data = freshFolder()
    const child = owner(data)
    await says(child)
    await killed(child)
    const [postmaster] = readFileSync(join(data, CLUSTER, 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(postmaster), 'SIGKILL')
    await sleep(300)
    const pidFile = join(data, CLUSTER, 'postmaster.pid')
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)))
    const lock = join(data, 'owner.lock')
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/"pid":\d+/, `"pid":${process.pid}`))
    const postgres = await start(data)
    expect(postgres.how).toBe('started')
    await answers(postgres)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('recovers from a kill -9 during the first start (%i of 8)', async (nth) => {
    const data = freshFolder()
    const child = owner(data)
    await sleep(nth * 120)
    await killed(child)
    const postgres = await start(data)
    await answers(postgres)
    expect(readdirSync(data).filter((name) => name.includes('.tmp-'))).toEqual([])
  })

  it('says why it does not come up, and gives the folder free', async () => {
    const data = freshFolder()
    await (await start(data)).stop()
    running.pop()
    appendFileSync(join(data, CLUSTER, 'postgresql.conf'), '\nno_such_setting = 1\n')
    const failing = startPostgres({ data, log })
    await expect(failing).rejects.toThrow('no_such_setting')
    await expect(failing).rejects.toBeInstanceOf(Permanent)
    expect(existsSync(join(data, 'owner.lock'))).toBe(false)
  })

  it('never opens, nor hides, what another major version made', async () => {
    const data = freshFolder()
    mkdirSync(join(data, 'postgres-17'))
    await expect(startPostgres({ data, log })).rejects.toThrow('export it with the Rollcall that made it')
    expect(existsSync(join(data, CLUSTER))).toBe(false)
  })

  it('finds a shorter folder for its socket when the path of DATA is long', async () => {
    const data = join(freshFolder(), 'x'.repeat(90))
    const postgres = await start(data)
    expect(postgres.connection.host).toMatch(/^\/tmp\/rollcall-/)
    await answers(postgres)
    await running.pop()!.stop()
    expect(existsSync(postgres.connection.host)).toBe(false)
  })

  it.runIf(root && mayEnter(process.execPath, nobody))('runs for an ordinary user as for root', async () => {
    const data = freshFolder()
    chownSync(data, nobody.uid, nobody.gid)
    const child = owner(data, nobody)
    expect(await says(child)).toBe('first start')
    expect(statSync(join(data, CLUSTER)).uid).toBe(nobody.uid)
    child.kill('SIGTERM')
    await once(child, 'exit')
  })

  it.runIf(root)('is elsewhere, and says so, when the user it runs as cannot enter DATA', async () => {
    const closed = freshFolder()
    chmodSync(closed, 0o700)
    const data = join(closed, 'data')
    const postgres = await start(data)
    folders.push(postgres.dataFolder)
    expect(postgres.dataFolder).toMatch(/^\/var\/lib\/rollcall\/[0-9a-f]{12}$/)
    expect(readFileSync(join(data, 'where'), 'utf8')).toBe(`${postgres.dataFolder}\n`)
    await answers(postgres)
  })

  it.runIf(root)('runs from a copy when the user it runs as cannot enter the folder npm installed it in', async () => {
    const folder = freshFolder()
    const closed = join(folder, 'home')
    mkdirSync(closed, { mode: 0o700 })
    const native = readyBinaries({ folder, user: nobody, asOther: true })
    cpSync(native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
    mkdirSync(join(folder, 'binaries-1.tmp-7'))
    await sweepLeftovers(folder)
    const copy = readyBinaries(
      { folder, user: nobody, asOther: true },
      { native: join(closed, 'native'), version: '1' },
    )
    expect(copy).toBe(join(folder, 'binaries-1'))
    expect(readdirSync(folder).sort()).toEqual(['binaries-1', 'home'])
    expect(mayEnter(join(copy, 'bin/postgres'), nobody)).toBe(true)
  })
})
