import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Connection, openDatabase } from '../../src/platform/db/db.ts'
import { startPostgres } from '../../src/platform/db/embedded/postgres.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { installJobs } from '../../src/platform/jobs/jobs.ts'
import { createLog } from '../../src/platform/log.ts'
import { databaseOn } from './connection.ts'

/** One PostgreSQL for all test files, with one migrated database that each file clones. */
declare module 'vitest' {
  export interface ProvidedContext {
    postgres: Connection
  }
}

export const TEMPLATE = 'rollcall_template'

/** ROLLCALL_TEST_DATABASE, the URL of a superuser's database, takes the place of the embedded server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.ROLLCALL_TEST_DATABASE
  const own = given ? undefined : await start()
  const server = given ?? own!.connection
  const admin = openDatabase({ connection: databaseOn(server, 'postgres') })
  await admin.owner.run(sql`drop database if exists ${sql.identifier(TEMPLATE)} with (force)`)
  await admin.owner.run(sql`create database ${sql.identifier(TEMPLATE)}`)
  await admin.close()
  const template = openDatabase({ connection: databaseOn(server, TEMPLATE) })
  await migrate(template.owner)
  await installJobs(template.owner, createLog({ level: 'silent' }))
  await template.close()
  project.provide('postgres', server)
  return async () => own?.stop()
}

async function start(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'rollcall-test-'))
  // So that the user root starts PostgreSQL as can enter it, and nothing is left under /var/lib.
  chmodSync(data, 0o711)
  const postgres = await startPostgres({ data, log: () => {}, durable: false })
  return {
    connection: postgres.connection,
    stop: async () => {
      await postgres.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
