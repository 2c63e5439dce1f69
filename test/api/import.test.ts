import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ImportReview } from '../../src/contract/import.ts'
import type { Problem } from '../../src/contract/problem.ts'
import type { NewSource } from '../../src/contract/source.ts'
import type { User, Users } from '../../src/contract/user.ts'
import type { SourceId } from '../../src/directory/user.ts'
import { markApplying } from '../../src/inbound/csv/store.ts'
import { createGroup } from '../../src/inbound/receive/group.ts'
import { openInbound } from '../../src/inbound/receive/inbound.ts'
import { createUser } from '../../src/inbound/receive/user.ts'
import { findSource } from '../../src/inbound/source.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let source: string
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())
beforeEach(async () => {
  tenant = await server.tenant()
  const made = await tenant.api.post<NewSource>('/sources', { name: 'Payroll', kind: 'csv' })
  expect(made.scim).toBeNull()
  source = made.id
})

async function send<T>(file: string | Uint8Array, query = '', type = 'text/csv', to = source) {
  const answer = await fetch(`${server.url}/api/v1/sources/${to}/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tenant.apiToken}`, 'content-type': type },
    body: file as BodyInit,
  })
  return { status: answer.status, body: (await answer.json()) as T }
}
const review = async (file: string, mode = 'full') => {
  const { status, body } = await send<ImportReview>(file, `?mode=${mode}`)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const apply = ({ id }: ImportReview) =>
  tenant.api.send<ImportReview & Problem>('POST', `/sources/${source}/import/${id}/apply`, {})
const take = async (file: string, mode = 'full') => (await apply(await review(file, mode))).body.applied
const users = async () => (await tenant.api.get<Users>('/users')).users
const named = async (userName: string): Promise<User> => (await users()).find((user) => user.userName === userName)!
const groupsOf = async (userName: string) =>
  (await tenant.api.get<{ groups: { name: string }[] }>(`/users/${(await named(userName)).id}/groups`)).groups
    .map(({ name }) => name)
    .sort()

const two =
  'userName,First name,LAST-NAME,E-Mail,Job Title,Department,Groups,Shoe size\r\nada,Ada,Lovelace,ada@x.example,"Analyst, senior",Research,Sales;All,38\r\nbob,Bob,Martin,bob@x.example,,,All,\r\n'

describe('the review of a file', () => {
  it('says what would come, and writes nothing', async () => {
    const found = await review(two)
    expect(found).toMatchObject({
      source: { name: 'Payroll' },
      mode: 'full',
      state: 'open',
      counts: { lines: 2, matched: 0, new: 2, changed: 0, unchanged: 0, missing: 0, conflicting: 0, invalid: 0 },
      new: [
        { line: 2, userName: 'ada', joins: ['Sales', 'All'] },
        { line: 3, userName: 'bob', joins: ['All'] },
      ],
      newGroups: ['Sales', 'All'],
    })
    expect(found.columns.at(-1)).toEqual({ head: 'Shoe size', field: null })
    expect(await users()).toEqual([])
    expect(await tenant.api.get(`/sources/${source}/import/${found.id}`)).toEqual(found)
  })

  it('says what would change, who is missing, and whose address is another source’s', async () => {
    await take(two)
    await tenant.scim.createUser('eve@x.example')
    const found = await review(
      'username;mail;title;groups\nADA;ada@x.example;Chief;"Sales;Board"\neve;EVE@x.example;;\n',
    )
    expect(found).toMatchObject({
      counts: { matched: 1, new: 1, changed: 1, missing: 1, deactivated: 1, conflicting: 1 },
      changed: [{ line: 2, userName: 'ADA', fields: ['title', 'userName'], joins: ['Board'], leaves: ['All'] }],
      missing: [{ user: { name: 'bob' } }],
      conflicting: [{ line: 3, userName: 'eve', other: { name: 'Eve' }, source: 'Okta' }],
    })
  })

  it('names each line that cannot be taken, and what to do', async () => {
    const file = `userName,displayName,active,groups
ada,Ada,true,
,Nobody,,
ADA,Ada again,,
bob,Bob,perhaps,
cyd,${'x'.repeat(1_048_576)},,
dan,Dan,no,"${'g'.repeat(501)}"
eli,Eli,,,unquoted, comma
fay\u0000,Fay,,
gus
__proto__,constructor,yes,__proto__
=cmd|'/C calc'!A0,=1+1,1,@SUM(1)
`
    const found = await review(file)
    expect(found.counts).toMatchObject({ lines: 11, new: 4, invalid: 7 })
    expect(found.invalid.map(({ line, userName }) => [line, userName])).toEqual(
      [
        [3, null],
        [4, 'ADA'],
        [5, 'bob'],
        [6, 'cyd'],
        [7, 'dan'],
        [8, 'eli'],
        [9, 'fay\u0000'],
      ].map(([line, name]) => [line, line === 9 ? null : name]),
    )
    expect(found.invalid[1]).toMatchObject({ problem: 'It names the same user as line 2.', remedy: expect.any(String) })
    const applied = await take(file, 'add')
    expect(applied).toMatchObject({ created: 4, groups: 2, refused: [] })
    expect((await named('__proto__')).displayName).toBe('constructor')
    expect(await groupsOf('__proto__')).toEqual(['__proto__'])
    expect((await named("=cmd|'/C calc'!A0")).displayName).toBe('=1+1')
  })

  it.each([
    ['', 422, 'EMPTY_FILE'],
    ['name,title\nAda,x\n', 422, 'NO_USER_NAME'],
    ['userName,login\nada,ada\n', 422, 'COLUMN_TWICE'],
    ['userName\n"ada\n', 422, 'CSV_MALFORMED'],
    [new Uint8Array([0x75, 0xff, 0xfe]), 422, 'NOT_TEXT'],
  ])('refuses a file that is none: %j', async (file, status, code) => {
    expect(await send(file)).toMatchObject({ status, body: { code } })
  })

  it('is of a source of files only, that is there and not paused', async () => {
    const okta = (await tenant.api.get<{ sources: { id: string; kind: string }[] }>('/sources')).sources[0]!
    expect(await send(two, '', 'text/csv', okta.id)).toMatchObject({ status: 409, body: { code: 'NOT_A_FILE_SOURCE' } })
    expect(await send(two, '', 'application/json')).toMatchObject({ status: 400 })
    expect(await send(two, '?mode=all')).toMatchObject({ status: 400 })
    const other = await server.tenant('Brunnengasse')
    expect((await other.api.send('GET', `/sources/${source}/import/${(await review(two)).id}`)).status).toBe(404)
    await tenant.api.patch(`/sources/${source}`, { state: 'paused' })
    expect(await send(two)).toMatchObject({ status: 403, body: { code: 'SOURCE_PAUSED' } })
  })
})

describe('applying a file', () => {
  it('writes users and memberships as a source does, and rules go by them', async () => {
    const product = await tenant.api.product('Meeting', { Pro: 5 })
    expect(await take(two)).toEqual({ created: 2, changed: 0, deactivated: 0, groups: 2, refused: [] })
    const { groups } = await tenant.api.get<{ groups: { id: string; name: string }[] }>('/groups')
    const sales = groups.find((group) => group.name === 'Sales')!
    await tenant.api.rule(sales.id, { products: [{ product: product.id, tier: 'Pro' }] })
    const ada = await named('ada')
    expect(ada).toMatchObject({ displayName: 'Ada Lovelace', address: 'ada@x.example', source: { name: 'Payroll' } })
    expect(await tenant.api.seats(ada.id)).toEqual(['Meeting Pro held'])
    const why = await tenant.api.get<{ winner: { request: object } }>(`/users/${ada.id}/why?product=${product.id}`)
    expect(why.winner.request).toMatchObject({ kind: 'group.members', actor: { kind: 'source', name: 'Payroll' } })
    expect((await review(two)).counts).toMatchObject({ matched: 2, unchanged: 2, changed: 0, new: 0 })
  })

  it('deactivates who is missing in a full file, and never deletes; a later file brings them back', async () => {
    await take(two)
    const adaOnly = two.split('\r\n').slice(0, 2).join('\r\n')
    expect(await take(adaOnly)).toMatchObject({ created: 0, changed: 0, deactivated: 1 })
    expect(await named('bob')).toMatchObject({ active: false, deletedAt: null })
    expect(await groupsOf('bob')).toEqual(['All'])
    expect(await take(two)).toMatchObject({ created: 0, changed: 1 })
    expect(await named('bob')).toMatchObject({ active: true })
  })

  it('takes nothing from anybody with mode add', async () => {
    await take(two)
    expect(await take('userName,groups\nada,Board\ncyd,All\n', 'add')).toMatchObject({ created: 1, changed: 1 })
    expect(await groupsOf('ada')).toEqual(['All', 'Board', 'Sales'])
    expect(await named('bob')).toMatchObject({ active: true })
  })

  it('leaves what has no column, and takes away what has an empty cell', async () => {
    await take(two)
    await take('userName,department\nada,\n', 'add')
    const count = async (filter: string) =>
      (await tenant.api.get<Users>(`/users?filter=${encodeURIComponent(filter)}`)).users.length
    expect(await count('title eq "Analyst, senior" and userName eq "ada"')).toBe(1)
    expect(await count('department pr')).toBe(0)
  })

  it('is refused when the file would do something else by now', async () => {
    const found = await review(two)
    await take('userName,title\nada,Poet\n', 'add')
    const again = await apply(found)
    expect(again).toMatchObject({ status: 409, body: { code: 'REVIEW_OVER' } })
    const second = await review(two)
    const ada = await named('ada')
    await tenant.db.run({
      text: 'update users set attributes = attributes || $2 where organization_id = $1',
      values: [tenant.db.organization, { nickName: 'Ada' }],
      name: '',
    })
    expect(await apply(second)).toMatchObject({ status: 409, body: { code: 'REVIEW_OUTDATED', now: { changed: 1 } } })
    expect((await named('ada')).id).toBe(ada.id)
    const third = await review(two)
    expect((await apply(third)).status).toBe(200)
    expect(await apply(third)).toMatchObject({ status: 409, body: { code: 'REVIEW_APPLIED' } })
  })

  it('goes on where it was cut off', async () => {
    const lines = Array.from({ length: 1200 }, (_, at) => `u${at},u${at}@x.example,Team ${at % 7};All`)
    const found = await review(['userName,email,groups', ...lines].join('\n'))
    await markApplying(tenant.db, found.id, server.clock.now())
    const cut = openInbound({ database: server.fresh.database, clock: server.clock, wake: () => {} })
    const known = (await findSource(tenant.db, source as SourceId))!
    await createUser(cut, known, { userName: 'u7', active: true, emails: [{ value: 'u7@x.example' }] })
    await createGroup(cut, known, { displayName: 'All' }, [])
    expect(await tenant.api.get(`/sources/${source}/import/${found.id}`)).toMatchObject({ state: 'applying' })
    expect((await apply(found)).body.applied).toMatchObject({ created: 1199, changed: 1, groups: 7, refused: [] })
    expect((await review(['userName,email,groups', ...lines].join('\n'))).counts).toMatchObject({ unchanged: 1200 })
  })

  it('is refused where nobody can say who is missing', async () => {
    await take(two)
    const broken = await review('userName,title\nada,x\n,y\n')
    expect(await apply(broken)).toMatchObject({ status: 409, body: { code: 'LINES_UNREADABLE', lines: [3] } })
    expect(await named('bob')).toMatchObject({ active: true })
    const named2 = await review('userName,active\nada,\nbob,perhaps\n')
    expect((await apply(named2)).body).toMatchObject({ state: 'applied', applied: { deactivated: 0 } })
  })

  it('follows a user by their externalId when the userName changes', async () => {
    await take('userName,externalId\nada,7\n')
    const { id } = await named('ada')
    expect(await take('userName,externalId\nada.king,7\n')).toMatchObject({ created: 0, changed: 1, deactivated: 0 })
    expect((await named('ada.king')).id).toBe(id)
  })

  it('has its losses stopped when they are over the limit', async () => {
    const product = await tenant.api.product('Meeting', { Pro: 50 })
    const many = Array.from({ length: 12 }, (_, at) => `u${at},u${at}@x.example,All`)
    await take(['userName,email,groups', ...many].join('\n'))
    const { groups } = await tenant.api.get<{ groups: { id: string }[] }>('/groups')
    await tenant.api.rule(groups[0]!.id, { products: [{ product: product.id, tier: 'Pro' }] })
    expect(await tenant.api.pool(product.id, 'Pro')).toMatchObject({ held: 12 })
    expect(await take('userName,email,groups\nu0,u0@x.example,All\n')).toMatchObject({ deactivated: 11 })
    expect(await tenant.api.pool(product.id, 'Pro')).toMatchObject({ held: 12 })
  })
})
