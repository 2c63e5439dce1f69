import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Permanent } from '../../errors.ts'
import { UNFINISHED } from './leftovers.ts'
import { CLUSTER, currentUser, type Place } from './place.ts'

/** The database and its superuser are both called so. */
export const NAME = 'rollcall'

/**
 * Makes the cluster under a temporary name and gives it its own only when it is whole and on disk, so that a start
 * that was killed leaves a leftover and never half a cluster.
 * @returns whether it was made now
 */
export function ensureCluster(place: Place, binaries: string, durable: boolean): boolean {
  const cluster = join(place.folder, CLUSTER)
  if (existsSync(cluster)) return false
  refuseOtherMajor(place.folder)
  const unfinished = `${cluster}${UNFINISHED}${process.pid}`
  mkdirSync(unfinished, { mode: 0o700 })
  if (place.asOther) chownSync(unfinished, place.user.uid, place.user.gid)
  // C.UTF-8 from PostgreSQL itself sorts the same on every machine and release, so indexes never go stale with libc.
  const locale = ['--no-locale', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = [
    '-D',
    unfinished,
    '-U',
    NAME,
    '--auth=peer',
    ...locale,
    '--data-checksums',
    ...(durable ? [] : ['--no-sync']),
  ]
  const made = spawnSync(join(binaries, 'bin/initdb'), args, { ...runAs(place), cwd: '/', encoding: 'utf8' })
  if (made.error ?? made.status !== 0) {
    throw new Permanent(`initdb failed: ${made.stderr?.trim() || made.error?.message}`, { cause: made.error })
  }
  renameSync(unfinished, cluster)
  if (durable) makeDurable(place.folder)
  return true
}

function refuseOtherMajor(folder: string): void {
  const other = readdirSync(folder).find((name) => /^postgres-\d+$/.test(name))
  if (!other) return
  const text = `The data in ${join(folder, other)} was made by another major version than ${CLUSTER}: export it with the Rollcall that made it, and import it here.`
  throw new Permanent(text)
}

/**
 * Who may connect: this operating-system user and the one PostgreSQL runs as, over the socket, as any role, without a
 * password. Written at every start, as the user may change (root, then root by sudo of another name).
 */
export function writeAccess(place: Place): void {
  const cluster = join(place.folder, CLUSTER)
  const users = new Set([place.user.name, currentUser().name])
  const map = [...users].map((user) => `rollcall "${user}" all\n`).join('')
  for (const [file, text] of [
    ['pg_hba.conf', 'local all all peer map=rollcall\n'],
    ['pg_ident.conf', map],
  ] as const) {
    const path = join(cluster, file)
    writeFileSync(`${path}.new`, text, { mode: 0o600 })
    chmodSync(`${path}.new`, 0o600)
    if (place.asOther) chownSync(`${path}.new`, place.user.uid, place.user.gid)
    renameSync(`${path}.new`, path)
  }
}

/** Options of a child that must run as the place's user, and know nothing of our environment (secrets, PG… variables). */
export function runAs(place: Place): { uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  const env = { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' }
  return place.asOther ? { uid: place.user.uid, gid: place.user.gid, env } : { env }
}

function makeDurable(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
