import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const POSTGRES_15 = '/usr/lib/postgresql/15/bin'
const root = process.getuid?.() === 0

/** What Chromium needs (nss, nspr), and the oldest PostgreSQL that Rollcall runs on. */
const PACKAGES = [
  { name: 'libnss3', has: () => hasLibrary('libnss3.so') },
  { name: 'libnspr4', has: () => hasLibrary('libnspr4.so') },
  { name: 'postgresql-15', has: () => existsSync(POSTGRES_15) },
]

/** Installs what is missing where that is possible. @returns what is missing afterwards, and why */
export function installPackages(): readonly string[] {
  const missing = PACKAGES.filter((each) => !each.has())
  if (missing.length === 0) return []
  const why = !root ? 'not root' : !isDebian() ? 'not Debian' : undefined
  if (why) return missing.map((each) => `${each.name} (not installed, and ${why})`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const names = missing.map((each) => each.name)
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'inherit' })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env, stdio: 'inherit' })
  return missing.filter((each) => !each.has()).map((each) => `${each.name} (could not be installed)`)
}

export const hasPostgres15 = () => existsSync(join(POSTGRES_15, 'postgres'))

/** A PostgreSQL 15 of our own in a temporary folder, run by an ordinary user. */
export async function startPostgres15(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync('/tmp/pg15-')
  const user = root ? unprivileged() : undefined
  if (user) chownSync(folder, user.uid, user.gid)
  const cluster = join(folder, 'cluster')
  const args = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  const made = spawnSync(join(POSTGRES_15, 'initdb'), args, { ...user, cwd: '/', encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb of PostgreSQL 15 failed: ${made.stderr}`)
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off'].flatMap((each) => [
    '-c',
    each,
  ])
  const server = spawn(join(POSTGRES_15, 'postgres'), ['-D', cluster, ...settings], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const ready = () =>
    existsSync(join(cluster, 'postmaster.pid')) && /ready/.test(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'))
  for (let tries = 0; !ready(); tries++) {
    if (tries > 300 || server.exitCode !== null) throw new Error('PostgreSQL 15 did not start.')
    await sleep(50)
  }
  const stop = async () => {
    server.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`, stop }
}

function unprivileged(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const [, , uid, gid] = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')!
  return { uid: Number(uid), gid: Number(gid) }
}

function isDebian(): boolean {
  return existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

function hasLibrary(name: string): boolean {
  return spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout?.includes(name) ?? false
}
