const LOOK_MS = 250

/**
 * Waits until this program is asked to stop. A Ctrl-C goes to every program of the terminal's group, and npm and the
 * starter in bin/ pass it on to us as well: one wish arrives as several signals, so the later ones mean nothing. What
 * does not close in time is `closeInOrder`'s matter.
 *
 * npm passes a SIGTERM on to its shell only, which ends without a word to us: then our parent is another one.
 */
export function untilAskedToStop(env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
    if (env.npm_lifecycle_event === undefined) return
    const parent = process.ppid
    const look = () => {
      if (process.ppid !== parent) resolve('npm has ended')
    }
    setInterval(look, LOOK_MS).unref()
  })
}

/** What `work` gives, or nothing when it takes longer: then it goes on unwatched. */
export async function atMost<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
