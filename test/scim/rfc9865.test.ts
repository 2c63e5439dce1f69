import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cursorTimeoutSeconds } from '../../src/scim/cursor.ts'
import { namesOf, type PagedScene, pagedScene, userNames } from '../support/paged.ts'
import { byFilter, enterpriseUrn } from '../support/scim.ts'

let scene: PagedScene
beforeAll(async () => {
  scene = await pagedScene()
})
afterAll(() => scene.server.close())

describe('RFC 9865 §2, a list by cursor', () => {
  it('begins with an empty cursor, and goes on with that of the page before', async () => {
    const pages = await scene.walk('count=3')
    expect(pages.map(namesOf)).toEqual([['ada', 'Bob', 'cyd'], ['dan', 'eve', 'Fay'], ['gus']])
    for (const page of pages) {
      expect(page).toMatchObject({ totalResults: 7, itemsPerPage: page.Resources.length })
      expect(page).not.toHaveProperty('startIndex')
    }
  })

  it('may begin with cursor and no equals sign', async () => {
    expect(await scene.get('cursor&count=3')).toMatchObject({ itemsPerPage: 3, nextCursor: expect.any(String) })
  })

  it('has a nextCursor on every page but the last, also where the last is full', async () => {
    for (const [count, pages] of [
      [1, 7],
      [6, 2],
      [7, 1],
      [8, 1],
    ] as const) {
      const walked = await scene.walk(`count=${count}`)
      expect(walked).toHaveLength(pages)
      expect(walked.flatMap(namesOf)).toEqual(userNames)
    }
    expect(await scene.get(`cursor=&${byFilter('userName eq "ada"')}`)).not.toHaveProperty('nextCursor')
    expect(await scene.get(`cursor=&${byFilter('userName eq "nobody"')}`)).toMatchObject({
      totalResults: 0,
      Resources: [],
    })
  })

  it('has cursors of unreserved characters that say nothing', async () => {
    const { nextCursor } = await scene.get('cursor=&count=1&sortBy=userName')
    expect(nextCursor).toMatch(/^[A-Za-z0-9._~-]+$/)
    expect(Buffer.from(nextCursor, 'base64url').toString('latin1')).not.toContain('ada')
  })

  it('shows with count=0 the number of results only, and no page to go on from', async () => {
    for (const count of [0, -1]) {
      const body = await scene.get(`cursor=&count=${count}`)
      expect(body).toMatchObject({ totalResults: 7, itemsPerPage: 0, Resources: [] })
      expect(body).not.toHaveProperty('nextCursor')
    }
  })

  it('is filtered and shows the attributes asked for on every page', async () => {
    const pages = await scene.walk(`count=2&${byFilter(`${enterpriseUrn}:department eq "dev"`)}&attributes=userName`)
    expect(pages.map(namesOf)).toEqual([
      ['ada', 'cyd'],
      ['eve', 'gus'],
    ])
    for (const { Resources } of pages)
      for (const one of Resources) expect(Object.keys(one).sort()).toEqual(['id', 'schemas', 'userName'])
    expect(pages[1]).toMatchObject({ totalResults: 4 })
  })

  it('pages groups alike', async () => {
    expect((await scene.walk('count=2', '/Groups')).map(namesOf)).toEqual([['Beta', 'alpha'], ['Gamma']])
    expect((await scene.walk('count=2&sortBy=displayName', '/Groups')).map(namesOf)).toEqual([
      ['alpha', 'Beta'],
      ['Gamma'],
    ])
  })

  it('shows once whoever was there all the time, though others come and go between the pages', async () => {
    const other = await scene.server.client({ name: 'Busy' })
    const ids: string[] = []
    for (const userName of ['a', 'b', 'c', 'd', 'e']) ids.push((await other.post('/Users', { userName })).body.id)
    const first = (await other.get('/Users?cursor=&count=2')).body
    await other.delete(`/Users/${ids[1]}`)
    await other.delete(`/Users/${ids[3]}`)
    await other.post('/Users', { userName: 'f' })
    const second = (await other.get(`/Users?cursor=${first.nextCursor}&count=2`)).body
    expect([namesOf(first), namesOf(second)]).toEqual([
      ['a', 'b'],
      ['c', 'e'],
    ])
  })
})

describe('RFC 9865 §2.1, errors of paging', () => {
  const cursorOf = async (query: string) => (await scene.get(`${query}&cursor=`)).nextCursor

  it.each(['x', 'AAAA', 'null', '0', '%7B%7D', 'a'.repeat(400)])(
    'a cursor nobody gave is invalidCursor: %s',
    async (cursor) => {
      expect(await scene.get(`count=3&cursor=${cursor}`)).toMatchObject({ status: '400', scimType: 'invalidCursor' })
      expect(await scene.search({ cursor: decodeURIComponent(cursor) })).toMatchObject({ scimType: 'invalidCursor' })
    },
  )

  it('a cursor is of one query: with another filter, order, projection or list it is invalidCursor', async () => {
    const query = `count=2&${byFilter('active eq true')}&sortBy=userName&attributes=userName`
    const cursor = await cursorOf(query)
    expect(namesOf(await scene.get(`${query}&cursor=${cursor}`))).toEqual(['eve', 'Fay'])
    for (const other of [
      query.replace('true', 'false'),
      `count=2&sortBy=userName&attributes=userName`,
      query.replace('sortBy=userName', 'sortBy=title'),
      `${query}&sortOrder=descending`,
      query.replace('attributes=userName', 'attributes=title'),
      query.replace('attributes', 'excludedAttributes'),
    ])
      expect(await scene.get(`${other}&cursor=${cursor}`)).toMatchObject({ status: '400', scimType: 'invalidCursor' })
    expect(await scene.get(`count=2&cursor=${await cursorOf('count=2')}`, '/Groups')).toMatchObject({
      scimType: 'invalidCursor',
    })
  })

  it('goes on where the names of the filter are written in another case, as the RFC writes them', async () => {
    const cursor = await cursorOf(`count=1&${byFilter('userName sw "J" or active eq true')}`)
    const page = await scene.get(`count=1&${byFilter('username sw "J" or ACTIVE eq true')}&cursor=${cursor}`)
    expect(namesOf(page)).toEqual(['cyd'])
  })

  it('a cursor is of one client: of another source, or organization, it is invalidCursor', async () => {
    const cursor = await cursorOf('count=2')
    const neighbour = await scene.server.client({ name: 'Entra' }, scene.client.db)
    for (const other of [neighbour, await scene.server.client()]) {
      for (const userName of ['one', 'two', 'three']) await other.post('/Users', { userName })
      expect((await other.get(`/Users?count=2&cursor=${cursor}`)).body).toMatchObject({ scimType: 'invalidCursor' })
    }
  })

  it('a count that is not that of the first page is invalidCount, and so is one that is no number', async () => {
    const cursor = await cursorOf('count=2')
    for (const count of ['3', '0', 'two', '1.5', ''])
      expect(await scene.get(`count=${count}&cursor=${cursor}`)).toMatchObject({
        status: '400',
        scimType: 'invalidCount',
      })
    expect(await scene.get('count=two&cursor=')).toMatchObject({ scimType: 'invalidCount' })
  })

  it('more than maxPageSize is taken as that', async () => {
    expect(namesOf(await scene.get('cursor=&count=5000'))).toEqual(userNames)
  })

  it('startIndex beside a cursor is refused: they are two ways of paging', async () => {
    expect(await scene.get('cursor=&startIndex=2')).toMatchObject({ status: '400', scimType: 'invalidValue' })
    expect(namesOf(await scene.get('cursor=&startIndex=1&count=1'))).toEqual(['ada'])
  })

  it('a cursor older than cursorTimeout is expiredCursor', async () => {
    const cursor = await cursorOf('count=2')
    scene.server.clock.advance(cursorTimeoutSeconds - 60)
    expect(namesOf(await scene.get(`count=2&cursor=${cursor}`))).toEqual(['cyd', 'dan'])
    scene.server.clock.advance(120)
    expect(await scene.get(`count=2&cursor=${cursor}`)).toMatchObject({ status: '400', scimType: 'expiredCursor' })
  })
})

describe('RFC 9865 §2.3, the default method', () => {
  it('is by index: without a cursor nothing is said of cursors', async () => {
    const body = await scene.get('count=2')
    expect(body).toMatchObject({ startIndex: 1, itemsPerPage: 2 })
    expect(body).not.toHaveProperty('nextCursor')
  })
})

describe('RFC 9865 §4, what is said of paging', () => {
  it('is what is done', async () => {
    const { pagination } = (await scene.client.get('/ServiceProviderConfig')).body
    expect(pagination).toEqual({
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize: 200,
      cursorTimeout: cursorTimeoutSeconds,
    })
  })
})

describe('RFC 9865 §6, security', () => {
  it('a cursor opens no door: without a token it gives 401', async () => {
    const { nextCursor } = await scene.get('cursor=&count=1')
    expect((await scene.client.send('GET', `/Users?count=1&cursor=${nextCursor}`)).status).toBe(401)
  })
})
