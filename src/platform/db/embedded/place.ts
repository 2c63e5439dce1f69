import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Permanent } from '../../errors.ts'

/** A user of the operating system. */
export interface OsUser {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

export interface Place {
  /** The folder that holds the cluster, its socket and its log. */
  readonly folder: string
  /** Whom PostgreSQL runs as. */
  readonly user: OsUser
  /** Set when we are root and so must start PostgreSQL as someone else. */
  readonly asOther: boolean
}

/** The folder's name carries the major version: a newer one never opens it by mistake. */
export const CLUSTER = 'postgres-18'

/**
 * Decides where the cluster of a data folder is and whom it runs as. PostgreSQL refuses to run as root, so root starts
 * it as `rollcall` where that user exists, else `nobody`; a folder that this user cannot enter is replaced by one under
 * /var/lib/rollcall, named after DATA's path so that two clones never share one, and noted in DATA/where.
 * @throws {Permanent} when the cluster belongs to a user that we cannot act as
 */
export function choosePlace(data: string, note: (text: string) => void): Place {
  const absolute = resolve(data)
  const root = process.getuid?.() === 0
  mkdirSync(absolute, { recursive: true, mode: root ? 0o711 : 0o700 })
  const where = join(absolute, 'where')
  const noted = existsSync(where) ? readFileSync(where, 'utf8').trim() : undefined
  const folder = noted || absolute
  const cluster = join(folder, CLUSTER)
  const owner = existsSync(cluster) ? statSync(cluster).uid : undefined
  if (!root) return { folder, user: ourselves(folder, owner), asOther: false }
  if (owner !== undefined) return { folder, user: byUid(owner), asOther: true }

  const user = unprivileged()
  if (noted || mayEnter(absolute, user)) return { folder, user, asOther: true }
  const name = createHash('sha256').update(absolute).digest('hex').slice(0, 12)
  const elsewhere = join('/var/lib/rollcall', name)
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  writeFileSync(where, `${elsewhere}\n`)
  note(`The user ${user.name}, who runs PostgreSQL, cannot enter ${absolute}: its data is in ${elsewhere}.`)
  return { folder: elsewhere, user, asOther: true }
}

function ourselves(folder: string, owner: number | undefined): OsUser {
  const { uid, gid, name } = currentUser()
  if (owner !== undefined && owner !== uid) {
    throw new Permanent(
      `The data in ${folder} belongs to another user (uid ${owner}) than ${name}: start Rollcall as before.`,
    )
  }
  try {
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    throw new Permanent(`${name} cannot write in ${folder}, where this data folder's database is.`, { cause })
  }
  return { uid, gid, name }
}

/** @throws {Permanent} for a user without a name (a container's random uid): PostgreSQL recognises us by name */
export function currentUser(): OsUser {
  try {
    const { uid, gid, username } = userInfo()
    return { uid, gid, name: username }
  } catch (cause) {
    const text = `This user (uid ${process.getuid?.()}) has no name here, which the built-in PostgreSQL needs. Give it a line in /etc/passwd, or set DATABASE_URL.`
    throw new Permanent(text, { cause })
  }
}

function passwd(): readonly OsUser[] {
  const lines = readFileSync('/etc/passwd', 'utf8').trim().split('\n')
  return lines.map((line) => {
    const [name, , uid, gid] = line.split(':')
    return { name: name!, uid: Number(uid), gid: Number(gid) }
  })
}

function unprivileged(): OsUser {
  const users = passwd()
  const found = users.find((each) => each.name === 'rollcall') ?? users.find((each) => each.name === 'nobody')
  if (found) return found
  throw new Permanent(
    'PostgreSQL does not run as root and there is no user rollcall or nobody here: start Rollcall as an ordinary user.',
  )
}

function byUid(uid: number): OsUser {
  const found = passwd().find((each) => each.uid === uid)
  if (found && uid !== 0) return found
  throw new Permanent(`The database belongs to uid ${uid}, who cannot run it. Give its folder to an ordinary user.`)
}

/** Whether that user may pass through the folder and every one above it. */
export function mayEnter(folder: string, user: OsUser): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if (!(mode & bit)) return false
    if (path === dirname(path)) return true
  }
}
