import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../test/support/database.ts'
import type { Db } from '../db/db.ts'
import { sql } from '../db/sql.ts'
import { Permanent } from '../errors.ts'
import { createLog } from '../log.ts'
import { type Jobs, type JobsOptions, startJobs } from './jobs.ts'
import { enqueue } from './store.ts'

const log = createLog({ level: 'silent' })
let fresh: FreshDatabase
let db: Db
let jobs: Jobs | undefined

beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
})
afterAll(() => fresh.close())

const done: unknown[] = []
beforeEach(() => void done.splice(0))
afterEach(async () => {
  await jobs?.stop()
  jobs = undefined
})

async function work(options: Partial<JobsOptions> = {}): Promise<void> {
  const tasks = { note: async (payload: unknown) => void done.push(payload) }
  jobs = await startJobs({ owner: fresh.owner, tasks, log, ...options })
}

const waiting = () => fresh.owner.row<{ n: number }>(sql`select count(*) as n from graphile_worker.jobs`)

describe('jobs', () => {
  it('are added by the server though it may not touch the queue, and carried out', async () => {
    await enqueue(db, 'note', { organization: db.organization })
    await expect(db.rows(sql`select * from graphile_worker.jobs`)).rejects.toThrow('permission denied')
    await work()
    await vi.waitFor(() => expect(done).toEqual([{ organization: db.organization }]))
    await vi.waitFor(async () => expect(await waiting()).toEqual({ n: 0 }))
  })

  it('are there only when the transaction that added them commits', async () => {
    const failing = db.transaction(async (tx) => {
      await enqueue(tx, 'note', {})
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await waiting()).toEqual({ n: 0 })
  })

  it('are there once for a key, and not before their moment', async () => {
    const runAt = new Date(Date.now() + 3_600_000)
    for (const n of [1, 2, 3]) await enqueue(db, 'note', { n }, { key: 'connector:7', runAt })
    expect(await waiting()).toEqual({ n: 1 })
    await enqueue(db, 'note', { n: 4 }, { key: 'connector:7' })
    await work()
    await vi.waitFor(() => expect(done).toEqual([{ n: 4 }]))
  })

  it('are tried again when they fail, unless that is permanent', async () => {
    const tasks = {
      flaky: async () => Promise.reject(new Error('not yet')),
      hopeless: async () => {
        done.push('hopeless')
        throw new Permanent('never')
      },
    }
    await enqueue(db, 'flaky', {})
    await enqueue(db, 'hopeless', {})
    await work({ tasks })
    const left = sql`select task_identifier as task, attempts, last_error as error from graphile_worker.jobs`
    const expected = [{ task: 'flaky', attempts: 1, error: expect.stringContaining('not yet') }]
    await vi.waitFor(async () => expect(await fresh.owner.rows(left)).toMatchObject(expected), { timeout: 5000 })
    expect(done).toEqual(['hopeless'])
  })

  it('begin by the clock', async () => {
    await work({ cron: [{ task: 'note', at: '* * * * *', makeUpMinutes: 5 }] })
    const known = sql`select identifier from graphile_worker._private_known_crontabs`
    await vi.waitFor(async () => expect(await fresh.owner.rows(known)).toEqual([{ identifier: 'note' }]))
  })
})
