import { createLog } from '../platform/log.ts'
import { type Command, jsonFlag } from './command.ts'
import { openInstallation } from './installation.ts'
import { configOf, installationFlags } from './settings.ts'

/** serve, work and demo do the same at their start: this is for who wants it done before. */
export const migrateCommand: Command = {
  usage: 'migrate',
  about: 'Brings the database up to this version. Forward only; a database of a newer version is refused.',
  examples: [
    ['DATABASE_URL=postgres://… rollcall migrate', 'as a step of a deployment, before the new version starts'],
    ['rollcall migrate', 'the built-in database in ./.rollcall'],
  ],
  settings: installationFlags,
  flags: jsonFlag,
  run: async (call) => {
    const { flags, answer } = call
    const config = configOf(call)
    const log = createLog({ level: flags['log-level'] === undefined ? 'warn' : config.logLevel })
    const installation = await openInstallation(config, log)
    await installation.close()
    const { migrated } = installation
    if (flags.json) answer(JSON.stringify({ migrated }))
    else
      answer(migrated.length === 0 ? 'The database is up to date.' : migrated.map((name) => `ran ${name}`).join('\n'))
    return 0
  },
}
