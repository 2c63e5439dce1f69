import { plannerThread } from '../planner.ts'
import { systemClock } from '../platform/clock.ts'
import { closeInOrder } from '../platform/graceful.ts'
import { createLog } from '../platform/log.ts'
import { createMetrics } from '../platform/metrics.ts'
import type { Command } from './command.ts'
import { openInstallation } from './installation.ts'
import { startWork } from './running.ts'
import { configOf, installationFlags, settings } from './settings.ts'
import { untilAskedToStop } from './stopping.ts'

export const work: Command = {
  usage: 'work',
  about: 'Runs only the worker: beside servers with --no-work, on one DATABASE_URL.',
  examples: [['DATABASE_URL=postgres://… rollcall work', 'as many as you like; two never hand out the same seat']],
  settings: {
    ...installationFlags,
    databasePoolSize: settings.databasePoolSize,
    databasePrepare: settings.databasePrepare,
  },
  flags: {},
  run: async (call) => {
    const asked = untilAskedToStop(call.env)
    const config = configOf(call)
    const log = createLog({ level: config.logLevel })
    const installation = await openInstallation(config, log)
    const closing = closeInOrder(log, 4500)
    closing.add('the database', installation.close)
    const { database, connection } = installation
    const planner = plannerThread(connection, config.databasePrepare)
    closing.add('the thread for plans', planner.close)
    await startWork({ database, connection, clock: systemClock, log, metrics: createMetrics(), planner, closing })
    call.say(`Rollcall works on ${installation.where}`)
    log.info(`${await asked}: closing`)
    return (await closing.close()) ? 0 : 1
  },
}
