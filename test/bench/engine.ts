import { openDatabase } from '../../src/platform/db/db.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { newId } from '../../src/platform/id.ts'
import type { Told } from './engine/alone.ts'
import { fillDirectory } from './engine/directory.ts'
import { secondsOfPlainWriting } from './engine/floor.ts'
import { msOfMemberships } from './engine/membership.ts'
import type { Previews } from './engine/previews.ts'
import { ruleDeleted } from './engine/rule-deleted.ts'
import { furnish } from './engine/rules.ts'
import { type Size, sizes } from './engine/size.ts'
import { start, startDatabaseServer } from './place.ts'
import { median, percentile, type Row, row } from './row.ts'

const rowsOfPreviews = ['first', 'products', 'order', 'newRule'].map((what) => `engine.preview.${what}`)

/** The rows of one size. `10k` is there to see what grows; `1m` takes long, so only who names it gets it. */
export function engineRows(name: Size['name']): readonly string[] {
  return [
    `engine.firstFill.${name}`,
    `engine.unchanged.${name}`,
    `engine.memory.${name}`,
    ...rowsOfPreviews.map((preview) => `${preview}.${name}`),
    `engine.oneMembership.p50.${name}`,
    `engine.oneMembership.p99.${name}`,
    `engine.ruleDeleted.${name}`,
  ]
}

/**
 * What the engine takes for an organization of a size: first filled, looked at again when nothing is to be done, one
 * membership at a time, and one rule less. All rows are measured in one organization, one after another.
 */
export function engine(name: Size['name']) {
  return async (wanted: ReadonlySet<string>): Promise<readonly Row[]> => {
    const size = sizes[name]
    const rows: Row[] = []
    const wants = (row: string) => wanted.has(`${row}.${name}`)
    const postgres = await startDatabaseServer()
    const { url, client } = await postgres.create('engine')
    const database = openDatabase({ connection: url })
    const organization = newId()
    const db = database.of(organization)
    const alone = async (what: string): Promise<Told> => {
      const done = await start<Told>(['--max-old-space-size=14000', 'test/bench/engine/alone.ts', what, organization], {
        DATABASE_URL: url,
      })
      await done.stop()
      return done.told
    }
    try {
      await migrate(database.owner)
      await client.query(
        `insert into organizations (id, name, loss_share_max, created_at) values ($1, 'Bench', 1, now())`,
        [organization],
      )
      await furnish(client, organization, size, await fillDirectory(client, organization, size))
      await client.query('vacuum analyze')
      await client.query('checkpoint')

      const fill = await alone('run')
      if (process.env.BENCH_DETAIL) console.error(`  run: ${JSON.stringify(fill)}`)
      if (wants('engine.firstFill')) {
        const floor = await secondsOfPlainWriting(client, organization)
        rows.push(row(`engine.firstFill.${name}`, 'users/s', size.users / fill.seconds, size.users / floor))
      }

      if (wants('engine.unchanged') || wants('engine.memory')) {
        await client.query('vacuum analyze')
        const passes: Told[] = []
        const reads: Told[] = []
        for (let round = 0; round < 3; round++) {
          passes.push(await alone('full-pass'))
          reads.push(await alone('members'))
        }
        const { differing, products } = passes[0]!.outcome as { differing: number; products: number }
        if (differing > 0 || products > 0)
          throw new Error(`a full pass after the first fill found ${differing} users and ${products} products`)
        const seconds = (those: readonly Told[]) => median(those.map((told) => told.seconds))
        rows.push(row(`engine.unchanged.${name}`, 's', seconds(passes), seconds(reads)))
        rows.push(row(`engine.memory.${name}`, 'MB', Math.max(fill.peakMb, ...passes.map((told) => told.peakMb))))
      }

      if (rowsOfPreviews.some(wants)) {
        const told = await alone('previews')
        const { foreseen, ...ms } = told.outcome as Previews
        if (process.env.BENCH_DETAIL) console.error(`  previews: ${JSON.stringify(foreseen)}, peak ${told.peakMb} MB`)
        for (const preview of rowsOfPreviews)
          rows.push(row(`${preview}.${name}`, 'ms', ms[preview.slice('engine.preview.'.length) as keyof typeof ms]))
      }

      if (wants('engine.oneMembership.p50') || wants('engine.oneMembership.p99')) {
        const ms = await msOfMemberships(db, size)
        rows.push(row(`engine.oneMembership.p50.${name}`, 'ms', percentile(ms, 0.5)))
        rows.push(row(`engine.oneMembership.p99.${name}`, 'ms', percentile(ms, 0.99)))
      }
      if (wants('engine.ruleDeleted')) rows.push(row(`engine.ruleDeleted.${name}`, 's', await ruleDeleted(db, client)))
      return rows
    } finally {
      await database.close()
      await client.end()
      await postgres.stop()
    }
  }
}
