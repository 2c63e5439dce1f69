import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byFilter, enterpriseUrn, listUrn, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
let server: ScimServer
let client: ScimClient
const people = [
  { userName: 'ada', title: 'Lead', name: { familyName: 'Zuse' }, emails: [{ value: 'ada@x.example', type: 'work' }] },
  { userName: 'Bob', title: 'cook', name: { familyName: 'Ängström' }, active: false },
  {
    userName: 'cyd',
    name: { familyName: 'abel' },
    emails: [
      { value: 'c@home.example', type: 'home' },
      { value: 'a@work.example', primary: true },
    ],
  },
  { userName: 'dan', title: 'Lead', [enterpriseUrn]: { department: 'Ops' } },
]
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  for (const person of people) await client.post('/Users', person)
  for (const displayName of ['Beta', 'alpha', 'Gamma']) await client.post('/Groups', { displayName })
})
afterAll(() => server.close())

const list = async (query: string, path = '/Users') => (await client.get(`${path}?${query}`)).body
// biome-ignore lint/suspicious/noExplicitAny: what a server answers
const names = (body: any) => body.Resources.map((one: any) => one.userName ?? one.displayName)
const whom = async (filter: string) => names(await list(byFilter(filter)))

describe('RFC 7644 §3.4.2, a list', () => {
  it('is a ListResponse with all there are, in a stable order', async () => {
    const body = await list('')
    expect(body).toMatchObject({ schemas: [listUrn], totalResults: 4, startIndex: 1, itemsPerPage: 4 })
    expect(names(body)).toEqual(['ada', 'Bob', 'cyd', 'dan'])
    expect(await list('')).toEqual(body)
  })

  it('takes the names of its parameters in any case', async () => {
    expect(names(await list('STARTINDEX=2&Count=1'))).toEqual(['Bob'])
  })

  it('shows nobody who was deleted', async () => {
    const { body } = await client.post('/Users', { userName: 'gone' })
    await client.delete(`/Users/${body.id}`)
    expect(await whom('userName eq "gone"')).toEqual([])
    expect((await list('')).totalResults).toBe(4)
  })
})

describe('RFC 7644 §3.4.2.2, filtering', () => {
  it.each([
    ['userName eq "BOB"', ['Bob']],
    ['userName sw "a" or userName sw "B"', ['ada', 'Bob']],
    ['title eq "lead" and not (userName eq "dan")', ['ada']],
    ['title ne "Lead"', ['Bob', 'cyd']],
    ['userName eq "ada" or userName eq "bob" and active eq true', ['ada']],
    ['(userName eq "ada" or userName eq "bob") and active eq false', ['Bob']],
    ['not (userName eq "ada") and title eq "Lead"', ['dan']],
    ['TITLE EQ "Lead" AND UserName Sw "D"', ['dan']],
    ['emails[not (type eq "work")]', ['cyd']],
    ['emails[type eq "home"] and emails[primary eq true]', ['cyd']],
    ['emails[type eq "home" and primary eq true]', []],
    ['emails[type eq "work"].value eq "ada@x.example"', ['ada']],
    ['not (title pr)', ['cyd']],
    ['active eq false', ['Bob']],
    ['active eq "False"', ['Bob']],
    ['emails[type eq "work" and value co "ada"]', ['ada']],
    ['emails.type eq "home" and emails.value eq "a@work.example"', ['cyd']],
    ['emails[type eq "home" and value eq "a@work.example"]', []],
    [`${enterpriseUrn}:department eq "ops"`, ['dan']],
    ['name.familyName co "ÄNG"', ['Bob']],
    ['meta.resourceType eq "User" and meta.created gt "2020-01-01T00:00:00Z"', ['ada', 'Bob', 'cyd', 'dan']],
    ['meta.lastModified lt "2020-01-01T00:00:00+02:00"', []],
    ['id eq "nobody"', []],
    ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', ['dan']],
  ])('%s finds %s', async (filter, expected) => {
    expect(await whom(filter)).toEqual(expected)
  })

  it.each([
    'userName',
    'userName eq',
    'userName eq bob',
    'shoeSize eq 44',
    'active gt true',
    'userName eq "a" and',
    '(userName eq "a"',
    'userName zz "a"',
    'emails[type eq "work"',
    'title co 4',
    `${'('.repeat(40)}userName pr${')'.repeat(40)}`,
  ])('refuses what it does not understand with invalidFilter, never with everything: %s', async (filter) => {
    expect(await list(byFilter(filter))).toMatchObject({ status: '400', scimType: 'invalidFilter' })
    expect(await list(byFilter(filter), '/Groups')).toMatchObject({ status: '400', scimType: 'invalidFilter' })
  })
})

describe('RFC 7644 §3.4.2.3, sorting', () => {
  it.each([
    ['sortBy=userName', ['ada', 'Bob', 'cyd', 'dan']],
    ['sortBy=userName&sortOrder=descending', ['dan', 'cyd', 'Bob', 'ada']],
    ['sortBy=name.familyName', ['cyd', 'ada', 'Bob', 'dan']],
    ['sortBy=title', ['Bob', 'ada', 'dan', 'cyd']],
    ['sortBy=emails', ['cyd', 'ada', 'Bob', 'dan']],
    ['sortBy=emails.type', ['ada', 'Bob', 'cyd', 'dan']],
    ['SORTBY=NAME.FAMILYNAME&SortOrder=Descending', ['dan', 'Bob', 'ada', 'cyd']],
    ['sortOrder=descending', ['ada', 'Bob', 'cyd', 'dan']],
    [`sortBy=${enterpriseUrn}:department`, ['dan', 'ada', 'Bob', 'cyd']],
    ['sortBy=title&sortOrder=descending', ['cyd', 'ada', 'dan', 'Bob']],
    ['sortBy=meta.created', ['ada', 'Bob', 'cyd', 'dan']],
    ['sortBy=userName&startIndex=2&count=2', ['Bob', 'cyd']],
  ])('%s is %s', async (query, expected) => {
    expect(names(await list(query))).toEqual(expected)
  })

  it('sorts groups, and refuses what there is nothing to sort by', async () => {
    expect(names(await list('sortBy=displayName', '/Groups'))).toEqual(['alpha', 'Beta', 'Gamma'])
    expect((await list('sortBy=shoeSize')).scimType).toBe('invalidValue')
  })
})

describe('RFC 7644 §3.4.2.4, paging', () => {
  it.each([
    ['startIndex=0&count=1', ['ada'], 4],
    ['startIndex=-5&count=1', ['ada'], 4],
    ['startIndex=4&count=5', ['dan'], 4],
    ['startIndex=5', [], 4],
    ['startIndex=2147483647', [], 4],
    ['count=-1', [], 4],
    ['count=0', [], 4],
    [`count=1&${byFilter('title eq "Lead"')}`, ['ada'], 2],
    [`count=0&${byFilter('userName eq "ada"')}`, [], 1],
    [`startIndex=2&${byFilter('userName eq "ada"')}`, [], 1],
  ])('%s shows %s of %i', async (query, expected, total) => {
    const body = await list(query)
    expect(names(body)).toEqual(expected)
    expect(body).toMatchObject({ totalResults: total, itemsPerPage: expected.length })
  })

  it('refuses what is no number', async () => {
    expect((await list('count=many')).scimType).toBe('invalidValue')
    expect((await list('startIndex=1.5')).scimType).toBe('invalidValue')
  })
})

describe('RFC 7644 §3.9, the attributes that are shown', () => {
  it('are those asked for, and id and schemas always', async () => {
    const [ada] = (await list(`${byFilter('userName eq "ada"')}&attributes=username,emails.value`)).Resources
    expect(ada).toEqual({
      schemas: expect.any(Array),
      id: expect.any(String),
      userName: 'ada',
      emails: [{ value: 'ada@x.example' }],
    })
    const [dan] = (await list(`${byFilter('userName eq "dan"')}&attributes=${enterpriseUrn}:department`)).Resources
    expect(dan[enterpriseUrn]).toEqual({ department: 'Ops' })
  })

  it('are all but those excluded', async () => {
    const [ada] = (await list(`${byFilter('userName eq "ada"')}&excludedAttributes=emails,id,meta,title`)).Resources
    expect(Object.keys(ada).sort()).toEqual(['active', 'id', 'name', 'schemas', 'userName'])
    expect((await client.get(`/Users/${ada.id}?attributes=title`)).body).toEqual({
      schemas: expect.any(Array),
      id: ada.id,
      title: 'Lead',
    })
  })
})

describe('RFC 7644 §3.4.3, searching by POST', () => {
  const search = async (path: string, body: object) =>
    (await client.post(`${path}/.search`, { schemas: [searchUrn], ...body })).body

  it('finds the same as a GET', async () => {
    const asked = { filter: 'title eq "Lead"', attributes: ['userName'], count: 1 }
    expect(await search('/Users', asked)).toEqual(
      await list(`${byFilter('title eq "Lead"')}&attributes=userName&count=1`),
    )
    expect(names(await search('/Groups', { filter: 'displayName sw "g"' }))).toEqual(['Gamma'])
  })

  it('finds users and groups at the root, and what only one of them can be asked', async () => {
    const all = await search('', { startIndex: 4, count: 3 })
    expect(all.totalResults).toBe(7)
    expect(names(all)).toEqual(['dan', 'Beta', 'alpha'])
    expect(names(await search('', { filter: 'userName eq "ada"' }))).toEqual(['ada'])
    expect(names(await search('', { filter: 'members pr or displayName eq "beta"' }))).toEqual(['Beta'])
    expect((await search('', { filter: 'nonsense' })).scimType).toBe('invalidFilter')
  })
})
