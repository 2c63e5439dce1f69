import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refused } from '../../errors.ts'
import { isAlive, startTime } from './alive.ts'

interface Holder {
  readonly pid: number
  readonly startTime: string | undefined
  readonly url: string | undefined
}

export interface OwnerLock {
  /** Writes down where people reach this program, for whoever tries to start a second one. */
  announce(url: string): void
  release(): void
}

/**
 * Makes this program the only owner of a data folder, by DATA/owner.lock.
 * @throws {Refused} ALREADY_RUNNING when a living program holds it
 */
export function takeOwnerLock(data: string, url?: string): OwnerLock {
  const path = join(data, 'owner.lock')
  const mine = `${path}.${process.pid}`
  const write = (at: string | undefined) => {
    const holder: Holder = { pid: process.pid, startTime: startTime(process.pid), url: at }
    writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 })
  }
  write(url)
  try {
    // A link is made whole or not at all, and never over another: there is no moment with half a lock.
    while (!linked(mine, path)) putAsideIfDead(path)
  } finally {
    rmSync(mine, { force: true })
  }
  return {
    announce: (at) => {
      write(at)
      renameSync(mine, path)
    },
    release: () => {
      if (holderOf(path)?.pid === process.pid) rmSync(path, { force: true })
    },
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function putAsideIfDead(path: string): void {
  refuseIfLiving(holderOf(path))
  const aside = `${path}.dead-${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return // Another starter was quicker; the next link tells.
  }
  const moved = holderOf(aside)
  if (lives(moved)) {
    // Between the look and the move another starter took it: give it back.
    linked(aside, path)
    rmSync(aside, { force: true })
    refuseIfLiving(moved)
  }
  rmSync(aside, { force: true })
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function lives(holder: Holder | undefined): boolean {
  if (!holder || !isAlive(holder.pid)) return false
  return holder.startTime === undefined || holder.startTime === startTime(holder.pid)
}

function refuseIfLiving(holder: Holder | undefined): void {
  if (!holder || !lives(holder)) return
  const where = holder.url ? `at ${holder.url}` : 'on this data folder'
  throw new Refused(409, 'ALREADY_RUNNING', `Rollcall is already running ${where} (pid ${holder.pid}).`)
}
