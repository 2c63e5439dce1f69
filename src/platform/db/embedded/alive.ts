import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a program of that number runs and could still do something: a zombie has ended and waits to be noticed. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return stat(pid)?.state !== 'Z'
}

/**
 * When that program started, in clock ticks since boot, with the boot's id: a number that is given out again tells
 * another program apart. Undefined where the system does not say (not Linux).
 */
export function startTime(pid: number): string | undefined {
  const ticks = stat(pid)?.startTicks
  if (!ticks) return undefined
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`
}

function stat(pid: number): { state: string; startTicks: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may itself hold spaces and parentheses, so fields count from the last one (proc(5)).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0]!, startTicks: fields[19]! }
  } catch {
    return undefined
  }
}

/** Programs that work in that folder: a postmaster and all its children stand in their data folder. */
export function workingIn(folder: string): readonly number[] {
  return running((pid) => readlinkSync(`/proc/${pid}/cwd`) === folder)
}

/** Programs that were started with a word that begins so. */
export function startedWith(prefix: string): readonly number[] {
  return running((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .some((word) => word.startsWith(prefix)),
  )
}

function running(matches: (pid: number) => boolean): readonly number[] {
  let pids: readonly number[]
  try {
    pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
  return pids.filter((pid) => {
    try {
      return matches(pid) && isAlive(pid)
    } catch {
      return false // It ended meanwhile, or is another user's.
    }
  })
}

/** Looks every few milliseconds until `done` gives a value. Undefined when `timeoutMs` passed without one. */
export async function until<T>(timeoutMs: number, done: () => T | undefined): Promise<T | undefined> {
  const deadline = Date.now() + timeoutMs
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 1.5, 25)) {
    const found = done()
    if (found !== undefined || Date.now() > deadline) return found
    await sleep(pauseMs)
  }
}
