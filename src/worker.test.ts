import { setTimeout as sleep } from 'node:timers/promises'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../test/support/database.ts'
import { systemClock } from './platform/clock.ts'
import { openWakeups } from './platform/db/listen.ts'
import { sql } from './platform/db/sql.ts'
import { Retryable } from './platform/errors.ts'
import { newId } from './platform/id.ts'
import { createLog } from './platform/log.ts'
import type { RunOutcome } from './reconcile.ts'
import { startWorker, type Worker, type WorkerOptions } from './worker.ts'

const nothing: RunOutcome = { run: null, touched: 0, changed: 0, stopped: 0 }

let fresh: FreshDatabase
let worker: Worker
let lines: { readonly level: string; readonly msg: string }[]
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterEach(() => worker.stop())
afterAll(() => fresh.close())

function start(options: Partial<WorkerOptions>): Worker {
  lines = []
  const log = createLog({ destination: { write: (line) => void lines.push(JSON.parse(line)) } })
  worker = startWorker({ database: fresh.database, clock: systemClock, log, lookMs: 60_000, ...options })
  return worker
}

describe('the worker', () => {
  it('answers any number of wake-ups with one run, and those that come during it with one more', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let runs = 0
    const { wake, lagSeconds } = start({
      run: async () => {
        await gates[runs++]!.promise
        return nothing
      },
    })
    for (let i = 0; i < 100; i++) wake('a')
    await sleep(20)
    expect(runs).toBe(1)
    for (let i = 0; i < 100; i++) wake('a')
    await sleep(20)
    expect(runs).toBe(1)
    expect(lagSeconds()).toBeGreaterThan(0.01)
    for (const gate of gates) gate.resolve()
    await sleep(20)
    expect(runs).toBe(2)
    expect(lagSeconds()).toBe(0)
  })

  it('runs organizations at once, but no more than it may', async () => {
    const gate = Promise.withResolvers<void>()
    const started: string[] = []
    const { wake } = start({
      runsAtOnce: 2,
      run: async (organization) => {
        started.push(organization)
        await gate.promise
        return nothing
      },
    })
    for (const organization of ['a', 'b', 'c']) wake(organization)
    await sleep(20)
    expect(started).toEqual(['a', 'b'])
    gate.resolve()
    await sleep(20)
    expect(started).toEqual(['a', 'b', 'c'])
  })

  it('tries again what may work later, and says so once', async () => {
    let attempts = 0
    const { wake } = start({
      run: async () => {
        if (++attempts < 3) throw new Retryable('The database cannot be reached.')
        return nothing
      },
    })
    wake('a')
    await expect.poll(() => attempts, { timeout: 2000 }).toBe(3)
    expect(lines.map((line) => line.level)).toEqual(['warn'])
  })

  it('leaves other organizations alone when one has a defect', async () => {
    const ran: string[] = []
    const { wake } = start({
      run: async (organization) => {
        ran.push(organization)
        if (organization === 'bad') throw new TypeError('a defect')
        return nothing
      },
    })
    wake('bad')
    wake('good')
    await sleep(30)
    // It rests: another wake-up does not make it try sooner, and is not forgotten either.
    wake('bad')
    await sleep(30)
    expect(ran).toEqual(['bad', 'good'])
    await expect.poll(() => ran.length, { timeout: 2500 }).toBe(3)
    expect(lines.map((line) => line.level)).toEqual(['error'])
  })

  it('finds by itself what nobody told it', async () => {
    const db = await freshOrganization(fresh.database)
    const ran: string[] = []
    const { lookedAt } = start({
      lookMs: 50,
      run: async (organization) => {
        ran.push(organization)
        await db.run(sql`delete from touched where organization_id = ${organization}`)
        return nothing
      },
    })
    await sleep(80)
    expect(ran).toEqual([])
    await db.run(sql`
      insert into touched (organization_id, user_no, request_id) values (${db.organization}, 1, ${newId()})`)
    await expect.poll(() => ran[0], { timeout: 2000 }).toBe(db.organization)
    expect(lookedAt()).toBeInstanceOf(Date)
  })

  it('hears from nodes that have none', async () => {
    const ran: string[] = []
    const { connection } = fresh
    start({
      connection,
      run: async (organization) => {
        ran.push(organization)
        return nothing
      },
    })
    const other = openWakeups({ connection, onTouched: () => {}, log: () => {} })
    await expect
      .poll(
        () => {
          other.notify('0198c0de-0000-7000-8000-000000000001')
          return ran[0]
        },
        { timeout: 3000 },
      )
      .toBe('0198c0de-0000-7000-8000-000000000001')
    await other.close()
  })

  it('stops after the run in progress, and begins no other', async () => {
    const gate = Promise.withResolvers<void>()
    let over = 0
    const { wake, stop } = start({
      run: async () => {
        await gate.promise
        over++
        return nothing
      },
    })
    wake('a')
    await sleep(10)
    wake('a')
    let stopped = false
    const stopping = stop().then(() => {
      stopped = true
    })
    await sleep(20)
    expect(stopped).toBe(false)
    gate.resolve()
    await stopping
    wake('a')
    await sleep(20)
    expect(over).toBe(1)
  })

  it('measures how long wake-ups wait', async () => {
    const registry = new Registry()
    const { wake } = start({ registry, run: async () => ({ run: 1, touched: 2, changed: 3, stopped: 1 }) })
    wake('a')
    await sleep(20)
    const text = await registry.metrics()
    expect(text).toContain('rollcall_run_lag_seconds 0')
    expect(text).toContain('rollcall_run_answer_seconds_count 1')
    expect(text).toContain('rollcall_run_changes_total 3')
    expect(text).toContain('rollcall_stopped_losses_total 1')
  })
})
