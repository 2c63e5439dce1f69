import { createLog } from '../platform/log.ts'
import { tellCommands } from './cli-token.ts'
import type { Command } from './command.ts'
import { isLoopback } from './listening.ts'
import { type Running, startRollcall } from './running.ts'
import { configOf, type RollcallConfig, settings } from './settings.ts'
import { untilAskedToStop } from './stopping.ts'

const NEXT = '  next       rollcall organization create NAME, then rollcall admin create EMAIL'

export const serve: Command = {
  usage: 'serve',
  about: 'Runs the server, with the worker unless --no-work. Without DATABASE_URL it brings its own PostgreSQL along.',
  examples: [
    ['rollcall serve', 'on http://127.0.0.1:8080, everything it keeps in ./.rollcall'],
    [
      'DATABASE_URL=postgres://… rollcall serve --port 80 --host 10.0.0.5 --insecure-http',
      'one of several, behind a proxy',
    ],
  ],
  settings,
  flags: {},
  run: async (call) => {
    const asked = untilAskedToStop(call.env)
    const config = configOf(call)
    const log = createLog({ level: config.logLevel })
    const running = await startRollcall(config, call.env, log)
    try {
      const token = await tellCommands(running.installation, running.url)
      call.say([...bootLines(config, running), ...(token ? [] : [NEXT])].join('\n'))
      log.info(`${await asked}: closing`)
    } catch (error) {
      await running.stop()
      throw error
    }
    return (await running.stop()) ? 0 : 1
  },
}

/** What an operator wants to see at every start, and what is not as safe as it could be. */
export function bootLines(config: RollcallConfig, { installation, url }: Running): readonly string[] {
  const lines = [
    `Rollcall is at ${url}`,
    `  listens    ${config.host}, ${config.work ? 'with' : 'without'} the worker`,
    `  database   ${installation.where}`,
    `  data       ${installation.data}`,
  ]
  if (!isLoopback(config.host) && !config.publicUrl?.startsWith('https:'))
    lines.push('  insecure   plain http on an address that others reach: whoever listens there sees tokens')
  return lines
}
