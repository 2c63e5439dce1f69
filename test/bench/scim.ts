import { openDatabase } from '../../src/platform/db/db.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { rateOf } from './load.ts'
import { start, startDatabaseServer, startRollcall } from './place.ts'
import { median, type Row, row } from './row.ts'
import { oktaUser } from './user.ts'

const rounds = 3
const seconds = 5

/**
 * Durable `POST /Users` and `GET ?filter=userName eq`, requests a second at 16 connections, in turns with the floor so
 * that a machine whose speed drifts wrongs neither. The first round of each warms up and does not count.
 */
export async function scimRates(wanted: ReadonlySet<string>): Promise<readonly Row[]> {
  const postgres = await startDatabaseServer()
  const ownDatabase = await postgres.create('ours')
  const floorDatabase = await postgres.create('floor')
  const schema = openDatabase({ connection: floorDatabase.url })
  await migrate(schema.owner)
  await schema.close()
  const ours = await startRollcall(ownDatabase.url)
  const floor = await start<{ url: string }>(['test/bench/floor.ts'], { DATABASE_URL: floorDatabase.url })
  try {
    const servers = [
      { url: ours.told.scim.url, headers: { authorization: `Bearer ${ours.told.scim.token}` } },
      { url: floor.told.url, headers: {} },
    ]
    const created = [0, 0]
    const create = (index: number) => {
      const { url, headers } = servers[index]!
      return rateOf({
        url,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/scim+json' },
        seconds,
        request: () => ({
          path: `${new URL(url).pathname.replace(/\/$/, '')}/Users`,
          body: JSON.stringify(oktaUser(`user${created[index]!++}`)),
        }),
      })
    }
    const find = (index: number) => {
      const { url, headers } = servers[index]!
      const known = created[index]! - 16
      return rateOf({
        url,
        method: 'GET',
        headers,
        seconds,
        request: (n) => {
          const filter = encodeURIComponent(`userName eq "user${(n * 7919) % known}@bench.example"`)
          return { path: `${new URL(url).pathname.replace(/\/$/, '')}/Users?filter=${filter}&startIndex=1&count=100` }
        },
      })
    }
    const [createOurs, createFloor] = await inTurns(create)
    const rows = [row('scim.create', 'requests/s', createOurs, createFloor)]
    if (wanted.has('scim.find')) {
      const [findOurs, findFloor] = await inTurns(find)
      rows.push(row('scim.find', 'requests/s', findOurs, findFloor))
    }
    return rows
  } finally {
    await ours.stop()
    await floor.stop()
    await Promise.all([ownDatabase.client.end(), floorDatabase.client.end()])
    await postgres.stop()
  }
}

async function inTurns(measure: (index: number) => Promise<number>): Promise<[number, number]> {
  const rates: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    for (const index of [0, 1] as const) {
      const rate = await measure(index)
      if (round > 0) rates[index].push(rate)
    }
  }
  return [median(rates[0]), median(rates[1])]
}
