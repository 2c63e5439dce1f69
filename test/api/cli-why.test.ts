import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Call } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import type { Runs } from '../../src/contract/run.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type OneUser, oneUser } from '../support/one-user.ts'

let fresh: FreshDatabase
let api: TestApi
let url: string
let data: string
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  url = await api.http.listen({ host: '127.0.0.1', port: 0 })
  data = mkdtempSync(join(tmpdir(), 'rollcall-cli-'))
})
afterAll(async () => {
  await api.close()
  await fresh.close()
  rmSync(data, { recursive: true })
})

let scene: OneUser
beforeEach(async () => {
  scene = await oneUser(fresh.database, api)
  writeFileSync(join(data, 'cli.json'), JSON.stringify({ url, token: scene.admin.token }))
})

async function told(name: string, words: readonly string[], flags: Call['flags'] = {}) {
  const out: string[] = []
  const err: string[] = []
  const command = await commands[name]!.load()
  const code = await command.run({
    words,
    flags: { data, ...flags },
    env: {},
    answer: (text) => out.push(text),
    say: (text) => err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
const pro = () => [{ product: scene.meeting.id, tier: 'Pro' }]

describe('rollcall why', () => {
  it('tells of a product or a field: who put them there, which rule, what is missing', async () => {
    const { directory, rule, run, sales } = scene
    const away = await directory.createGroup('Away')
    await rule(sales, { name: 'Leads', products: pro(), role: 'admin', condition: 'title eq "Seller"' })
    await rule(away, { name: 'Away', products: pro(), role: 'member', condition: 'title eq "Boss"' })
    await run()
    const role = await told('why', ['ada', 'role'])
    expect(role).toMatchObject({ code: 0, err: '' })
    expect(role.out).toContain('ada has the role admin, because they are in “Sales” and rule 1 “Leads” sets it.')
    expect(role.out).toMatch(/cause: test added rule 1 “Leads” \(.* UTC\)\./)
    expect(role.out).toContain(
      'Would be set by\n  2 Away (member): They are not in “Away”. The condition does not hold: title eq "Boss" (their title is “Seller”).',
    )
    expect((await told('why', ['ada', 'User group'])).out).toContain('ada is in no user group. No rule or pin sets it.')
    expect((await told('why', ['ada', 'status'])).out).toContain('✓ They have the role admin, and a seat of Meeting.')
    expect((await told('why', ['ada', 'meeting'])).out).toMatch(/in the group since .* by test/)
    const json = await told('why', ['ada', 'language'], { json: true })
    expect(JSON.parse(json.out)).toMatchObject({ field: 'language', value: 'en' })
    expect((await told('why', ['ada', 'Telephone'])).err).toContain('UNKNOWN_PRODUCT')
  })

  it('tells of one device group', async () => {
    const { made, rule, run, sales } = scene
    await rule(sales, { deviceGroups: [await made('/device-groups', 'Berlin')] })
    await made('/device-groups', 'Paris')
    await run()
    expect((await told('why', ['ada', 'device-groups'])).out).toContain('ada has the device groups Berlin.')
    const paris = await told('why', ['ada', 'device-groups'], { group: 'paris' })
    expect(paris.out).toContain('ada does not have the device group “Paris”. No rule that gives it matches.')
  })

  it('finds a user by the name that only they have, and names all of several', async () => {
    const { db, directory } = scene
    const one = await directory.createUser({ userName: 'adam@example.com' })
    await db.run(sql`
      update users set display_name = 'Ada', display_name_folded = 'ada', attributes = attributes || '{"displayName":"Ada"}'
      where organization_id = ${db.organization} and user_no = ${one}`)
    await directory.createUser({ userName: 'adama@example.com' })
    expect((await told('why', ['adam', 'status'])).err).toMatch(
      /Several are called adam; .*\n.*Ada · adam@example.com · .*\n.*adama/,
    )
    expect((await told('why', ['Ada', 'status'])).out).toContain('ada is without access')
    expect((await told('why', ['adam@example.com', 'status'])).out).toContain('Ada is without access')
  })
})

describe('rollcall what-if', () => {
  it('says what would be otherwise in groups by name, and changes nothing', async () => {
    const { directory, rule, run, sales } = scene
    await directory.createGroup('Service')
    const one = await directory.createGroup('Berlin, Mitte')
    await rule(one, { name: 'Mitte', products: pro() })
    await rule(sales, { language: 'fr' })
    await run()
    const what = await told('what-if', ['ada'], { add: 'Berlin, Mitte', remove: 'Sales' })
    expect(what).toMatchObject({ code: 0, err: 'A welcome mail would go out.' })
    expect(what.out.split('\n')).toEqual([
      'For ada: Meeting Pro is given: a seat is free; language: English instead of French.',
      'WHAT      BEFORE  AFTER     BY',
      'Meeting   –       Pro held  rule 1 Mitte',
      'language  French  English',
    ])
    expect((await told('what-if', ['ada'], { add: 'Service,Sales' })).out).toBe('Nothing would change for ada.')
    expect((await told('what-if', ['ada'], { inactive: true })).out).toBe(
      'Nothing would change for ada. They are not active in their directory.',
    )
    expect((await told('what-if', ['ada'], { add: 'Nowhere' })).err).toBe('There is no directory group Nowhere.')
    expect((await told('what-if', ['ada'], { remove: 'Service' })).err).toContain('NOT_A_MEMBER')
    expect((await told('what-if', ['ada'], { draft: true })).err).toContain('NO_DRAFT')
    await directory.createGroup('Service')
    expect((await told('what-if', ['ada'], { add: 'Service' })).err).toContain('Several are called Service')
  })
})

describe('rollcall revert', () => {
  it('makes a draft of earlier rules', async () => {
    const { rule, sales } = scene
    await rule(sales, { name: 'First' })
    await rule(sales, { name: 'Second' })
    expect((await told('revert rules', ['1'])).out).toBe(
      'The draft is the rules of version 1: 0 rules added, 1 removed, 0 changed, 0 moved.',
    )
    expect((await told('revert rules', ['1'])).err).toContain('DRAFT_EXISTS')
    expect((await told('revert rules', ['1'], { replace: true })).code).toBe(0)
    expect(await told('revert rules', ['one'])).toMatchObject({ code: 1, err: 'Which version? one is no number.' })
  })

  it('gives back what a run took', async () => {
    const { admin, directory, rule, run, sales, ada } = scene
    await rule(sales, { products: pro() })
    await run()
    await directory.removeMembers(sales.no, [ada])
    await run()
    const lost = (await admin.send<Runs>('GET', '/runs?limit=1')).body.runs[0]!.run
    const until = new Date(api.clock.now().getTime() + 86_400_000).toISOString()
    expect((await told('revert run', [String(lost)], { until })).err).toBe('Why? Say --reason.')
    expect((await told('revert run', [String(lost)], { reason: 'x' })).err).toContain('Say --until')
    const flags = { until, reason: 'A mistake', product: 'meeting', user: 'ada' }
    expect((await told('revert run', [String(lost)], flags)).out).toBe(`1 pin gives back what run ${lost} took.`)
    expect((await told('revert run', [String(lost)], flags)).out).toContain('  not given back: ada, Meeting (pinned)')
  })
})
