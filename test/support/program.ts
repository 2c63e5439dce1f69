import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '../../src/platform/db/db.ts'

/** `rollcall …` as a program of its own. */
export interface Program {
  readonly child: ChildProcess
  /** Everything it said so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  /** What the first match caught. @throws when the program ends, or the time is over, before it says so */
  said(pattern: RegExp, timeoutMs?: number): Promise<string>
  /** @returns the exit code, null when a signal ended it, and how long that took */
  end(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly tookMs: number }>
}

const main = join(import.meta.dirname, '../../src/main.ts')
const running = new Set<ChildProcess>()

export function rollcall(args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  return program(process.execPath, [main, ...args], env)
}

export function program(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(command, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      running.delete(child)
      resolve(code)
    })
  })
  let over = false
  void ended.then(() => {
    over = true
  })
  return {
    child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    said: async (pattern, timeoutMs = 30_000) => {
      const deadline = Date.now() + timeoutMs
      for (;;) {
        const match = pattern.exec(said.stdout) ?? pattern.exec(said.stderr)
        if (match) return match[1] ?? match[0]
        if (over || Date.now() > deadline)
          throw new Error(`${args.join(' ')} never said ${pattern}:\n${said.stdout}\n${said.stderr}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    end: async (signal) => {
      const startedAt = performance.now()
      if (signal) child.kill(signal)
      return { code: await ended, tookMs: performance.now() - startedAt }
    },
  }
}

/** For afterAll: whatever a failed test left running. */
export function endPrograms(): void {
  for (const child of running) child.kill('SIGTERM')
}

/** A data folder of one's own; `remove` when what runs on it has ended. */
export function dataFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'rollcall-data-'))
  // So that the user root starts PostgreSQL as can enter it, and nothing is left under /var/lib.
  chmodSync(path, 0o711)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** The DATABASE_URL of a connection; the folder of a socket stands in the host's place, encoded. */
export function databaseUrl(connection: Connection): string {
  if (typeof connection === 'string') return connection
  const { host, user, database, port } = connection
  return `postgres://${encodeURIComponent(user)}@${encodeURIComponent(host)}${port ? `:${port}` : ''}/${database}`
}

export interface DemoReady {
  readonly url: string
  readonly adminLink: string
  readonly apiToken: string
  readonly organization: string
  readonly scim: { readonly url: string; readonly token: string }
}

/** Starts `rollcall demo --json` and waits for its line. */
export async function startDemo(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly demo: Program; readonly ready: DemoReady }> {
  const demo = rollcall(['demo', '--json', '--port', '0', ...args], env)
  const line = await demo.said(/^(\{.*\})$/m, 90_000)
  return { demo, ready: JSON.parse(line) as DemoReady }
}
