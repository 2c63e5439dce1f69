import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql as raw } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { Refused } from '../errors.ts'
import { programFolder } from '../program-folder.ts'
import { type Owner, SERVER_ROLE } from './db.ts'
import { sql } from './sql.ts'

/** The schema of what the ground keeps for itself: Kysely's list of migrations, the way into the job queue. */
export const PLATFORM_SCHEMA = 'platform'

export const migrationsFolder = join(programFolder, 'migrations')

/**
 * Brings the schema up to this program: every `NNNN-name.sql` of the folder that has not run yet, in order, in one
 * transaction.
 * @returns the names that ran now; empty when the schema was up to date
 * @throws {Refused} DATABASE_NEWER when a newer Rollcall has migrated this database, DATABASE_ROLE when the server's
 * role is missing and may not be created, or could pass row-level security
 */
export function migrate(owner: Owner, folder: string = migrationsFolder): Promise<readonly string[]> {
  return oneNodeAtATime(owner, () => migrateNow(owner, folder))
}

/** Nodes may start together, and PostgreSQL fails on grants and definitions made at the same time: the others wait. */
export function oneNodeAtATime<T>(owner: Owner, work: () => Promise<T>): Promise<T> {
  // Only the lock is in this transaction; the work has connections of its own.
  return owner.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('rollcall: preparing the database'))`)
    return work()
  })
}

async function migrateNow(owner: Owner, folder: string): Promise<readonly string[]> {
  const migrations = await read(folder)
  await ensureRole(owner)
  await owner.run(sql`create schema if not exists platform`)
  await refuseNewer(owner, Object.keys(migrations))
  await owner.run(sql`grant usage on schema public, platform to ${sql.identifier(SERVER_ROLE)}`)
  const dialect = new PostgresDialect({ pool: owner.pool })
  const migrator = new Migrator({
    // Not destroyed: that would end the owner's pool.
    db: new Kysely<unknown>({ dialect }),
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: PLATFORM_SCHEMA,
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) {
    const failed = results.find((each) => each.status === 'Error')?.migrationName ?? 'the first'
    throw new Error(`Migration ${failed} failed: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
  await letOwnerPass(owner)
  return results.map((each) => each.migrationName)
}

async function read(folder: string): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file)).sort()
  const entries = files.map(async (file): Promise<[string, Migration]> => {
    const text = await readFile(join(folder, file), 'utf8')
    return [file.slice(0, -'.sql'.length), { up: async (db) => void (await raw.raw(text).execute(db)) }]
  })
  return Object.fromEntries(await Promise.all(entries))
}

async function refuseNewer(owner: Owner, known: readonly string[]): Promise<void> {
  const table = await owner.row<{ exists: boolean }>(
    sql`select to_regclass('platform.kysely_migration') is not null as exists`,
  )
  if (!table?.exists) return
  const ran = await owner.rows<{ name: string }>(sql`select name from platform.kysely_migration order by name`)
  const unknown = ran.filter((each) => !known.includes(each.name)).map((each) => each.name)
  if (unknown.length === 0) return
  const text = `This database was migrated by a newer Rollcall (it knows ${unknown.join(', ')}). Start that version, or restore a backup.`
  throw new Refused(409, 'DATABASE_NEWER', text)
}

async function ensureRole(owner: Owner): Promise<void> {
  const role = sql.identifier(SERVER_ROLE)
  const manual = `create role ${SERVER_ROLE} nologin; grant ${SERVER_ROLE} to <the user of DATABASE_URL>`
  const find = () =>
    owner.row<{ passes: boolean; member: boolean }>(sql`
      select rolsuper or rolbypassrls as passes, pg_has_role(current_user, oid, 'member') as member
      from pg_roles where rolname = ${SERVER_ROLE}`)
  try {
    let found = await find()
    if (!found) {
      const refusal = await owner.run(sql`create role ${role} nologin`).catch((error: unknown) => error)
      // Two nodes may start at once: whoever comes second is refused, and finds it there.
      found = await find()
      if (!found) throw refusal
    }
    if (found.passes) {
      const text = `The role ${SERVER_ROLE} must be subject to row-level security: alter role ${SERVER_ROLE} nosuperuser nobypassrls.`
      throw new Refused(409, 'DATABASE_ROLE', text)
    }
    if (!found.member) await owner.run(sql`grant ${role} to current_user`)
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    throw new Refused(409, 'DATABASE_ROLE', `Rollcall needs a role of its own. As an administrator run: ${manual}`, {
      cause,
    })
  }
}

/**
 * Forced row-level security binds a table's owner too, unless it is a superuser. `security definer` functions run as
 * the owner and look across organizations (which one does this token belong to?), so an ordinary owner gets a policy of
 * its own. It depends on who owns the database, hence not in a migration.
 */
async function letOwnerPass(owner: Owner): Promise<void> {
  const me = await owner.row<{ passes: boolean }>(
    sql`select rolsuper or rolbypassrls as passes from pg_roles where rolname = current_user`,
  )
  if (me?.passes) return
  const tables = await owner.rows<{ name: string }>(sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relforcerowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'owner')`)
  for (const { name } of tables) {
    await owner.run(sql`create policy owner on ${sql.identifier(name)} to current_user using (true) with check (true)`)
  }
}
