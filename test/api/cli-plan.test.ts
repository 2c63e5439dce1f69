import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import type { Product } from '../../src/contract/product.ts'
import type { EditedRule } from '../../src/contract/rule.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
let admin: ApiUser
let data: string
let rule: EditedRule
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  const url = await api.http.listen({ host: '127.0.0.1', port: 0 })
  const db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  data = mkdtempSync(join(tmpdir(), 'rollcall-cli-'))
  writeFileSync(join(data, 'cli.json'), JSON.stringify({ url, token: admin.token }))

  const directory = await newDirectory(db, () => api.clock.now())
  const group = await directory.createGroup('Sales')
  await directory.addMembers(group.no, [await directory.createUser({ userName: 'ada@example.com' })])
  const product = (
    await admin.send<Product>('POST', '/products', { name: 'Meeting', tiers: [{ name: 'Pro', owned: 1 }] })
  ).body
  const given = { group: group.id, products: [{ product: product.id }] }
  rule = (await admin.send<EditedRule>('POST', '/rules?apply=true', given)).body
})
afterAll(async () => {
  await api.close()
  await fresh.close()
  rmSync(data, { recursive: true })
})

async function told(name: string, flags: Call['flags'] = {}) {
  const said: string[] = []
  const command = await commands[name]!.load()
  const say = (text: string) => void said.push(text)
  const code = await command.run({ words: [], flags: { data, ...flags }, env: {}, answer: say, say })
  return { code, said: said.join('\n') }
}

describe('the commands for plans', () => {
  it('show what a run would do, then what the draft would, and apply it as it was shown', async () => {
    const run = await told('plan', { run: true })
    expect(run.code).toBe(0)
    expect(run.said).toContain('1 gain, 0 lose')
    expect(run.said).toMatch(/Meeting +Pro +1 +0 → 1 +0 +0/)
    expect(run.said).toMatch(/ada@example.com +seat.given +Meeting Pro +Rule “Sales” says so./)
    await admin.send('POST', '/runs')

    expect(await told('plan')).toEqual({ code: 1, said: expect.stringContaining('There is no draft') })
    await admin.send('DELETE', `/rules/${rule.id}`)
    const plan = await told('plan')
    expect(plan.said).toMatch(/Meeting +Pro +1 +1 → 0/)
    const id = /--plan (\S+)/.exec(plan.said)![1]!
    const applied = await told('apply', { plan: id, confirm: 'meeting' })
    expect(applied).toEqual({ code: 0, said: expect.stringContaining('Version 2 is live. One loss was confirmed.') })
    await admin.send('POST', '/runs')
    expect((await told('seats')).said).toMatch(/Meeting +Pro +1 +0 +0 +1 +0/)
  })
})
