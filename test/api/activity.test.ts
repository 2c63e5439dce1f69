import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportActivity } from '../../src/cli/export-activity.ts'
import type { Activity, Change } from '../../src/contract/activity.ts'
import type { Request } from '../../src/contract/because.ts'
import type { Product } from '../../src/contract/product.ts'
import type { User, UserStatus } from '../../src/contract/user.ts'
import { csvLine } from '../../src/history/export.ts'
import { usersStanding } from '../../src/history/store/status.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
let meeting: Product
let webinar: Product
const users: string[] = []
let noon: string
let evening: string

beforeAll(async () => {
  server = await startTestServer({ work: false })
  tenant = await server.tenant()
  const { api, scim, db } = tenant
  meeting = await api.product('Meeting', { Pro: 2 })
  webinar = await api.product('Webinar')
  const sales = await scim.createGroup('Sales')
  await api.rule(sales, { products: [{ product: meeting.id, tier: 'Pro' }] })
  for (const name of ['ada.rossi', '=cmd.evil', 'cleo.zürich', 'dan.waits', 'eve.nobody'])
    users.push(await scim.createUser(`${name}@lindenhof.example`))
  await scim.add(sales, users[0]!, users[1]!, users[2]!, users[3]!)
  await api.settle()
  server.clock.advance(7200)
  noon = server.clock.now().toISOString()
  await api.rule(sales, { products: [{ product: webinar.id, tier: 'Standard' }] })
  await api.settle()
  server.clock.advance(7200)
  evening = server.clock.now().toISOString()
  // Seen lately, seen long ago, and gone.
  await db.run(sql`
    insert into accounts (organization_id, user_no, signed_in_at, last_seen_at)
    select organization_id, user_no, ${new Date(0)}, case when id = ${users[0]!} then ${server.clock.now()}::timestamptz else ${new Date(1)}::timestamptz end
    from users where id = any(${[users[0]!, users[1]!]}::uuid[])`)
  await scim.remove(sales, users[2]!)
  await api.settle()
}, 60_000)
afterAll(() => server.close())

const ask = async (query: string) => (await tenant.api.get<Activity>(`/activity?limit=500&${query}`)).activity
const kinds = async (query: string) => (await ask(query)).map((entry) => entry.kind)
const changes = async (query: string) => (await ask(query)).filter((entry): entry is Change => entry.type === 'change')
const requests = async (query: string) =>
  (await ask(query)).filter((entry): entry is Request => entry.type === 'request')

describe('activity', () => {
  it('is narrowed by product, kind and run, and by all of them', async () => {
    const ofMeeting = await ask(`product=${meeting.id}`)
    expect(new Set(ofMeeting.map((entry) => (entry.type === 'change' ? entry.product?.id : entry.target?.id)))).toEqual(
      new Set([meeting.id]),
    )
    expect(ofMeeting.map((entry) => entry.kind)).toContain('product.create')
    expect(await kinds('product=meeting&kind=seat.given')).toEqual(['seat.given', 'seat.given'])
    expect(await kinds('product=meeting&kind=rule')).toEqual([])
    const { run } = (await changes('kind=seat.lost'))[0]!
    const ofRun = await ask(`run=${run}`)
    expect(ofRun.length).toBeGreaterThan(1)
    expect(new Set(ofRun.map((entry) => (entry as Change).run))).toEqual(new Set([run]))
    expect(await kinds(`run=${run}&kind=seat.lost&product=${webinar.id}`)).toEqual(['seat.lost'])
    expect((await tenant.api.send('GET', '/activity?product=Sprockets')).status).toBe(404)
  })

  it('is narrowed by who acted', async () => {
    expect(new Set((await ask('admin=test')).map((entry) => entry.kind))).toEqual(
      new Set(['product.create', 'rule.create']),
    )
    expect(await ask('admin=Somebody')).toEqual([])
    expect(await kinds('admin=test&kind=rule')).toEqual(['rule.create', 'rule.create'])
    expect(await changes('admin=test')).toEqual([])
  })

  it('is narrowed by days and moments', async () => {
    const all = await ask('')
    const [before, between, after] = [
      await ask(`to=${noon}`),
      await ask(`from=${noon}&to=${evening}`),
      await ask(`from=${evening}`),
    ]
    expect([...after, ...between, ...before]).toEqual(all)
    for (const part of [before, between, after]) expect(part.length).toBeGreaterThan(0)
    expect(between.map((entry) => entry.kind)).toContain('rule.create')
    const [first, last] = [all.at(-1)!.at.slice(0, 10), all[0]!.at.slice(0, 10)]
    expect(await ask(`from=${first}&to=${last}`)).toEqual(all)
    expect(await ask('to=2020-01-01')).toEqual([])
    expect((await tenant.api.send('GET', '/activity?from=someday')).status).toBe(422)
  })

  it('is narrowed by the status of users, which means what it means beside their name', async () => {
    const everybody = (await tenant.api.get<{ users: User[] }>('/users')).users
    for (const status of ['none', 'invited', 'active', 'inactive', 'suspended'] as const) {
      const theirs = everybody.filter((user) => user.status === status).map((user) => user.id)
      const about = new Set((await changes(`status=${status}`)).map((entry) => entry.user.id))
      expect([...about].toSorted(), status).toEqual(theirs.filter((id) => id !== users[4]).toSorted())
      const targets = new Set((await requests(`status=${status}&kind=user.create`)).map((entry) => entry.target?.id))
      expect([...targets].toSorted(), status).toEqual(theirs.toSorted())
      // Many are looked for in another way than few.
      const standing = await usersStanding(tenant.db, { is: status as UserStatus, now: server.clock.now() }, -1)
      const numbers = await tenant.db.rows<{ no: number }>(sql`
        select user_no as no from users where id = any(${theirs}::uuid[])`)
      const bits = 'bits' in standing ? standing.bits : Buffer.alloc(0)
      const set = Array.from({ length: bits.length * 8 }, (_, no) => no).filter(
        (no) => bits[no >> 3]! & (1 << (no & 7)),
      )
      expect(set, status).toEqual(numbers.map((row) => row.no).toSorted((a, b) => a - b))
    }
    expect(everybody.map((user) => user.status).toSorted()).toEqual([
      'active',
      'inactive',
      'invited',
      'none',
      'suspended',
    ])
  })

  it('goes on from page to page under every filter', async () => {
    for (const query of [
      '',
      'kind=seat',
      'product=meeting',
      `user=${users[1]}`,
      'status=invited',
      'admin=test',
      `to=${evening}`,
    ]) {
      const whole = await ask(query)
      const paged: Activity['activity'] = []
      for (let next: string | null = ''; next !== null; ) {
        const page: Activity = await tenant.api.get(`/activity?limit=2&${query}${next && `&cursor=${next}`}`)
        paged.push(...page.activity)
        next = page.next
      }
      expect(paged, query).toEqual(whole)
    }
  })

  it('is never that of another organization', async () => {
    const other = await server.tenant('Brunnengasse')
    for (const query of ['', 'kind=seat', 'admin=test', 'status=invited', 'run=1'])
      expect((await other.api.get<Activity>(`/activity?${query}`)).activity, query).toEqual([])
    expect((await other.api.send('GET', `/activity?user=${users[0]}`)).status).toBe(404)
    expect((await other.api.send('GET', `/activity?product=${meeting.id}`)).status).toBe(404)
  })
})

describe('an export of activity', () => {
  const fetched = async (query: string) => {
    const headers = { authorization: `Bearer ${tenant.apiToken}` }
    const answer = await fetch(`${server.url}/api/v1/activity/export?${query}`, { headers })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  it('has as JSON lines what the list has, in its order', async () => {
    const { headers, text } = await fetched('format=jsonl&kind=seat')
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(await ask('kind=seat'))
  })

  it('is as CSV what RFC 4180 says, and nothing that a spreadsheet would calculate', async () => {
    const { headers, text } = await fetched('format=csv')
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="activity-\d{4}-\d\d-\d\d\.csv"$/)
    const lines = text.split('\r\n')
    expect(lines[0]!.startsWith('at,type,kind,actor,')).toBe(true)
    expect(lines).toHaveLength((await ask('')).length + 2)
    expect(text).toContain('Cleo Zürich')
    expect(text).toContain(",'=cmd Evil,")
    expect(text).not.toMatch(/,"?[=+@-]/)
    expect(csvLine(['a"b', 'c,d', 'e\nf', '+1', ' =x', '\tx', '-', '＝x', 'plain'])).toBe(
      `"a""b","c,d","e\nf",'+1,' =x,'\tx,'-,'＝x,plain\r\n`,
    )
  })

  it('goes on past what one page of it holds', async () => {
    const other = await server.tenant('Brunnengasse')
    await other.db.run(sql`
      insert into requests (organization_id, id, at, actor_kind, actor_name, action)
      select ${other.db.organization}, ('01930000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now(), 'source', 'Okta', 'user.patch'
      from generate_series(1, 2500) n`)
    const headers = { authorization: `Bearer ${other.apiToken}` }
    const text = await (await fetch(`${server.url}/api/v1/activity/export?format=jsonl`, { headers })).text()
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Request).id)
    expect(new Set(ids).size).toBe(2500)
    expect(ids).toEqual(ids.toSorted().toReversed())
  })

  it('is refused with a reason before anything of it is sent', async () => {
    expect((await fetched('format=pdf')).status).toBe(400)
    const unknown = await fetched('format=csv&product=Sprockets')
    expect([unknown.status, JSON.parse(unknown.text)]).toMatchObject([404, { pointer: '/product' }])
  })

  it('comes to the command line as it is', async () => {
    const told = async (flags: Record<string, string>) => {
      const [out, err]: [string[], string[]] = [[], []]
      const code = await exportActivity.run({
        words: [],
        flags,
        env: { ROLLCALL_URL: server.url, ROLLCALL_TOKEN: tenant.apiToken },
        answer: (text) => void out.push(`${text}\n`),
        say: (text) => void err.push(text),
      })
      return { code, out: out.join(''), err: err.join('') }
    }
    expect(await told({ kind: 'seat' })).toEqual({
      code: 0,
      out: (await fetched('format=csv&kind=seat')).text,
      err: '',
    })
    const lines = await told({ format: 'jsonl', product: 'Webinar', from: noon })
    expect(lines.out).toBe((await fetched(`format=jsonl&product=Webinar&from=${noon}`)).text)
    expect(await told({ format: 'xml' })).toMatchObject({ code: 2, out: '' })
    expect(await told({ product: 'Sprockets' })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('There is no such product'),
    })
  })
})
