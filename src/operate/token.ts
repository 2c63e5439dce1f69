import { createCredential } from '../organization/credential.ts'
import { Refused } from '../platform/errors.ts'
import { findAdminByEmail } from '../signin/admin.ts'
import { type Command, jsonFlag } from './command.ts'
import { atInstallation, organizationFlag, organizationOf } from './organization.ts'
import { installationFlags } from './settings.ts'

export const tokenCreate: Command = {
  usage: 'token create',
  about: 'Makes an API token, shown once. It may do what its admin may; without --admin, what a super admin may.',
  examples: [
    ['ROLLCALL_TOKEN=$(rollcall token create --label ci)', 'for scripts that call the API'],
    ['rollcall token create --admin ada@lindenhof.example --days 30', 'in the name of an admin, for a month'],
  ],
  settings: installationFlags,
  flags: {
    ...jsonFlag,
    ...organizationFlag,
    admin: { type: 'string', about: 'Email address of the admin it acts for.' },
    label: { type: 'string', about: 'What it is for. Default: command line.' },
    days: { type: 'string', about: 'Days until it ends. Default: never.' },
  },
  run: (call) =>
    atInstallation(call, async ({ database }) => {
      const { flags } = call
      const organization = await organizationOf(database.owner, flags.organization)
      const db = database.of(organization.id)
      const now = new Date()
      const admin = typeof flags.admin === 'string' ? await findAdminByEmail(db, flags.admin) : undefined
      if (typeof flags.admin === 'string' && !admin)
        throw new Refused(404, 'NO_ADMIN', `${organization.name} has no admin ${flags.admin}.`)
      const expiresAt = endOf(flags.days, now)
      const label = typeof flags.label === 'string' ? flags.label : 'command line'
      const { secret } = await createCredential(
        db,
        { kind: 'api', label, expiresAt, ...(admin && { admin: admin.id }) },
        now,
      )
      call.answer(flags.json ? JSON.stringify({ organization: organization.id, token: secret, expiresAt }) : secret)
      return 0
    }),
}

function endOf(days: string | boolean | undefined, now: Date): Date | null {
  if (typeof days !== 'string') return null
  if (!/^[1-9]\d{0,3}$/.test(days))
    throw new Refused(422, 'CONFIG_INVALID', '--days must be a whole number from 1 to 9999.')
  return new Date(now.getTime() + Number(days) * 86_400_000)
}
