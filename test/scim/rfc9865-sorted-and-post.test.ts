import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupNames, namesOf, type PagedScene, pagedScene, pagesOf, userNames } from '../support/paged.ts'
import { byFilter, enterpriseUrn } from '../support/scim.ts'

let scene: PagedScene
beforeAll(async () => {
  scene = await pagedScene()
})
afterAll(() => scene.server.close())

describe('RFC 9865 §2.2, sorting', () => {
  it.each([
    'sortBy=userName',
    'sortBy=id',
    'sortBy=title',
    'sortBy=nickName',
    'sortBy=active',
    'sortBy=meta.created',
    'sortBy=meta.lastModified',
    'sortBy=meta.version',
    'sortBy=meta.location',
    'sortBy=externalId',
    'sortBy=emails',
    'sortBy=groups.display',
    `sortBy=${enterpriseUrn}:department`,
  ])('%s shows by cursor, ascending and descending, what it shows by index', async (sorted) => {
    for (const order of ['ascending', 'descending']) {
      const query = `${sorted}&sortOrder=${order}&attributes=userName`
      const whole = namesOf(await scene.get(query))
      expect(whole).toHaveLength(7)
      for (const count of [1, 2, 3])
        expect((await scene.walk(`${query}&count=${count}`)).flatMap(namesOf), `${order}, ${count}`).toEqual(whole)
    }
  })

  it('keeps resources without the value last, over as many pages as they are', async () => {
    const pages = await scene.walk('sortBy=title&count=2')
    expect(pages.map(namesOf)).toEqual([['eve', 'cyd'], ['gus', 'ada'], ['dan', 'Bob'], ['Fay']])
  })

  it('keeps a cursor short, however long the value is that it stands at', async () => {
    const { nextCursor } = await scene.get('sortBy=nickName&count=1&cursor=')
    expect(nextCursor.length).toBeLessThan(1000)
  })
})

describe('RFC 9865 §3, by POST', () => {
  it('pages as a GET does, and either goes on where the other ended', async () => {
    const asked = { filter: 'active eq true', attributes: ['userName'], count: 2, sortBy: 'userName' }
    const pages = await pagesOf((cursor) => scene.search({ ...asked, cursor }, '/Users'))
    expect(pages.map(namesOf)).toEqual([
      ['Bob', 'cyd'],
      ['eve', 'Fay'],
    ])
    const query = `${byFilter(asked.filter)}&attributes=userName&count=2&sortBy=userName`
    expect(namesOf(await scene.get(`${query}&cursor=${pages[0].nextCursor}`))).toEqual(['eve', 'Fay'])
  })

  it('pages at the root through users, then groups', async () => {
    const everything = [...userNames, ...groupNames]
    for (const count of [1, 2, 3, 4, 7, 8, 9, 10, 11]) {
      const pages = await pagesOf((cursor) => scene.search({ count, cursor }))
      expect(pages.flatMap(namesOf), `count ${count}`).toEqual(everything)
      expect(pages).toHaveLength(Math.ceil(10 / count))
      for (const page of pages) expect(page.totalResults).toBe(10)
    }
  })

  it('pages at the root through those of one kind, where the filter is of that kind only', async () => {
    const filters = { 'userName pr': userNames, 'members pr or displayName pr': groupNames }
    for (const [filter, wanted] of Object.entries(filters)) {
      const pages = await pagesOf((cursor) => scene.search({ count: 2, cursor, filter }))
      expect(pages.flatMap(namesOf)).toEqual(wanted)
      for (const page of pages) expect(page.totalResults).toBe(wanted.length)
    }
    expect(await scene.search({ cursor: '', count: 0 })).toMatchObject({ totalResults: 10, Resources: [] })
    expect(await scene.search({ cursor: '', filter: 'nonsense' })).toMatchObject({ scimType: 'invalidFilter' })
  })

  it('pages at the root sorted: users by it, then groups by it', async () => {
    const pages = await pagesOf((cursor) => scene.search({ count: 4, cursor, sortBy: 'id', sortOrder: 'descending' }))
    const ids = pages.flatMap((page) => page.Resources.map((one: { id: string }) => one.id))
    expect(ids).toHaveLength(10)
    expect(ids).toEqual([...ids.slice(0, 7).sort().reverse(), ...ids.slice(7).sort().reverse()])
  })
})
