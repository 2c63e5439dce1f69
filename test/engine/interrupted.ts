import type { Db } from '../../src/platform/db/db.ts'
import type { Sql } from '../../src/platform/db/sql.ts'

/** The run with something done on another connection before its statement of some number. */
export function interrupted(
  db: Db,
  at: number,
  done: () => Promise<void>,
): { readonly db: Db; readonly count: () => number } {
  let statements = 0
  const before = async () => {
    if (statements++ === at) await done()
  }
  const wrap = (inner: Db): Db => ({
    organization: inner.organization,
    rows: <R>(query: Sql) => before().then(() => inner.rows<R>(query)),
    row: <R>(query: Sql) => before().then(() => inner.row<R>(query)),
    run: (query: Sql) => before().then(() => inner.run(query)),
    transaction: (work) => inner.transaction((tx) => work(wrap(tx))),
  })
  return { db: wrap(db), count: () => statements }
}
