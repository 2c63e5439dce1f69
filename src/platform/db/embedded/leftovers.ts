import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startedWith, until, workingIn } from './alive.ts'

/** Marks what is made under a name of its own and renamed when whole: `postgres-18.tmp-4711`. */
export const UNFINISHED = '.tmp-'

/**
 * Removes what a start that was killed left half made, after ending the initdb that may have outlived it and still
 * writes there. Only the owner of the data folder may call this.
 */
export async function sweepLeftovers(folder: string): Promise<void> {
  for (const name of readdirSync(folder).filter((each) => each.includes(UNFINISHED))) {
    const path = join(folder, name)
    // initdb names the folder in its arguments, the postgres that it runs in turn stands in it.
    await until(10_000, () => {
      const writers = [...startedWith(path), ...workingIn(path)]
      endAll(writers)
      if (writers.length > 0) return undefined
      rmSync(path, { recursive: true, force: true })
      return existsSync(path) ? undefined : true
    })
  }
}

function endAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {} // It ended meanwhile.
  }
}
