import type { Owner } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { newId } from '../platform/id.ts'
import { createLog } from '../platform/log.ts'
import { readCliFile } from './cli-file.ts'
import { tellCommands } from './cli-token.ts'
import { type Call, type Command, jsonFlag } from './command.ts'
import { type Installation, openInstallation } from './installation.ts'
import { configOf, installationFlags } from './settings.ts'
import { insertOrganization, type Listed, listOrganizations } from './store/organization.ts'

export const organizationFlag = {
  organization: { type: 'string', about: 'Name or id of the organization, where there are several.' },
} as const

/** Runs a command that is over soon, beside a running Rollcall or without one. */
export async function atInstallation<T>(call: Call, work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = configOf(call)
  const log = createLog({ level: call.flags['log-level'] === undefined ? 'warn' : config.logLevel })
  const installation = await openInstallation(config, log, { beside: true })
  try {
    return await work(installation)
  } finally {
    await installation.close()
  }
}

/** @throws {Refused} when none or several are meant */
export async function organizationOf(owner: Owner, named: string | boolean | undefined): Promise<Listed> {
  const all = await listOrganizations(owner)
  const found = typeof named === 'string' ? all.filter((each) => each.id === named || each.name === named) : all
  if (found.length === 1) return found[0]!
  const names = all.map((each) => `${each.name} (${each.id})`).join(', ')
  if (all.length === 0)
    throw new Refused(404, 'NO_ORGANIZATION', 'There is no organization yet: rollcall organization create NAME')
  if (found.length === 0)
    throw new Refused(404, 'NO_ORGANIZATION', `There is no organization ${named}. There are: ${names}`)
  throw new Refused(409, 'SEVERAL_ORGANIZATIONS', `Say which with --organization. There are: ${names}`)
}

export const organizationCreate: Command = {
  usage: 'organization create NAME',
  about: 'Makes an organization: a tenant, whose users, seats and rules no other ever sees.',
  examples: [
    ['rollcall organization create "Lindenhof AG"', 'then: rollcall admin create you@lindenhof.example'],
    ['rollcall organization create Lindenhof --json', 'for a script: {"id","name"}'],
  ],
  settings: installationFlags,
  flags: jsonFlag,
  run: (call) =>
    atInstallation(call, async (installation) => {
      const { database, data } = installation
      const organization = { id: newId(), name: call.words[0]!.trim() }
      if (organization.name === '') throw new Refused(422, 'CONFIG_INVALID', 'An organization needs a name.')
      await insertOrganization(database, organization, new Date())
      const server = readCliFile(data)
      if (server) await tellCommands(installation, server.url)
      call.answer(call.flags.json ? JSON.stringify(organization) : organization.id)
      call.say(`${organization.name} is made. Next: rollcall admin create EMAIL --organization ${organization.id}`)
      return 0
    }),
}
