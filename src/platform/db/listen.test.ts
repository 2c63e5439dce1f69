import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { openWakeups } from './listen.ts'
import { sql } from './sql.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

function node() {
  const heard: string[] = []
  const wakeups = openWakeups({ connection: fresh.connection, onTouched: (id) => heard.push(id), log: () => {} })
  return { heard, ...wakeups }
}

const listening = sql.part`
  select pid from pg_stat_activity where application_name = 'rollcall wake-ups' and datname = current_database()`

async function connected(count: number): Promise<void> {
  await vi.waitFor(async () => expect(await fresh.owner.rows(sql`${listening}`)).toHaveLength(count), { timeout: 5000 })
}

describe('wake-ups between nodes', () => {
  it('reach the other nodes, once for many touches, and not the sender', async () => {
    const [a, b] = [node(), node()]
    await connected(2)
    for (let i = 0; i < 100; i++) a.notify('one')
    a.notify('two')
    await vi.waitFor(() => expect(b.heard).toEqual(['one', 'two']))
    await sleep(50)
    expect(b.heard).toEqual(['one', 'two'])
    expect(a.heard).toEqual([])
    await Promise.all([a.close(), b.close()])
  })

  it('come again after the connection was lost', async () => {
    const [a, b] = [node(), node()]
    await connected(2)
    await fresh.owner.run(sql`select pg_terminate_backend(pid) from (${listening}) as gone`)
    await connected(0)
    a.notify('kept until the connection is back')
    await connected(2)
    a.notify('later')
    await vi.waitFor(() => expect(b.heard).toContain('later'))
    await Promise.all([a.close(), b.close()])
  })

  it('stop quietly though the database is not there', async () => {
    const nowhere = { host: '/nowhere', user: 'x', database: 'x' }
    const wakeups = openWakeups({ connection: nowhere, onTouched: () => {}, log: () => {} })
    await sleep(300)
    wakeups.notify('nobody')
    await wakeups.close()
  })
})
