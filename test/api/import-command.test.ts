import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../../src/cli/command.ts'
import { importFile } from '../../src/cli/import.ts'
import type { ImportReview } from '../../src/contract/import.ts'
import type { Users } from '../../src/contract/user.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let folder: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
  tenant = await server.tenant()
  folder = mkdtempSync(join(tmpdir(), 'rollcall-import-'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

async function told(file: string, flags: Call['flags'] = {}) {
  const path = join(folder, 'staff.csv')
  writeFileSync(path, file)
  const [out, err]: [string[], string[]] = [[], []]
  const code = await importFile.run({
    words: [path],
    flags,
    env: { ROLLCALL_URL: server.url, ROLLCALL_TOKEN: tenant.apiToken },
    answer: (text) => void out.push(text),
    say: (text) => void err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
const people = async () => (await tenant.api.get<Users>('/users')).users.map(({ userName }) => userName)

describe('rollcall import', () => {
  it('needs a source of files', async () => {
    expect(await told('userName\nada\n')).toMatchObject({ code: 1, err: expect.stringContaining('none yet') })
    await tenant.api.post('/sources', { name: 'Payroll', kind: 'csv' })
    expect(await told('userName\nada\n', { source: 'Okta' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_A_FILE_SOURCE'),
    })
  })

  it('shows what a file would do, and applies it only when asked', async () => {
    const review = await told('userName,groups\nada,Sales\nbob,\n')
    expect(review).toMatchObject({ code: 0, err: expect.stringContaining('2 lines: 2 new') })
    expect(review.out).toMatch(/2 +ada +new +Sales/)
    expect(await people()).toEqual([])
    const applied = await told('userName,groups\nada,Sales\nbob,\n', { source: 'payroll', apply: true })
    expect(applied).toMatchObject({ code: 0, err: expect.stringContaining('Applied: 2 created') })
    expect((await people()).toSorted()).toEqual(['ada', 'bob'])
    const full = await told('userName\nada\n', { full: true, json: true })
    expect((JSON.parse(full.out) as ImportReview).missing).toMatchObject([{ user: { name: 'bob' } }])
  })

  it('applies nothing of a file with lines that cannot be taken', async () => {
    const { code, out, err } = await told('userName,active\ncyd,\ndan,perhaps\n', { apply: true })
    expect([code, err]).toEqual([1, expect.stringContaining('nothing was applied')])
    expect(out).toMatch(/3 +dan +INVALID +Active is "perhaps". Write true or false./)
    expect(await people()).not.toContain('cyd')
  })
})
