import type { Connection } from '../../src/platform/db/db.ts'

/** The same server, another of its databases. */
export function databaseOn(server: Connection, database: string): Connection {
  if (typeof server !== 'string') return { ...server, database }
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}
