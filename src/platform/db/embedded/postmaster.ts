import { spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Permanent, Retryable } from '../../errors.ts'
import { isAlive, startTime, until, workingIn } from './alive.ts'
import { runAs } from './cluster.ts'
import { CLUSTER, type Place } from './place.ts'

export interface Postmaster {
  readonly pid: number
  /** The folder of its socket. */
  readonly socket: string
  /** Settles when it ends; never for one that we adopted. */
  readonly ended: Promise<number | null> | undefined
}

const START_MS = 60_000
const STOP_MS = 60_000
/** sockaddr_un.sun_path holds 108 bytes with the closing zero. */
const SOCKET_PATH_MAX = 107
const SOCKET_FILE = '.s.PGSQL.5432'

/** What postmaster.pid says (PostgreSQL's pidfile.h): line 1 its number, 5 the socket's folder, 8 its state. */
function readPidFile(cluster: string): { pid: number; socket: string; state: string } | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), socket: lines[4]?.trim() ?? '', state: lines[7]?.trim() ?? '' }
  } catch {
    return undefined
  }
}

/**
 * A postmaster of this folder whose owner was killed and that still runs. One that is shutting down is waited for.
 * Afterwards, without one, nothing of ours lives and its pid file, socket and lock are gone: the number in a leftover
 * may belong to another program by now, and PostgreSQL would not start over it.
 */
export async function adoptOrphan(place: Place): Promise<Postmaster | undefined> {
  const cluster = join(place.folder, CLUSTER)
  const found = readPidFile(cluster)
  if (found && isOurs(found.pid, cluster)) {
    const settled = await until(START_MS, () => {
      if (!isAlive(found.pid)) return 'gone'
      const now = readPidFile(cluster)
      return now?.pid === found.pid && now.state === 'ready' ? now : undefined
    })
    if (!settled) throw new Retryable(`A PostgreSQL (pid ${found.pid}) of an earlier start neither comes up nor ends.`)
    if (settled !== 'gone') return { pid: settled.pid, socket: settled.socket, ended: undefined }
  }
  // Backends notice within moments that their postmaster is gone; two servers on one folder would destroy it.
  const empty = await until(STOP_MS, () => (workingIn(cluster).length === 0 ? true : undefined))
  if (!empty) throw new Retryable(`Programs of an earlier PostgreSQL still run: ${workingIn(cluster).join(', ')}.`)
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
  if (found?.socket) removeSocket(found.socket, place)
  return undefined
}

function isOurs(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  // Where the system does not say who works where (not Linux), the number alone has to do.
  return startTime(pid) === undefined || workingIn(cluster).includes(pid)
}

/** @throws {Permanent} with the end of its log when it does not come up */
export async function startPostmaster(place: Place, binaries: string, durable: boolean): Promise<Postmaster> {
  const cluster = join(place.folder, CLUSTER)
  const socket = socketFolder(place)
  const log = join(place.folder, 'postgres.log')
  if (existsSync(log) && statSync(log).size > 10_000_000) renameSync(log, `${log}.1`)
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socket,
    cluster_name: 'rollcall',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    // Without DETAIL, which quotes the row that broke a rule: names and addresses of people.
    log_error_verbosity: 'terse',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // A file, not a pipe: it must be able to write when we are gone.
  const output = openSync(log, 'a', 0o600)
  const child = spawn(join(binaries, 'bin/postgres'), ['-D', cluster, ...args], {
    ...runAs(place),
    cwd: '/',
    // A session of its own: Ctrl-C at the terminal is for us, and we stop it when nothing needs it any more.
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.once('error', () => resolve(null))
  })
  let over = false
  void ended.then(() => {
    over = true
  })
  const ready = await until(START_MS, () => {
    if (over) return 'over'
    const now = readPidFile(cluster)
    return now?.pid === child.pid && now?.state === 'ready' ? now : undefined
  })
  if (ready && ready !== 'over') return { pid: ready.pid, socket, ended }
  child.kill('SIGQUIT')
  const tail = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n')
  throw new Permanent(`PostgreSQL did not start (see ${log}):\n${tail}`)
}

/** Fast shutdown: running statements are cut off, everything committed stays. */
export async function stopPostmaster(postmaster: Postmaster, place: Place): Promise<void> {
  try {
    process.kill(postmaster.pid, 'SIGINT')
  } catch {} // It has ended already.
  const gone = await until(STOP_MS, () => (isAlive(postmaster.pid) ? undefined : true))
  if (!gone) throw new Retryable(`PostgreSQL (pid ${postmaster.pid}) did not stop within ${STOP_MS / 1000} s.`)
  removeSocket(postmaster.socket, place)
}

function socketFolder(place: Place): string {
  const beside = join(place.folder, 'socket')
  let folder = beside
  if (Buffer.byteLength(join(beside, SOCKET_FILE)) > SOCKET_PATH_MAX) folder = mkdtempSync('/tmp/rollcall-')
  else mkdirSync(beside, { recursive: true, mode: 0o700 })
  if (place.asOther) chownSync(folder, place.user.uid, place.user.gid)
  return folder
}

function removeSocket(folder: string, place: Place): void {
  for (const name of [SOCKET_FILE, `${SOCKET_FILE}.lock`]) rmSync(join(folder, name), { force: true })
  const madeForThis = dirname(folder) === '/tmp' && basename(folder).startsWith('rollcall-')
  if (madeForThis && dirname(folder) !== place.folder) rmSync(folder, { recursive: true, force: true })
}
