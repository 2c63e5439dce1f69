import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Connection, type Database, openDatabase } from '../platform/db/db.ts'
import { type RunningPostgres, startPostgres } from '../platform/db/embedded/postgres.ts'
import { migrate } from '../platform/db/migrate.ts'
import { Refused } from '../platform/errors.ts'
import { installJobs } from '../platform/jobs/jobs.ts'
import type { Log } from '../platform/log.ts'
import type { RollcallConfig } from './settings.ts'

/** The database of an installation, up and migrated. */
export interface Installation {
  readonly database: Database
  readonly connection: Connection
  /** DATA, absolute. */
  readonly data: string
  /** For people: which database it is, without its password. */
  readonly where: string
  /** Names of migrations that ran now. */
  readonly migrated: readonly string[]
  /** Writes down where people reach this program, for whoever starts a second one on the same folder. */
  announce(url: string): void
  close(): Promise<void>
}

/** How a program beside the owner of a data folder finds the database: its socket's folder, in DATA, 0600. */
const NOTE = 'database.json'

/**
 * Starts the built-in PostgreSQL, or goes to the one that was given, and brings its schema up.
 *
 * @param options.beside whether it may join a Rollcall that runs on the data folder: for commands that are over soon
 * @param options.migrate false for who only looks
 * @throws {Refused} ALREADY_RUNNING when a living program owns the data folder, DATABASE_NEWER, DATABASE_ROLE
 */
export async function openInstallation(
  config: RollcallConfig,
  log: Log,
  options: { readonly beside?: boolean; readonly migrate?: boolean } = {},
): Promise<Installation> {
  const { beside = false, migrate: bringUp = true } = options
  const { databaseUrl, databasePoolSize: poolSize, databasePrepare: prepare } = config
  const data = resolve(config.data)
  let postgres: RunningPostgres | undefined
  let connection: Connection
  if (databaseUrl === undefined) {
    try {
      postgres = await startPostgres({ data, log: (text) => log.info(text) })
      connection = postgres.connection
      writeFileSync(join(data, NOTE), JSON.stringify(connection), { mode: 0o600 })
    } catch (error) {
      const note = beside && error instanceof Refused && error.code === 'ALREADY_RUNNING' ? readNote(data) : undefined
      if (!note) throw error
      return installationOf(openDatabase({ connection: note, poolSize: 2 }), note, data, 'of the Rollcall that runs')
    }
  } else connection = databaseUrl

  const database = openDatabase({ connection, poolSize, prepare })
  const where = postgres
    ? `the built-in PostgreSQL in ${postgres.dataFolder} (${postgres.how})`
    : withoutPassword(databaseUrl!)
  const installation = installationOf(database, connection, data, where, postgres)
  try {
    if (!bringUp) return installation
    const migrated = await migrate(database.owner)
    await installJobs(database.owner, log)
    return { ...installation, migrated }
  } catch (error) {
    await installation.close()
    throw error
  }
}

function installationOf(
  database: Database,
  connection: Connection,
  data: string,
  where: string,
  postgres?: RunningPostgres,
): Installation {
  return {
    database,
    connection,
    data,
    where,
    migrated: [],
    announce: (url) => postgres?.announce(url),
    close: async () => {
      // Not for ever: a statement that hangs ends with its server, or is that server's matter.
      await Promise.race([database.close(), new Promise((done) => setTimeout(done, 1500).unref())])
      if (postgres) rmSync(join(data, NOTE), { force: true })
      await postgres?.stop()
    },
  }
}

/** The owner writes it a moment after it took the folder: undefined until then. */
function readNote(data: string): Connection | undefined {
  try {
    return JSON.parse(readFileSync(join(data, NOTE), 'utf8')) as Connection
  } catch {
    return undefined
  }
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'the PostgreSQL of DATABASE_URL'
  const url = new URL(databaseUrl)
  return `${url.protocol}//${url.username ? `${url.username}@` : ''}${url.host}${url.pathname}`
}
