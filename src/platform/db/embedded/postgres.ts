import pg from 'pg'
import type { Connection } from '../db.ts'
import { readyBinaries } from './binaries.ts'
import { ensureCluster, NAME, writeAccess } from './cluster.ts'
import { sweepLeftovers } from './leftovers.ts'
import { takeOwnerLock } from './owner-lock.ts'
import { choosePlace } from './place.ts'
import { adoptOrphan, startPostmaster, stopPostmaster } from './postmaster.ts'

export interface RunningPostgres {
  /** For `openDatabase` on this machine: the socket's folder, no password. */
  readonly connection: Exclude<Connection, string>
  /** Where the cluster is: DATA, or what DATA/where says. */
  readonly dataFolder: string
  /** How it came up, for the start's log line. */
  readonly how: 'first start' | 'started' | 'adopted'
  /** Writes down where people reach this program, for whoever starts a second one on the same folder. */
  announce(url: string): void
  /** Fast shutdown, then gives up the folder. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** DATA: made when missing. */
  readonly data: string
  readonly url?: string
  readonly log: (text: string) => void
  /** False only in tests: data does not survive a crash of the machine. */
  readonly durable?: boolean
}

/**
 * Starts the built-in PostgreSQL of a data folder, or adopts the one that a killed owner left running.
 * @throws {Refused} ALREADY_RUNNING when a living program owns the folder
 * @throws {Permanent} when it cannot run here, or does not come up
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { data, url, log, durable = true } = options
  const place = choosePlace(data, log)
  const lock = takeOwnerLock(data, url)
  try {
    await sweepLeftovers(place.folder)
    const binaries = readyBinaries(place)
    const fresh = ensureCluster(place, binaries, durable)
    const orphan = fresh ? undefined : await adoptOrphan(place)
    if (!orphan) writeAccess(place)
    const postmaster = orphan ?? (await startPostmaster(place, binaries, durable))
    const connection = { host: postmaster.socket, user: NAME, database: NAME }
    await ensureDatabase(connection)
    return {
      connection,
      dataFolder: place.folder,
      how: fresh ? 'first start' : orphan ? 'adopted' : 'started',
      announce: lock.announce,
      stop: async () => {
        await stopPostmaster(postmaster, place)
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A start may be killed between the server's coming up and this, so every start looks. */
async function ensureDatabase(connection: Exclude<Connection, string>): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [NAME])
    if (found.rowCount === 0) await client.query(`create database ${NAME}`)
  } finally {
    await client.end()
  }
}
