import { createConnection, type Socket } from 'node:net'
import type { Wired } from './mutate.ts'

/** An answer as it came. */
export interface Answered {
  readonly status: number
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** Nothing that is asked takes longer; an answer that does never comes. */
const HANG_MS = 20_000

interface Waiting {
  readonly wired: Wired
  readonly resolve: (answered: Answered) => void
  readonly reject: (error: Error) => void
}

/**
 * One connection that is kept, over which requests go out without waiting for the answers of those before (RFC 9112 §9.3.2).
 */
export class Pipeline {
  readonly #socket: Socket
  readonly #waiting: Waiting[] = []
  #received: Buffer = Buffer.alloc(0)

  constructor(port: number) {
    this.#socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setTimeout(HANG_MS, () => this.#fail(new Error(`no answer in ${HANG_MS} ms`)))
    this.#socket.on('data', (chunk) => this.#receive(chunk))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the connection was closed without an answer')))
  }

  async ask(wired: Wired): Promise<Answered> {
    const answered = new Promise<Answered>((resolve, reject) => this.#waiting.push({ wired, resolve, reject }))
    // What is cut in pieces must be sent before anything else is.
    this.#sending = this.#sending.then(() => sendPieces(this.#socket, wired))
    return answered
  }

  #sending: Promise<void> = Promise.resolve()

  close(): void {
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, chunk]) : chunk
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const read = readAnswer(this.#received, first.wired.method)
      if (!read) return
      this.#received = this.#received.subarray(read.length)
      this.#waiting.shift()
      first.resolve(read.answered)
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
    this.#socket.destroy()
  }
}

/** A request over a connection of its own, which ends after it; undefined when it was closed without an answer. */
export function askAlone(port: number, wired: Wired): Promise<Answered | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    socket.setTimeout(HANG_MS, () => {
      socket.destroy()
      reject(new Error(`the connection is still open after ${HANG_MS} ms`))
    })
    socket.on('data', (chunk) => chunks.push(chunk))
    // That the server cuts a connection on which it does not understand anything is its right.
    socket.on('error', () => socket.destroy())
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(readAnswer(Buffer.concat(chunks), wired.method)?.answered))
    void sendPieces(socket, wired).then(() => socket.end())
  })
}

async function sendPieces(socket: Socket, { bytes, cuts }: Wired): Promise<void> {
  let from = 0
  for (const cut of cuts) {
    socket.write(bytes.subarray(from, cut))
    from = cut
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (!socket.destroyed) socket.write(bytes.subarray(from))
}

/** The first answer in what was received, and how long it is; undefined while it is not whole. */
function readAnswer(received: Buffer, method: string): { answered: Answered; length: number } | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [start = '', ...lines] = received.toString('latin1', 0, end).split('\r\n')
  const status = Number(start.split(' ')[1])
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  if (status < 200) {
    const after = readAnswer(received.subarray(end + 4), method)
    return after && { ...after, length: after.length + end + 4 }
  }
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  const length = end + 4 + (hasBody ? Number(headers.get('content-length') ?? 0) : 0)
  if (received.length < length) return undefined
  return { answered: { status, headers, body: received.toString('utf8', end + 4, length) }, length }
}
