import type { Log } from './log.ts'

/** What is open in this program, and in which order it closes. */
export interface Closing {
  /** The last added closes first: what depends on a thing is added after it. */
  add(name: string, close: () => unknown): void
  /** Closes everything, once. A step that fails is logged and the next one follows. @returns whether all went well in time */
  close(): Promise<boolean>
}

/** @param limitMs for all steps together; what is not closed by then is named in the log and left */
export function closeInOrder(log: Log, limitMs = 5000): Closing {
  const steps: { readonly name: string; readonly close: () => unknown }[] = []
  let closing: Promise<boolean> | undefined
  const closeAll = async (): Promise<boolean> => {
    const late = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => late.resolve('late'), limitMs)
    let well = true
    for (const { name, close } of steps.toReversed()) {
      const done = (async () => close())().catch((error: unknown) => {
        well = false
        log.error({ err: error }, `closing ${name} failed`)
      })
      if ((await Promise.race([done, late.promise])) !== 'late') continue
      log.error(`${name} did not close within ${limitMs} ms`)
      well = false
      break
    }
    clearTimeout(timer)
    return well
  }
  return {
    add: (name, close) => void steps.push({ name, close }),
    close: () => (closing ??= closeAll()),
  }
}
