import pg from 'pg'
import { isId } from '../id.ts'
import { isConnectionLoss, translated } from './failures.ts'
import { parsers } from './parsers.ts'
import type { Sql } from './sql.ts'

/** Statements on a connection that no organization is set on: only `security definer` functions answer, a table's policy raises. */
export interface Gate {
  rows<R>(query: Sql): Promise<readonly R[]>
  /** The first row, or undefined when there is none. */
  row<R>(query: Sql): Promise<R | undefined>
  /** How many rows the statement touched. */
  run(query: Sql): Promise<number>
}

/** Statements confined to one organization by row-level security. */
export interface Db extends Gate {
  readonly organization: string
  /**
   * Everything `work` does through `tx`, or nothing. Called on a `tx` it runs within that same transaction.
   * @throws {Retryable} on a deadlock, a serialization failure or a lost connection
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>
}

/** Statements as the role that owns the schema: migrations, jobs, exports. Never for a request. */
export interface Owner extends Gate {
  transaction<T>(work: (tx: Gate) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
}

/** The only way to a connection. */
export interface Database {
  of(organization: string): Db
  readonly gate: Gate
  readonly owner: Owner
  close(): Promise<void>
}

/** A URL, or where a server on this machine listens (`host` may be the folder of its socket). */
export type Connection =
  | string
  | { readonly host: string; readonly user: string; readonly database: string; readonly port?: number }

export interface DatabaseOptions {
  readonly connection: Connection
  /** Connections for organizations' statements; the gate has a quarter as many of its own, the owner four. Default 10. */
  readonly poolSize?: number
  /** Named prepared statements and session settings. Turn off for PgBouncer in transaction mode. Default true. */
  readonly prepare?: boolean
  /** The role that statements run as: owns nothing, cannot pass row-level security. Default `rollcall_server`. */
  readonly role?: string
}

export const SERVER_ROLE = 'rollcall_server'

export function poolConfig(connection: Connection): pg.PoolConfig {
  const where = typeof connection === 'string' ? { connectionString: connection } : connection
  return { ...where, types: parsers, application_name: 'rollcall', connectionTimeoutMillis: 10_000 }
}

/** Nothing connects before the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const { connection, poolSize = 10, prepare = true, role = SERVER_ROLE } = options
  const pools: pg.Pool[] = []
  const open = (max: number, onConnect?: (client: pg.ClientBase) => Promise<void>): pg.Pool => {
    const pool = new pg.Pool({
      ...poolConfig(connection),
      max,
      idleTimeoutMillis: 30_000,
      ...(onConnect && { onConnect }),
    })
    // A connection that breaks while nobody uses it is replaced by the next taker; without a listener it ends the program.
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', () => {}))
    pools.push(pool)
    return pool
  }
  const become = async (client: pg.ClientBase): Promise<void> => {
    await client.query(`set role ${pg.escapeIdentifier(role)}`)
  }
  const asServer = prepare ? become : undefined
  const tenants: Lane = { pool: open(poolSize, asServer), prepare, role, lastOrganization: new WeakMap() }
  // Its own connections, so that looking up a token and then serving an organization never resets the setting to and fro.
  const gate: Lane = { pool: open(Math.max(2, Math.ceil(poolSize / 4)), asServer), prepare, role }
  const owner: Lane = { pool: open(4), prepare, role: undefined }
  return {
    of: (organization) => {
      if (!isId(organization)) throw new Error(`Not an organization's id: ${organization}`)
      return confined(tenants, organization)
    },
    gate: statements((query) => once(gate, undefined, query)),
    owner: {
      ...statements((query) => once(owner, undefined, query)),
      transaction: (work) => transaction(owner, undefined, (send) => work(statements(send))),
      pool: owner.pool,
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()))
    },
  }
}

/** A pool whose connections are all used in one way. */
interface Lane {
  readonly pool: pg.Pool
  readonly prepare: boolean
  readonly role: string | undefined
  readonly lastOrganization?: WeakMap<pg.ClientBase, string>
}

type Send = (query: Sql) => Promise<pg.QueryResult>

function statements(send: Send): Gate {
  return {
    rows: async <R>(query: Sql) => (await send(query)).rows as R[],
    row: async <R>(query: Sql) => (await send(query)).rows[0] as R | undefined,
    run: async (query: Sql) => (await send(query)).rowCount ?? 0,
  }
}

function confined(lane: Lane, organization: string): Db {
  return {
    organization,
    ...statements((query) => once(lane, organization, query)),
    transaction: (work) => transaction(lane, organization, (send) => work(within(organization, send))),
  }
}

function within(organization: string, send: Send): Db {
  const tx: Db = { organization, ...statements(send), transaction: (work) => work(tx) }
  return tx
}

function once(lane: Lane, organization: string | undefined, query: Sql): Promise<pg.QueryResult> {
  // Without session settings the organization only holds within a transaction.
  if (!lane.prepare && lane.role) return transaction(lane, organization, (send) => send(query))
  return taken(lane.pool, async (client) => {
    await confine(lane, client, organization)
    return execute(lane, client, query)
  })
}

function transaction<T>(lane: Lane, organization: string | undefined, work: (send: Send) => Promise<T>): Promise<T> {
  return taken(lane.pool, async (client) => {
    await confine(lane, client, organization)
    await client.query(opening(lane, organization))
    let over = false
    let tail: Promise<unknown> = Promise.resolve()
    // One at a time, whatever the caller runs at once: a connection carries one statement.
    const send: Send = (query) => {
      if (over) return Promise.reject(new Error('This transaction is over: a statement was sent after it ended.'))
      const sent = tail.then(() => execute(lane, client, query))
      tail = sent.catch(() => {})
      return sent
    }
    try {
      const result = await work(send)
      over = true
      await tail
      // PostgreSQL answers the commit of a failed transaction with a rollback and no error.
      if ((await client.query('commit')).command === 'ROLLBACK') {
        throw new Error('A statement failed in this transaction and its error was swallowed: nothing was written.')
      }
      return result
    } catch (error) {
      over = true
      await tail
      await client.query('rollback').catch((lost: Error) => {
        throw isConnectionLoss(error) ? error : lost
      })
      throw error
    }
  })
}

function opening(lane: Lane, organization: string | undefined): string {
  if (lane.prepare || !lane.role) return 'begin'
  // `organization` passed isId, so it can stand in the text: one round trip instead of three.
  const setting = organization ? `; set local rollcall.organization = '${organization}'` : ''
  return `begin; set local role ${pg.escapeIdentifier(lane.role)}${setting}`
}

async function confine(lane: Lane, client: pg.ClientBase, organization: string | undefined): Promise<void> {
  if (!lane.prepare || !organization || lane.lastOrganization?.get(client) === organization) return
  const text = "select set_config('rollcall.organization', $1, false)"
  await client.query({ name: 'organization', text, values: [organization] })
  lane.lastOrganization?.set(client, organization)
}

function execute(lane: Lane, client: pg.ClientBase, query: Sql): Promise<pg.QueryResult> {
  const values = query.values as unknown[]
  return client.query(lane.prepare ? { name: query.name, text: query.text, values } : { text: query.text, values })
}

async function taken<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient | undefined
  let broken = false
  try {
    client = await pool.connect()
    return await work(client)
  } catch (error) {
    broken = isConnectionLoss(error)
    throw translated(error)
  } finally {
    client?.release(broken)
  }
}
