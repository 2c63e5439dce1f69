import { createCredential, findCredential } from '../organization/credential.ts'
import type { Database } from '../platform/db/db.ts'
import { readCliFile, writeCliFile } from './cli-file.ts'
import type { Installation } from './installation.ts'
import { listOrganizations } from './store/organization.ts'

/**
 * Writes DATA/cli.json, for the commands on this machine that ask the server at `url`. They get a token of their own
 * where there is one organization: no file of one machine opens several, and none is meant more than another.
 * @returns the token: that of the file while it works, else a new one
 */
export async function tellCommands({ database, data }: Installation, url: string): Promise<string | undefined> {
  const [organization, another] = await listOrganizations(database.owner)
  const token = organization && !another ? await tokenFor(organization.id, database, data) : undefined
  writeCliFile(data, { url, ...(token && { token }) })
  return token
}

async function tokenFor(organization: string, database: Database, data: string): Promise<string> {
  const now = new Date()
  const known = readCliFile(data)?.token
  if (known && (await findCredential(database, known, 'api', now))?.organization === organization) return known
  const wanted = { kind: 'api', label: 'commands on the server' } as const
  return (await createCredential(database.of(organization), wanted, now)).secret
}
