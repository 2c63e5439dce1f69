/** Shows how far something is: one line that fills up on a terminal, a line for each quarter elsewhere. */
export interface Progress {
  advance(by?: number): void
  /** Ends the line. */
  end(): void
}

const WIDTH = 28

export function startProgress(stream: NodeJS.WriteStream, label: string, total: number): Progress {
  let done = 0
  let drawn = -1
  const terminal = stream.isTTY === true
  const draw = () => {
    const filled = Math.floor((done / total) * (terminal ? WIDTH : 4))
    if (filled === drawn) return
    drawn = filled
    if (terminal) {
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
      stream.write(`\r  ${label.padEnd(12)} ${bar} ${String(done).padStart(4)} of ${total}`)
    } else if (filled > 0) stream.write(`${label}: ${done} of ${total}\n`)
  }
  return {
    advance: (by = 1) => {
      done = Math.min(total, done + by)
      draw()
    },
    end: () => {
      if (terminal)
        stream.write(`\r  ${label.padEnd(12)} ${'█'.repeat(WIDTH)} ${String(done).padStart(4)} of ${total}\n`)
    },
  }
}
