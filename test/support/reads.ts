import type { Database, Db } from '../../src/platform/db/db.ts'
import { type Sql, sql } from '../../src/platform/db/sql.ts'

/** Counts the rows that statements of organizations read. */
export interface Reads {
  /** Of one table, since the last time anything was asked. */
  take(table: string): number
}

/**
 * From the next `database.of` on; so before the first request. Every statement is run once before it is run, and undone:
 * PostgreSQL says itself what it read.
 */
export function watchReads(database: Database): Reads {
  let plans: Plan[] = []
  const explain = async (tx: Db, { text, values }: Sql) => {
    await tx.run(sql`savepoint before`)
    const analysis = { text: `explain (analyze, timing off, format json) ${text}`, values, name: '' }
    const row = await tx.row<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(analysis)
    plans.push(row!['QUERY PLAN'][0].Plan)
    await tx.run(sql`rollback to savepoint before`)
  }
  const watched = (db: Db): Db => {
    const after =
      <A>(send: (query: Sql) => Promise<A>) =>
      async (query: Sql) => {
        await db.transaction((tx) => explain(tx, query))
        return send(query)
      }
    return {
      organization: db.organization,
      rows: after(db.rows) as Db['rows'],
      row: after(db.row) as Db['row'],
      run: after(db.run),
      transaction: (work) => db.transaction((tx) => work(watched(tx))),
    }
  }
  const { of } = database
  Object.assign(database, { of: (organization: string) => watched(of(organization)) })
  return {
    take: (table) => {
      const taken = plans
      plans = []
      return taken.reduce((sum, plan) => sum + readIn(plan, table), 0)
    },
  }
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

function readIn(plan: Plan, table: string): number {
  const { 'Actual Rows': rows, 'Actual Loops': loops, 'Rows Removed by Filter': removed = 0 } = plan
  const isRead = plan['Relation Name'] === table && plan['Node Type'] !== 'ModifyTable'
  const own = isRead ? (rows + removed) * loops : 0
  return (plan.Plans ?? []).reduce((sum, part) => sum + readIn(part, table), own)
}
