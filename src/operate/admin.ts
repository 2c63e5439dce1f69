import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { foldCase } from '../scim/text.ts'
import { createAdmin, findAdminByEmail } from '../signin/admin.ts'
import { createSignInLink, signInUrl } from '../signin/link.ts'
import { readCliFile } from './cli-file.ts'
import { type Call, type Command, jsonFlag } from './command.ts'
import type { Installation } from './installation.ts'
import { atInstallation, organizationFlag, organizationOf } from './organization.ts'
import { configOf, linkFlags } from './settings.ts'
import { organizationsOfAdmin } from './store/organization.ts'

const roles = ['manager', 'admin', 'super-admin'] as const

export const adminCreate: Command = {
  usage: 'admin create EMAIL',
  about: 'Makes an admin of the console. Prints a link that works once, for a day: there the admin chooses a password.',
  examples: [
    ['rollcall admin create you@lindenhof.example', 'the first super admin'],
    ['rollcall admin create ada@lindenhof.example --role admin --name "Ada Wong"', 'another one'],
  ],
  settings: linkFlags,
  flags: {
    ...jsonFlag,
    ...organizationFlag,
    role: { type: 'string', about: `One of ${roles.join(', ')}. Default super-admin.` },
    name: { type: 'string', about: 'How they are called. Default: the address.' },
  },
  run: (call) =>
    atInstallation(call, async (installation) => {
      const { flags, words } = call
      const email = words[0]!
      const organization = await organizationOf(installation.database.owner, flags.organization)
      const db = installation.database.of(organization.id)
      const role = roles.find((each) => each === (flags.role ?? 'super-admin'))
      if (!role) throw new Refused(422, 'CONFIG_INVALID', `--role must be one of ${roles.join(', ')}.`)
      const name = typeof flags.name === 'string' ? flags.name : email
      const id = await createAdmin(db, { email, name, role }, { now: new Date() })
      await answerLink(call, installation, db, id)
      return 0
    }),
}

export const adminResetLink: Command = {
  usage: 'admin reset-link EMAIL',
  about:
    'Prints a new one-time link for an admin who cannot sign in. Their password works on until they choose another.',
  examples: [['rollcall admin reset-link you@lindenhof.example', 'open the link within a day']],
  settings: linkFlags,
  flags: { ...jsonFlag, ...organizationFlag },
  run: (call) =>
    atInstallation(call, async (installation) => {
      const { owner } = installation.database
      const email = call.words[0]!
      const [first, second] = await organizationsOfAdmin(owner, foldCase(email))
      const named = call.flags.organization ?? (second ? undefined : first?.id)
      if (!first) throw new Refused(404, 'NO_ADMIN', `No organization has an admin ${email}.`)
      const db = installation.database.of((await organizationOf(owner, named)).id)
      const admin = await findAdminByEmail(db, email)
      if (!admin) throw new Refused(404, 'NO_ADMIN', `That organization has no admin ${email}.`)
      await answerLink(call, installation, db, admin.id)
      return 0
    }),
}

async function answerLink(call: Call, installation: Installation, db: Db, admin: string): Promise<void> {
  const config = configOf(call)
  const url = config.publicUrl ?? readCliFile(installation.data)?.url ?? `http://${config.host}:${config.port}`
  const link = signInUrl(url, await createSignInLink(db, admin, { now: new Date() }))
  call.answer(call.flags.json ? JSON.stringify({ link }) : link)
  call.say('This link works once, within 24 hours. Whoever has it can sign in: hand it over safely.')
}
