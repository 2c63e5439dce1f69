import { createSource, createToken } from '../inbound/source.ts'
import { readCliFile } from './cli-file.ts'
import { type Command, jsonFlag } from './command.ts'
import { atInstallation, organizationFlag, organizationOf } from './organization.ts'
import { configOf, linkFlags } from './settings.ts'

/** Where a SCIM client is pointed. */
export function scimUrl(base: string, slug: string): string {
  return `${base}/scim/v2/${slug}`
}

export const sourceCreate: Command = {
  usage: 'source create NAME',
  about: 'Makes a SCIM source. Prints its URL and its token, which is shown this once.',
  examples: [
    ['rollcall source create Okta', 'give both to the identity provider; docs/admin/ says where'],
    ['rollcall source create "Okta (test)" --slug okta-test --json', 'for a script: {"id","scim":{"url","token"}}'],
  ],
  settings: linkFlags,
  flags: {
    ...jsonFlag,
    ...organizationFlag,
    slug: { type: 'string', about: 'Last part of the URL. Default: made from the name.' },
    'any-domain': { type: 'boolean', about: 'Take addresses outside the verified domains as well.' },
  },
  run: (call) =>
    atInstallation(call, async ({ database, data }) => {
      const { flags } = call
      const config = configOf(call)
      const db = database.of((await organizationOf(database.owner, flags.organization)).id)
      const now = new Date()
      const wanted = { name: call.words[0]!, domainRequired: flags['any-domain'] !== true }
      const source = await createSource(
        db,
        { ...wanted, ...(typeof flags.slug === 'string' && { slug: flags.slug }) },
        now,
      )
      const { secret } = await createToken(db, source, { label: 'First token' }, now)
      const base = config.publicUrl ?? readCliFile(data)?.url ?? `http://${config.host}:${config.port}`
      const url = scimUrl(base, source.slug)
      call.answer(flags.json ? JSON.stringify({ id: source.id, scim: { url, token: secret } }) : `${url}\n${secret}`)
      return 0
    }),
}
