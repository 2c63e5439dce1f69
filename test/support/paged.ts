import { expect } from 'vitest'
import { enterpriseUrn, listUrn, type ScimClient, type ScimServer, startScim } from './scim.ts'

/** Users and groups of a source, in the order in which they came. */
export const userNames = ['ada', 'Bob', 'cyd', 'dan', 'eve', 'Fay', 'gus']
export const groupNames = ['Beta', 'alpha', 'Gamma']
/** Who has a title, and which: in no order, some the same, some without. */
const titles = ['Lead', undefined, 'cook', 'lead', '', undefined, 'Cook']

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is looked at, not typed
export type Answered = any

/** A source of ten, and what a client does to page through it. */
export interface PagedScene {
  readonly server: ScimServer
  readonly client: ScimClient
  get(query: string, path?: string): Promise<Answered>
  /** By POST, at the root or at a type's endpoint. */
  search(body: object, path?: string): Promise<Answered>
  /** The pages of a query, one after another, as a client walks them. */
  walk(query: string, path?: string): Promise<readonly Answered[]>
}

export async function pagedScene(): Promise<PagedScene> {
  const server = await startScim()
  const client = await server.client()
  for (const [at, userName] of userNames.entries()) {
    server.clock.advance(1)
    await client.post('/Users', {
      userName,
      title: titles[at],
      nickName: `${'x'.repeat(3000)}${(at * 3) % 7}`,
      active: at % 3 !== 0,
      [enterpriseUrn]: { department: at % 2 ? 'Ops' : 'Dev' },
    })
  }
  for (const displayName of groupNames) await client.post('/Groups', { displayName })
  const get = async (query: string, path = '/Users') => (await client.get(`${path}?${query}`)).body
  return {
    server,
    client,
    get,
    search: async (body, path = '') =>
      (
        await client.post(`${path}/.search`, {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
          ...body,
        })
      ).body,
    walk: (query, path) => pagesOf((cursor) => get(`${query}&cursor=${cursor}`, path)),
  }
}

/** Asks with an empty cursor, then with that of the page before, until there is none. */
export async function pagesOf(ask: (cursor: string) => Promise<Answered>): Promise<readonly Answered[]> {
  const pages: Answered[] = []
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const page = await ask(cursor)
    expect(page.schemas).toEqual([listUrn])
    pages.push(page)
    cursor = page.nextCursor
    expect(pages.length).toBeLessThan(50)
  }
  return pages
}

export const namesOf = (page: Answered): readonly string[] =>
  page.Resources.map((one: Answered) => one.userName ?? one.displayName)
