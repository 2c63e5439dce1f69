import type pg from 'pg'
import { rateOf } from './load.ts'
import { startDatabaseServer, startRollcall } from './place.ts'
import { median, type Row, row } from './row.ts'

const sizes = { '100k': 100_000, '1m': 1_000_000 } as const
const few = 3000
const rounds = 3
const seconds = 5
const count = 200

export const pageRows = (name: keyof typeof sizes): readonly string[] =>
  ['find', 'lastPage', 'lastPage.byIndex'].map((what) => `scim.${what}.${name}`)

/**
 * What the size of a source costs a client. `scim.find`: a user by userName, requests a second at 16 connections, beside the
 * same among 3,000 users. `scim.lastPage`: the last page of all users by cursor, p50, beside the first; by startIndex likewise.
 * The cursor of the last page is had as clients have it, by walking there.
 */
export function pages(name: keyof typeof sizes) {
  return async (wanted: ReadonlySet<string>): Promise<readonly Row[]> => {
    const postgres = await startDatabaseServer()
    const [small, large] = [await serverWith('few', few), await serverWith('many', sizes[name])]
    try {
      const rows: Row[] = []
      if (wanted.has(`scim.find.${name}`)) {
        const rates: [number[], number[]] = [[], []]
        for (let round = 0; round <= rounds; round++) {
          for (const [at, server] of [small, large].entries()) {
            const rate = await findRate(server)
            if (round > 0) rates[at]!.push(rate)
          }
        }
        rows.push(row(`scim.find.${name}`, 'requests/s', median(rates[1]), median(rates[0])))
      }
      const last = sizes[name] - count
      const cursor = await lastCursor(large)
      const [firstByCursor, lastByCursor] = await msInTurns(large, [`cursor=`, `cursor=${cursor}`])
      const [firstByIndex, lastByIndex] = await msInTurns(large, ['startIndex=1', `startIndex=${last + 1}`])
      rows.push(row(`scim.lastPage.${name}`, 'ms', lastByCursor!, firstByCursor!))
      rows.push(row(`scim.lastPage.byIndex.${name}`, 'ms', lastByIndex!, firstByIndex!))
      return rows
    } finally {
      for (const server of [small, large]) {
        await server.stop()
        await server.client.end()
      }
      await postgres.stop()
    }

    async function serverWith(database: string, users: number): Promise<Server> {
      const { url, client } = await postgres.create(database)
      const { told, stop } = await startRollcall(url)
      await fill(client, told.organization, new URL(told.scim.url).pathname.split('/').at(-1)!, users)
      return { url: told.scim.url, headers: { authorization: `Bearer ${told.scim.token}` }, users, client, stop }
    }
  }
}

interface Server {
  readonly url: string
  readonly headers: { readonly authorization: string }
  readonly users: number
  readonly client: pg.Client
  stop(): Promise<void>
}

/** Users as a source would have left them, each in one of a hundred groups. Nobody is touched, so nothing else goes on. */
async function fill(client: pg.Client, organization: string, slug: string, users: number): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'select id from sources where organization_id = $1 and slug = $2',
    [organization, slug],
  )
  const source = rows[0]!.id
  await client.query(
    `insert into users (organization_id, user_no, id, source_id, user_name, user_name_folded, external_id, active, address,
       address_folded, display_name, display_name_folded, attributes, created_at, updated_at)
     select $1, n, gen_random_uuid(), $2, name, name, 'u' || n, true, name, name, 'Ada ' || n, 'ada ' || n,
       jsonb_build_object('userName', name, 'displayName', 'Ada ' || n, 'active', true, 'locale', 'en-US', 'externalId', 'u' || n,
         'name', jsonb_build_object('givenName', 'Ada', 'familyName', n::text),
         'emails', jsonb_build_array(jsonb_build_object('value', name, 'type', 'work', 'primary', true))),
       now(), now()
     from generate_series(1, $3::integer) as n, lateral (select 'user' || n || '@bench.example' as name) as named`,
    [organization, source, users],
  )
  await client.query(
    `insert into groups (organization_id, group_no, id, source_id, display_name, display_name_folded, attributes, created_at, updated_at)
     select $1, n, gen_random_uuid(), $2, 'Group ' || n, 'group ' || n, '{}', now(), now() from generate_series(1, 100) as n`,
    [organization, source],
  )
  await client.query(
    `insert into memberships (organization_id, group_no, user_no, request_id)
     select $1, 1 + n % 100, n, gen_random_uuid() from generate_series(1, $2::integer) as n`,
    [organization, users],
  )
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

function findRate({ url, headers, users }: Server): Promise<number> {
  const path = `${new URL(url).pathname.replace(/\/$/, '')}/Users`
  return rateOf({
    url,
    method: 'GET',
    headers,
    seconds,
    request: (n) => {
      const filter = encodeURIComponent(`userName eq "user${1 + ((n * 7919) % users)}@bench.example"`)
      return { path: `${path}?filter=${filter}&startIndex=1&count=100` }
    },
  })
}

interface Page {
  readonly totalResults: number
  readonly itemsPerPage: number
  readonly nextCursor?: string
}

async function page({ url, headers, users }: Server, query: string): Promise<Page> {
  const answer = await fetch(`${url}/Users?${query}&count=${count}`, { headers })
  const body = (await answer.json()) as Page
  if (answer.status !== 200 || body.totalResults !== users || body.itemsPerPage !== count)
    throw new Error(
      `${query} answered ${answer.status}, ${body.itemsPerPage} of ${body.totalResults}: not a measurement`,
    )
  return body
}

async function lastCursor(server: Server): Promise<string> {
  const since = performance.now()
  let cursor = ''
  for (let seen = 0; ; seen += count) {
    const { nextCursor } = await page(server, `cursor=${cursor}`)
    if (nextCursor !== undefined) {
      cursor = nextCursor
      continue
    }
    if (seen + count !== server.users) throw new Error(`the walk ended after ${seen + count} users: not a measurement`)
    if (process.env.BENCH_DETAIL) console.error(`  all pages by cursor: ${Math.round(performance.now() - since)} ms`)
    return cursor
  }
}

/** The p50 of each query, ms; asked in turns, the first of each not counted. */
async function msInTurns(server: Server, queries: readonly string[]): Promise<readonly number[]> {
  const times: number[][] = queries.map(() => [])
  for (let round = 0; round <= 30; round++) {
    for (const [at, query] of queries.entries()) {
      const since = performance.now()
      await page(server, query)
      if (round > 0) times[at]!.push(performance.now() - since)
    }
  }
  return times.map(median)
}
