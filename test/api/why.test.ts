import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { WhyValue } from '../../src/contract/why.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type OneUser, oneUser } from '../support/one-user.ts'

let fresh: FreshDatabase
let api: TestApi
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

let scene: OneUser
beforeEach(async () => {
  scene = await oneUser(fresh.database, api)
})

describe('why somebody has a value', () => {
  it('names the rule, the group, the losers with why, since when and who caused it: role', async () => {
    const { sales, run, rule, made, whyValue } = scene
    const managed = await made('/user-groups', 'Berlin')
    const role = { role: 'manager', privileges: ['run-reports'], managedGroups: [managed] }
    const winner = await rule(sales, { name: 'Leads', role })
    await rule(sales, { name: 'All', role: 'member' })
    const since = await run()
    api.clock.advance(3600)
    await rule(sales, { language: 'fr' })
    await run()
    const why = await whyValue('role')
    expect(why).toMatchObject({
      field: 'role',
      value: { role: 'manager', privileges: ['run-reports'], managedGroups: [{ id: managed, name: 'Berlin' }] },
      text: 'manager of Berlin, who may: run reports',
      winner: { kind: 'rule', rule: { id: winner.id }, rank: 1, group: { name: 'Sales' }, path: [{ name: 'Sales' }] },
      losers: [{ rule: { name: 'All' }, text: 'member', reason: 'outranked' }],
      missing: [],
      since,
    })
    expect(why.winner).toMatchObject({
      request: { kind: 'members.add', actor: { kind: 'source' } },
      edit: { version: 1, request: { kind: 'rule.create', actor: { kind: 'admin', name: 'test' } } },
    })
    expect(why.sentence).toBe(
      'ada has the role manager of Berlin, who may: run reports, because they are in “Sales” and rule 1 “Leads” sets it.',
    )
    expect((await whyValue('status')).sentence).toContain('They have the role manager')
  })

  it('names the edit that caused it, of the group or of the rule, whichever came last', async () => {
    const { admin, directory, sales, run, idOf, rule, whyValue } = scene
    const first = await rule(sales, { name: 'Sellers', language: 'fr' })
    await run()
    expect((await whyValue('language')).cause).toMatchObject({ request: { kind: 'rule.create' } })
    expect((await whyValue('language')).cause!.sentence).toContain('test added rule 1 “Sellers” (')
    await admin.send('PATCH', `/rules/${first.id}?apply=true`, { language: 'de' })
    await run()
    expect((await whyValue('language')).cause!.sentence).toContain('test changed rule 1 “Sellers” (')
    await admin.send('PATCH', `/rules/${first.id}?apply=true`, { name: 'Salespeople' })
    await run()
    expect((await whyValue('language')).winner).toMatchObject({ edit: { version: 2 }, text: 'German' })

    const bob = await directory.createUser({ userName: 'bob' })
    await run()
    await directory.addMembers(sales.no, [bob])
    await run()
    const { body } = await admin.send<WhyValue>('GET', `/users/${await idOf(bob)}/why?field=language`)
    expect(body.cause).toMatchObject({ sentence: expect.stringContaining('test put them into “Sales” (') })
  })

  it('waits for no run where only the order differs in which privileges and groups were named', async () => {
    const { sales, run, rule, made, whyValue } = scene
    const managedGroups = [await made('/user-groups', 'Berlin'), await made('/user-groups', 'Aachen')]
    const privileges = ['run-reports', 'manage-seats', 'manage-users']
    await rule(sales, { name: 'Leads', role: { role: 'manager', privileges, managedGroups } })
    await run()
    const why = await whyValue('role')
    expect(why.entitled.text).toBe(why.text)
    expect(why.sentence).not.toContain('next run')
  })

  it('names every shortest way to the group', async () => {
    const { directory, ada, run, rule, made, whyValue } = scene
    const [firm, north, south] = [
      await directory.createGroup('Firm'),
      await directory.createGroup('North'),
      await directory.createGroup('South'),
    ]
    for (const group of [north, south]) {
      await directory.addMembers(group.no, [ada])
      await directory.nest(firm.no, group.no)
    }
    await rule(firm, { name: 'Everybody', userGroup: await made('/user-groups', 'Europe') })
    await run()
    const { winner, text } = await whyValue('user-group')
    expect(text).toBe('Europe')
    const paths = winner?.kind === 'rule' ? winner.paths.map((path) => path.map(({ name }) => name).join(' ← ')) : []
    expect(paths).toEqual(['Firm ← North', 'Firm ← South'])
    expect(winner).toMatchObject({ path: [{ name: 'Firm' }, { name: 'North' }], request: { kind: 'group.nest' } })
  })

  it('tells a language by who decides it: the person, a rule, their record, the organization', async () => {
    const { db, sales, ada, run, rule, whyValue } = scene
    const steps = async () => (await whyValue('language')).steps!.filter(({ holds }) => holds).map(({ kind }) => kind)
    await run()
    expect(await whyValue('language')).toMatchObject({
      value: 'en',
      winner: { kind: 'organization' },
      sentence: 'ada has the language English. The organization’s language is English.',
    })
    await db.run(sql`
      update users set attributes = attributes || '{"preferredLanguage":"it-CH"}'
      where organization_id = ${db.organization} and user_no = ${ada}`)
    expect([(await whyValue('language')).value, await steps()]).toEqual(['it', ['directory']])
    await rule(sales, { language: 'fr' })
    expect((await whyValue('language')).sentence).toContain(
      'has the language Italian. From the next run on it is: French',
    )
    await run()
    expect([(await whyValue('language')).value, await steps()]).toEqual(['fr', ['rule']])
    await db.run(sql`
      insert into accounts (organization_id, user_no, chosen_language) values (${db.organization}, ${ada}, 'nl')`)
    expect(await whyValue('language')).toMatchObject({
      value: 'nl',
      winner: { kind: 'chosen' },
      losers: [{ reason: 'chosen', text: 'French' }],
    })
  })

  it('tells device groups one by one, with all the rules that give each', async () => {
    const { admin, directory, sales, adaId, run, rule, made, whyValue } = scene
    const [berlin, paris] = [await made('/device-groups', 'Berlin'), await made('/device-groups', 'Paris')]
    const away = await directory.createGroup('Away')
    await rule(sales, { name: 'One', deviceGroups: [berlin] })
    await rule(sales, { name: 'Two', deviceGroups: [berlin] })
    await rule(away, { name: 'Three', deviceGroups: [paris] })
    await run()
    const all = await whyValue('device-groups')
    expect(all).toMatchObject({ value: [{ name: 'Berlin' }], sentence: 'ada has the device groups Berlin.' })
    expect(all.deviceGroups).toMatchObject([
      { group: { id: berlin }, has: true, winner: { rule: { name: 'One' } }, losers: [{ reason: 'gives-it-too' }] },
      { group: { id: paris }, has: false, missing: [{ rule: { name: 'Three' }, reason: 'not-a-member' }] },
    ])
    const one = await whyValue('device-groups', '&group=paris')
    expect(one).toMatchObject({ value: [], missing: [{ sentence: 'They are not in “Away”.' }] })
    expect(one.sentence).toContain('does not have the device group “Paris”')
    await admin.send('POST', '/pins', { user: adaId, field: 'device-groups', deviceGroups: [paris], reason: 'Visit' })
    await run()
    expect(await whyValue('device-groups')).toMatchObject({
      value: [{ name: 'Paris' }],
      winner: { kind: 'pin', request: { kind: 'pin.create' } },
      deviceGroups: [
        { group: { id: paris }, has: true },
        { group: { id: berlin }, has: false, losers: [{ reason: 'pinned' }, { reason: 'pinned' }] },
      ],
    })
  })

  it('names the pin, and who set it', async () => {
    const { admin, sales, adaId, run, rule, made, whyValue } = scene
    await rule(sales, { userGroup: await made('/user-groups', 'Europe') })
    await admin.send('POST', '/pins', { user: adaId, field: 'user-group', userGroup: 'none', reason: 'On leave' })
    await run()
    expect(await whyValue('user-group')).toMatchObject({
      value: 'none',
      winner: { kind: 'pin', pin: { reason: 'On leave' }, request: { kind: 'pin.create' } },
      losers: [{ reason: 'pinned', text: 'Europe' }],
      sentence: 'ada is in no user group, pinned by test: On leave.',
    })
  })

  it('says of templates which one, and for which products it was applied', async () => {
    const { sales, meeting, run, rule, made, whyValue } = scene
    const strict = await made('/settings-templates', 'Strict')
    await rule(sales, {
      settingsTemplate: strict,
      welcomeTemplate: 'default',
      products: [{ product: meeting.id, tier: 'Pro' }],
    })
    await run()
    expect(await whyValue('settings-template')).toMatchObject({
      value: { id: strict, name: 'Strict' },
      applied: [{ product: { name: 'Meeting' }, template: { name: 'Strict' } }],
    })
    expect(await whyValue('welcome-template')).toMatchObject({ value: 'default', winner: { kind: 'rule' } })
  })

  it('says what keeps a role from somebody inactive, and goes on naming the rule', async () => {
    const { directory, sales, ada, run, rule, whyValue } = scene
    await rule(sales, { role: 'admin' })
    await directory.changeUser(ada, { active: false })
    await run()
    expect(await whyValue('role')).toMatchObject({
      value: { role: 'member' },
      entitled: { value: { role: 'admin' } },
      winner: { kind: 'rule' },
      withheld: 'inactive',
      sentence: 'ada has the role member. They are not active in their directory.',
    })
  })

  it('says what status and access come from, step by step', async () => {
    const { directory, sales, meeting, ada, run, rule, whyValue } = scene
    await run()
    expect(await whyValue('access')).toMatchObject({
      value: false,
      sentence: expect.stringContaining('has no access. They have no role'),
    })
    await rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
    await run()
    expect(await whyValue('status')).toMatchObject({
      value: 'invited',
      sentence: 'ada is invited. They have a seat of Meeting.',
      cause: { request: { kind: 'rule.create' } },
    })
    await directory.changeUser(ada, { address: null })
    await run()
    expect(await whyValue('status')).toMatchObject({ value: 'suspended', cause: { request: { kind: 'user.change' } } })
    expect((await whyValue('status')).steps!.filter(({ holds }) => !holds).map(({ kind }) => kind)).toContain('address')
  })
})
