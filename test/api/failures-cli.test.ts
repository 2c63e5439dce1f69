import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import type { Product } from '../../src/contract/product.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
let admin: ApiUser
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  const url = await api.http.listen({ host: '127.0.0.1', port: 0 })
  const db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  env = { ROLLCALL_URL: url, ROLLCALL_TOKEN: admin.token }
  const directory = await newDirectory(db, () => api.clock.now())
  const group = await directory.createGroup('Sales')
  const users: number[] = []
  for (const name of ['ada', 'bob', 'eve']) users.push(await directory.createUser({ userName: `${name}@example.com` }))
  await directory.addMembers(group.no, users)
  const input = { name: 'Meeting', graceSeconds: 3600, tiers: [{ name: 'Pro', owned: 1 }] }
  const product = (await admin.send<Product>('POST', '/products', input)).body
  await admin.send('POST', '/rules?apply=true', { group: group.id, products: [{ product: product.id }] })
  await admin.send('POST', '/runs')
  await directory.removeMembers(group.no, [users[0]!])
  await admin.send('POST', '/runs')
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

async function told(name: string, words: readonly string[] = [], flags: Call['flags'] = {}) {
  const out: string[] = []
  const err: string[] = []
  const command = await commands[name]!.load()
  const code = await command.run({
    words,
    flags,
    env,
    answer: (text) => out.push(text),
    say: (text) => err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('the commands for what failed', () => {
  it('say what failed, and for whom', async () => {
    const { out, code } = await told('failures')
    expect(code).toBe(0)
    expect(out).toContain('2 users wait for Meeting Pro: no seat is free.')
    const people = await told('failures', [], { cause: 'no-seats-left', product: 'meeting' })
    expect(people.out).toContain('bob@example.com  Meeting Pro')
    expect(people.out).toContain('Rule “Sales” says so.')
    const json = await told('failures', [], { cause: 'no-seats-left', json: true, all: true })
    expect(json.out.split('\n').map((line) => JSON.parse(line).user.name)).toEqual([
      'bob@example.com',
      'eve@example.com',
    ])
    expect(await told('failures', [], { cause: 'x' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('There are:'),
    })
  })

  it('try again for some, or for all', async () => {
    const some = await told('retry', ['no-seats-left'], { user: 'bob@example.com, ada@example.com' })
    expect(some).toEqual({ code: 0, out: '1 tried again.', err: 'For 1 of them nothing had failed so.' })
    expect((await told('retry', ['no-seats-left'], { all: true, product: 'Meeting' })).out).toBe('2 tried again.')
    expect(await told('retry', ['no-seats-left'])).toMatchObject({ code: 1, err: expect.stringContaining('--user') })
  })

  it('end a grace, and the seat goes to who waits', async () => {
    expect(await told('seats end-grace', ['Meeting'], { user: 'bob' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_IN_GRACE'),
    })
    expect(await told('seats end-grace', ['meeting'], { user: 'ada' })).toMatchObject({ code: 0, out: '1 ended.' })
    await admin.send('POST', '/runs')
    expect((await told('failures')).out).toContain('1 user waits for Meeting Pro')
  })
})
