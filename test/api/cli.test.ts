import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import type { Product } from '../../src/contract/product.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
let db: Db
let admin: ApiUser
let url: string
let data: string
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  url = await api.http.listen({ host: '127.0.0.1', port: 0 })
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  data = mkdtempSync(join(tmpdir(), 'rollcall-cli-'))
  writeFileSync(join(data, 'cli.json'), JSON.stringify({ url, token: admin.token }))

  const directory = await newDirectory(db, () => api.clock.now())
  const group = await directory.createGroup('Sales')
  const ada = await directory.createUser({ userName: 'ada@example.com' })
  const adam = await directory.createUser({ userName: 'adam@example.com' })
  await directory.addMembers(group.no, [ada, adam])
  const tiers = [{ name: 'Pro', owned: 1 }]
  const product = (await admin.send<Product>('POST', '/products', { name: 'Meeting', tiers })).body
  await admin.send('POST', '/rules?apply=true', {
    group: group.id,
    products: [{ product: product.id }],
    language: 'fr',
  })
  await admin.send('POST', '/runs')
})
afterAll(async () => {
  await api.close()
  await fresh.close()
  rmSync(data, { recursive: true })
})

async function told(
  name: string,
  words: readonly string[] = [],
  flags: Call['flags'] = {},
  env: NodeJS.ProcessEnv = {},
) {
  const out: string[] = []
  const err: string[] = []
  const command = await commands[name]!.load()
  const call = {
    words,
    flags: { data, ...flags },
    env,
    answer: (text: string) => out.push(text),
    say: (text: string) => err.push(text),
  }
  const code = await command.run(call)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('seats that wait for an admin', () => {
  it('are said beside new admins, with the probable cause', async () => {
    const other = await freshOrganization(fresh.database)
    const theirs = await api.as(other)
    const directory = await newDirectory(other, () => api.clock.now())
    const group = await directory.createGroup('Chiefs')
    const product = (await theirs.send<Product>('POST', '/products', { name: 'Phone', tiers: [{ name: 'Pro' }] })).body
    const first = await directory.createUsers('u', 6)
    const users = Array.from({ length: 6 }, (_, index) => first + index)
    await directory.addMembers(group.no, users)
    await theirs.send('POST', '/rules?apply=true', {
      group: group.id,
      products: [{ product: product.id }],
      role: 'admin',
    })
    await theirs.send('POST', '/runs')
    await directory.removeMembers(group.no, users)
    await theirs.send('POST', '/runs')
    await directory.addMembers((await directory.createGroup('Unruled')).no, users)
    const env = { ROLLCALL_URL: url, ROLLCALL_TOKEN: theirs.token }
    const losses = await told('seats', [], {}, env)
    expect(losses.err).toContain('6 losses of Phone wait for an admin: see Plans, stopped.\n  test removed 6 members')
    await directory.addMembers(group.no, users)
    await theirs.send('POST', '/runs')
    const { err } = await told('seats', [], {}, env)
    expect(err).toContain(`6 new admins wait for a super admin: u${first} (admin), u${first + 1} (admin)`)
    expect(err).toContain('and 1 more.\n  test added 6 members to groups')
  })
})

describe('the commands that ask the API', () => {
  it('answer on stdout, for people', async () => {
    expect(await told('seats')).toMatchObject({
      code: 0,
      out: [
        'PRODUCT  TIER  OWNED  HELD  GRACE  FREE  WAITING',
        'Meeting  Pro       1     1      0     0        1',
      ].join('\n'),
    })
    expect(await told('rules')).toMatchObject({
      code: 0,
      out: [
        'RANK  RULE   GROUP  USERS  STATE  GIVES',
        '   1  Sales  Sales      2  on     Meeting Pro, language fr',
      ].join('\n'),
      err: 'Version 1, live',
    })
    const { out } = await told('users', [], { search: 'ada@' })
    expect(out).toContain('ada@example.com  ada@example.com  invited  member  Meeting Pro')
  })

  it('answer with one line of JSON, as the API gives it', async () => {
    for (const name of ['seats', 'rules', 'users']) {
      const { out } = await told(name, [], { json: true })
      expect(out.split('\n'), name).toHaveLength(1)
      expect(JSON.parse(out)).toEqual((await admin.send('GET', `/${name}`)).body)
    }
    const { out } = await told('users', [], { json: true, all: true })
    expect(out.split('\n').map((line) => JSON.parse(line).userName)).toEqual(['ada@example.com', 'adam@example.com'])
  })

  it('say why, by userName, address or the beginning of a name', async () => {
    const { out, code } = await told('why', ['ada@example.com', 'meeting'])
    expect(code).toBe(0)
    expect(out).toContain('ada@example.com has Meeting Pro, because they are in “Sales” and rule 1 “Sales” gives it.')
    expect((await told('why', ['adam', 'Meeting'])).out).toContain('waits for Meeting Pro in place 1')
    expect(JSON.parse((await told('why', ['adam', 'Meeting'], { json: true })).out)).toMatchObject({
      answer: 'waiting',
    })
  })

  it('end with 1, and a reason on stderr, where there is no answer', async () => {
    const several = await told('why', ['ada', 'Meeting'])
    expect(several).toMatchObject({ code: 1, out: '' })
    expect(several.err).toContain('Several are called ada')
    expect(await told('why', ['zoe', 'Meeting'])).toMatchObject({ code: 1, err: 'There is no user zoe.' })
    expect((await told('why', ['adam', 'Phone'])).err).toContain('UNKNOWN_PRODUCT')
    expect((await told('users', [], { filter: 'userName' })).err).toContain('INVALID_FILTER')
    const nowhere = { ROLLCALL_URL: 'http://127.0.0.1:1', ROLLCALL_TOKEN: 'x' }
    expect(await told('seats', [], {}, nowhere)).toMatchObject({
      code: 1,
      err: expect.stringContaining('No answer from'),
    })
    expect(await told('seats', [], { data: '/nowhere' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('rollcall serve'),
    })
  })

  it('end with 5 where the token does not open the door', async () => {
    expect(await told('seats', [], {}, { ROLLCALL_TOKEN: 'rc_api_wrong' })).toMatchObject({ code: 5 })
  })

  it('take the address and the token from the environment, and send the token of this machine nowhere else', async () => {
    const env = { ROLLCALL_URL: `${url}/`, ROLLCALL_TOKEN: admin.token }
    expect(await told('seats', [], { data: '/nowhere' }, env)).toMatchObject({ code: 0 })
    expect(await told('seats', [], {}, { ROLLCALL_URL: url })).toMatchObject({ code: 0 })
    expect(await told('seats', [], {}, { ROLLCALL_URL: 'http://127.0.0.1:1' })).toMatchObject({
      code: 5,
      err: expect.stringContaining('ROLLCALL_TOKEN'),
    })
  })
})
