import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/db/sql.ts'
import {
  byFilter,
  enterpriseUrn,
  groupUrn,
  patchOf,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../support/scim.ts'

interface Attribute {
  readonly name: string
  readonly type: string
  readonly multiValued: boolean
  readonly required: boolean
  readonly caseExact?: boolean
  readonly mutability: string
  readonly returned: string
  readonly uniqueness: string
  readonly subAttributes?: readonly Attribute[]
}

let server: ScimServer
let client: ScimClient
let schemas: ReadonlyMap<string, readonly Attribute[]>
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  const { body } = await client.get('/Schemas')
  schemas = new Map(
    body.Resources.map(({ id, attributes }: { id: string; attributes: readonly Attribute[] }) => [id, attributes]),
  )
})
afterAll(() => server.close())

let count = 0
const userOf = (more: object = {}) => ({ schemas: [userUrn], userName: `u${++count}`, ...more })
const created = async (more: object = {}) => (await client.post('/Users', userOf(more))).body
const isText = ({ type, multiValued, mutability }: Attribute) =>
  type === 'string' && !multiValued && mutability === 'readWrite'
/** Every text of a user that has one value, the extension's too, by its path. */
const texts = (): readonly (readonly [string, Attribute])[] => [
  ...schemas
    .get(userUrn)!
    .filter(isText)
    .map((attribute) => [attribute.name, attribute] as const),
  ...schemas
    .get(enterpriseUrn)!
    .filter(isText)
    .map((attribute) => [`${enterpriseUrn}:${attribute.name}`, attribute] as const),
]

describe('RFC 7643 §7, each characteristic that /Schemas shows', () => {
  it('caseExact holds for filters', async () => {
    expect(texts().length).toBeGreaterThan(10)
    for (const [path, { caseExact, name }] of texts()) {
      const { id } = await created()
      const value = `MiXeD-${name}`
      expect((await client.patch(`/Users/${id}`, patchOf({ op: 'replace', path, value }))).status, path).toBe(200)
      const found = async (text: string) =>
        (await client.get(`/Users?${byFilter(`${path} eq "${text}"`)}`)).body.totalResults
      expect([path, await found(value), await found(value.toLowerCase())]).toEqual([path, 1, caseExact ? 0 : 1])
    }
  })

  it('type holds: a text is no number, no list of numbers and no object', async () => {
    const { id } = await created()
    for (const [path] of texts())
      for (const value of [7, [7], { x: 1 }, true])
        expect(
          (await client.patch(`/Users/${id}`, patchOf({ op: 'replace', path, value }))).body,
          `${path} ${JSON.stringify(value)}`,
        ).toMatchObject({ status: '400', scimType: 'invalidValue' })
  })

  it('multiValued holds: a list comes back as a list, also of one', async () => {
    const plural = schemas
      .get(userUrn)!
      .filter(({ multiValued, mutability }) => multiValued && mutability === 'readWrite')
    expect(plural.length).toBeGreaterThan(7)
    for (const { name } of plural) {
      const element = name === 'addresses' ? { locality: 'Town' } : { value: 'QUJD' }
      expect((await created({ [name]: [element] }))[name], name).toEqual([element])
    }
  })

  it('required holds, for POST, PUT and PATCH', async () => {
    for (const [urn, path] of [
      [userUrn, '/Users'],
      [groupUrn, '/Groups'],
    ] as const)
      for (const { name } of schemas.get(urn)!.filter(({ required }) => required)) {
        const whole = { schemas: [urn], userName: `r${++count}`, displayName: `r${count}` }
        const { body } = await client.post(path, whole)
        const { [name as keyof typeof whole]: _, ...without } = whole
        const refused = { status: '400', scimType: 'invalidValue' }
        expect((await client.post(path, without)).body).toMatchObject(refused)
        expect((await client.put(`${path}/${body.id}`, without)).body).toMatchObject(refused)
        expect((await client.patch(`${path}/${body.id}`, patchOf({ op: 'remove', path: name }))).body).toMatchObject({
          status: '400',
          scimType: 'mutability',
        })
        expect((await client.get(`${path}/${body.id}`)).body[name]).toBe(whole[name as keyof typeof whole])
      }
  })

  it('readOnly holds: passed over in POST and PUT, refused in PATCH', async () => {
    const readOnly = schemas.get(userUrn)!.filter(({ mutability }) => mutability === 'readOnly')
    expect(readOnly.map(({ name }) => name)).toEqual(['groups'])
    const user = await created({ groups: [{ value: 'x', display: 'X' }] })
    expect(user).not.toHaveProperty('groups')
    expect((await client.put(`/Users/${user.id}`, { ...user, groups: [{ value: 'x' }] })).body).toEqual(user)
    for (const operation of [
      { op: 'add', path: 'groups', value: [{ value: 'x' }] },
      { op: 'replace', path: 'groups', value: [{ value: 'x' }] },
      { op: 'replace', path: 'groups[value eq "x"].display', value: 'x' },
      { op: 'remove', path: 'groups' },
      { op: 'replace', value: { groups: [{ value: 'x' }] } },
    ])
      expect(
        (await client.patch(`/Users/${user.id}`, patchOf(operation))).body,
        JSON.stringify(operation),
      ).toMatchObject({ status: '400', scimType: 'mutability' })
  })

  it('immutable holds: a member is added or removed, and never turned into another', async () => {
    const { body: group } = await client.post('/Groups', {
      schemas: [groupUrn],
      displayName: 'g',
      members: [{ value: 'a' }],
    })
    for (const path of ['members[value eq "a"].value', 'members[value eq "a"].display', 'members.type'])
      expect(
        (await client.patch(`/Groups/${group.id}`, patchOf({ op: 'replace', path, value: 'b' }))).status,
        path,
      ).toBe(400)
    expect((await client.get(`/Groups/${group.id}`)).body).toEqual(group)
  })

  it('returned holds: always in every projection, never in any', async () => {
    const user = await created({ password: 'S3cret-shown-never', title: 'x' })
    for (const query of ['', '?attributes=password', '?attributes=title', '?excludedAttributes=id,schemas,title']) {
      const { body } = await client.get(`/Users/${user.id}${query}`)
      expect(body, query).toMatchObject({ id: user.id, schemas: [userUrn] })
      expect(body, query).not.toHaveProperty('password')
    }
  })

  it('uniqueness holds for POST, PUT and PATCH, in any case, of this source and of who is not deleted', async () => {
    const unique = [...schemas.values()].flat().filter(({ uniqueness }) => uniqueness !== 'none')
    expect(unique.map(({ name }) => name)).toEqual(['userName'])
    const [one, other] = [await created({ userName: 'Strauß' }), await created()]
    const taken = { status: '409', scimType: 'uniqueness' }
    expect((await client.post('/Users', userOf({ userName: 'STRAUß' }))).body).toMatchObject(taken)
    expect((await client.put(`/Users/${other.id}`, userOf({ userName: 'strauß' }))).body).toMatchObject(taken)
    const rename = patchOf({ op: 'replace', path: 'userName', value: 'straUß' })
    expect((await client.patch(`/Users/${other.id}`, rename)).body).toMatchObject(taken)
    expect((await client.patch(`/Users/${one.id}`, rename)).body.userName).toBe('straUß')
    const sibling = await server.client({ name: 'Sibling' }, client.db)
    expect((await sibling.post('/Users', userOf({ userName: 'strauß' }))).status).toBe(201)
    await client.delete(`/Users/${one.id}`)
    expect((await client.patch(`/Users/${other.id}`, rename)).status).toBe(200)
  })

  it('uniqueness holds also for those who come at once', async () => {
    const body = userOf({ userName: 'Rush' })
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.post('/Users', body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(11).fill(409)])
    const row = await client.db.row<{ count: number }>(sql`
      select count(*) as count from users
      where organization_id = ${client.db.organization} and source_id = ${client.source.id} and user_name_folded = 'rush'`)
    expect(row!.count).toBe(1)
  })
})

describe('RFC 7643 §4.1.1, a password', () => {
  it('is taken in every form, shown in none, and stored nowhere in the database', async () => {
    const secret = 'S3cret-stored-nowhere'
    const client = await server.client({ name: 'Secretive' })
    const { body: user } = await client.post('/Users', userOf({ password: secret }))
    for (const answer of [
      await client.put(`/Users/${user.id}`, { ...user, PASSWORD: secret }),
      await client.patch(`/Users/${user.id}`, patchOf({ op: 'replace', path: 'password', value: secret })),
      await client.patch(`/Users/${user.id}`, patchOf({ op: 'add', path: `${userUrn}:password`, value: secret })),
      await client.patch(`/Users/${user.id}`, patchOf({ op: 'replace', value: { Password: secret, title: 'x' } })),
      await client.get(`/Users?${byFilter(`password eq "${secret}"`)}`),
    ]) {
      expect(answer.status).toBeLessThan(500)
      expect(JSON.stringify(answer.body)).not.toContain(secret)
    }
    expect((await client.get(`/Users/${user.id}`)).body.title).toBe('x')
    await wereLogged(client, 7)
    for (const text of await everyRow()) expect(text).not.toContain(secret)
  })
})

/** Until the traffic log has all that a client sent: it is written after the answer. */
async function wereLogged({ db, source }: ScimClient, requests: number): Promise<void> {
  const count = sql`
    select count(*) as count from traffic where organization_id = ${db.organization} and source_id = ${source.id}`
  await expect.poll(async () => (await db.row<{ count: number }>(count))!.count).toBe(requests)
}

/** Every row of every table, as text. */
async function everyRow(): Promise<readonly string[]> {
  const { owner } = server.fresh
  const tables = await owner.rows<{ name: string }>(sql`
    select quote_ident(relname) as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`)
  expect(tables.length).toBeGreaterThan(20)
  const rows: string[] = []
  for (const { name } of tables) {
    const found = await owner.pool.query<{ text: string }>(`select t::text as text from ${name} t`)
    rows.push(...found.rows.map(({ text }) => text))
  }
  return rows
}
