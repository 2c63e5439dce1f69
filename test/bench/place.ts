import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { startPostgres } from '../../src/platform/db/embedded/postgres.ts'

const root = join(import.meta.dirname, '../..')

/** What `demo --json` says when it is ready. */
export interface Ready {
  readonly url: string
  readonly adminLink: string
  readonly apiToken: string
  readonly organization: string
  readonly scim: { readonly url: string; readonly token: string }
}

/** A program of ours in a process of its own, as everybody runs it. */
export interface Running<Told> {
  readonly told: Told
  readonly pid: number
  stop(): Promise<void>
}

/** A PostgreSQL that keeps what it acknowledged (fsync on), for ours and for the floor alike: each a database of its own. */
export async function startDatabaseServer() {
  const data = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  chmodSync(data, 0o711)
  const postgres = await startPostgres({ data, log: () => {} })
  const { host, user } = postgres.connection
  return {
    async create(name: string): Promise<{ url: string; client: pg.Client }> {
      const admin = new pg.Client({ host, user, database: 'postgres' })
      await admin.connect()
      await admin.query(`create database ${name}`)
      await admin.end()
      const client = new pg.Client({ host, user, database: name })
      await client.connect()
      return { url: `postgresql://${user}@localhost/${name}?host=${encodeURIComponent(host)}`, client }
    },
    async stop(): Promise<void> {
      await postgres.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Starts a program and waits for the one line of JSON it says when it is ready. */
export async function start<Told>(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Running<Told>> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000)
  })
  const told = await new Promise<Told>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line) as Told))
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${complaint}`)))
  })
  return { told, pid: child.pid!, stop: () => ended(child) }
}

export function startRollcall(databaseUrl: string): Promise<Running<Ready>> {
  return start<Ready>(['bin/rollcall.js', 'demo', '--empty', '--json', '--port', '0'], { DATABASE_URL: databaseUrl })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
