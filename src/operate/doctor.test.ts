import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../test/support/database.ts'
import { createCredential } from '../organization/credential.ts'
import type { Db } from '../platform/db/db.ts'
import { sql } from '../platform/db/sql.ts'
import { installCatalogue } from '../products/catalogue.ts'
import { examine } from './doctor.ts'

let fresh: FreshDatabase
let db: Db
beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
  await db.transaction((tx) => installCatalogue(tx, { at: new Date() }))
})
afterAll(() => fresh.close())

async function found(check: string) {
  const findings = await examine({ database: fresh.database, where: 'a test' })
  return findings.find((finding) => finding.check === check)
}

describe('the doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const findings = await examine({ database: fresh.database, where: 'a test' })
    expect(findings.map((finding) => finding.check)).toEqual([
      'database',
      'clock',
      'migrations',
      'row security',
      'seats',
      'credentials',
      'worker',
    ])
    expect(findings.filter((finding) => finding.state === 'failed')).toEqual([])
  })

  it('counts the seats again', async () => {
    await db.run(sql`
      update pools set used = used + 1
      where organization_id = ${db.organization} and name = 'Enterprise' or name = 'Plus'`)
    expect(await found('seats')).toMatchObject({ state: 'failed', detail: expect.stringContaining('there are 0') })
    await db.run(sql`update pools set used = 0 where organization_id = ${db.organization}`)
    expect(await found('seats')).toMatchObject({ state: 'ok' })
  })

  it('warns of credentials that end soon', async () => {
    const now = new Date()
    const expiresAt = new Date(now.getTime() + 5 * 86_400_000)
    await createCredential(db, { kind: 'scim', label: 'Okta token', expiresAt }, now)
    expect(await found('credentials')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining(`“Okta token” of Lindenhof ends ${expiresAt.toISOString()}`),
    })
  })

  it('sees a table that is not confined, and stops at a schema that is not whole', async () => {
    await fresh.owner.run(sql`alter table seats no force row level security`)
    expect(await found('row security')).toMatchObject({ state: 'failed', detail: expect.stringContaining('seats') })
    await fresh.owner.run(sql`alter table seats force row level security`)
    await fresh.owner.run(sql`delete from platform.kysely_migration where name = '0006-signin'`)
    expect(await found('migrations')).toMatchObject({ state: 'failed', detail: expect.stringContaining('0006-signin') })
    expect(await found('seats')).toBeUndefined()
  })
})
