import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { type Connection, type Database, type Db, type Owner, openDatabase } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { databaseOn } from './connection.ts'

export interface FreshDatabase {
  /** As the server uses it: under row-level security. */
  readonly database: Database
  /** As the superuser: for looking at everything, and for DDL. */
  readonly owner: Owner
  readonly connection: Connection
  /** Drops it. */
  close(): Promise<void>
}

/** A migrated, empty database of one's own, cloned from the template in some 50 ms. Once a test file. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('postgres')
  const name = `t_${randomBytes(8).toString('hex')}`
  await onServer(server, (admin) => admin.run(sql`create database ${sql.identifier(name)} template rollcall_template`))
  const connection = databaseOn(server, name)
  const database = openDatabase({ connection, poolSize: 5 })
  return {
    database,
    owner: database.owner,
    connection,
    close: async () => {
      await database.close()
      await onServer(server, (admin) => admin.run(sql`drop database ${sql.identifier(name)} with (force)`))
    },
  }
}

async function onServer(server: Connection, work: (admin: Owner) => Promise<unknown>): Promise<void> {
  const admin = openDatabase({ connection: databaseOn(server, 'postgres') })
  await work(admin.owner).finally(() => admin.close())
}

/** A new organization, and the statements confined to it. */
export async function freshOrganization(database: Database, name = 'Lindenhof'): Promise<Db> {
  const id = newId()
  const db = database.of(id)
  await db.run(sql`insert into organizations (id, name, created_at) values (${id}, ${name}, now())`)
  return db
}
