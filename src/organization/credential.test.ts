import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../test/support/database.ts'
import type { Database } from '../platform/db/db.ts'
import { openDatabase } from '../platform/db/db.ts'
import { sql } from '../platform/db/sql.ts'
import { createCredential, findCredential, revokeCredential } from './credential.ts'
import { credentialsOf, spendCredential } from './store/credential.ts'

let fresh: FreshDatabase
let other: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  other = openDatabase({ connection: fresh.connection, poolSize: 2 })
})
afterAll(async () => {
  await other.close()
  await fresh.close()
})

const now = new Date('2026-03-01T12:00:00Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

describe('a credential', () => {
  it('is found by its secret, and tells whose it is', async () => {
    const db = await freshOrganization(fresh.database)
    const { credential, secret } = await createCredential(db, { kind: 'api', label: 'CI' }, now)
    expect(secret).toMatch(/^rc_api_/)
    expect(await findCredential(fresh.database, secret, 'api', now)).toEqual(credential)
    expect(credential.organization).toBe(db.organization)
  })

  it('opens only what it is for', async () => {
    const db = await freshOrganization(fresh.database)
    const { secret } = await createCredential(db, { kind: 'api', label: 'CI' }, now)
    await findCredential(fresh.database, secret, 'api', now)
    expect(await findCredential(fresh.database, secret, 'scim', now)).toBeUndefined()
    expect(await findCredential(other, secret, 'scim', now)).toBeUndefined()
  })

  it('is kept as a hash only', async () => {
    const db = await freshOrganization(fresh.database)
    const { secret } = await createCredential(db, { kind: 'api', label: 'CI' }, now)
    const [row] = await db.rows<Record<string, unknown>>(sql`select * from credentials`)
    expect(JSON.stringify(row)).not.toContain(secret.slice(7))
    expect(row!.hash).toHaveLength(32)
  })

  it('opens nothing once it has expired, though it was found a moment before', async () => {
    const db = await freshOrganization(fresh.database)
    const { secret } = await createCredential(db, { kind: 'scim', label: 'Okta', expiresAt: later(10) }, now)
    expect(await findCredential(fresh.database, secret, 'scim', later(9))).toBeDefined()
    expect(await findCredential(fresh.database, secret, 'scim', later(10))).toBeUndefined()
  })

  it('opens nothing on this node once it is revoked, and on another within five seconds', async () => {
    const db = await freshOrganization(fresh.database)
    const { credential, secret } = await createCredential(db, { kind: 'scim', label: 'Okta' }, now)
    for (const database of [fresh.database, other]) await findCredential(database, secret, 'scim', now)
    expect(await revokeCredential(fresh.database, db.organization, credential.id, now)).toBe(true)
    expect(await findCredential(fresh.database, secret, 'scim', now)).toBeUndefined()
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5001)
    expect(await findCredential(other, secret, 'scim', now)).toBeUndefined()
    clock.mockRestore()
    expect(await revokeCredential(fresh.database, db.organization, credential.id, now)).toBe(false)
  })

  it('tells when it was last used, to the minute', async () => {
    const db = await freshOrganization(fresh.database)
    const { secret } = await createCredential(db, { kind: 'scim', label: 'Okta' }, now)
    const usedAt = async () => (await credentialsOf(db, { kind: 'scim' }, now))[0]!.usedAt
    await findCredential(fresh.database, secret, 'scim', later(1))
    await vi.waitFor(async () => expect(await usedAt()).toEqual(later(1)))
    await findCredential(fresh.database, secret, 'scim', later(30))
    await findCredential(fresh.database, secret, 'scim', later(61))
    await vi.waitFor(async () => expect(await usedAt()).toEqual(later(61)))
  })

  it('of a one-time link is spent once', async () => {
    const db = await freshOrganization(fresh.database)
    const { credential } = await createCredential(db, { kind: 'link', label: 'Sign in', expiresAt: later(60) }, now)
    const spent = await Promise.all([1, 2, 3].map(() => spendCredential(db, credential.id, later(1))))
    expect(spent.filter(Boolean)).toHaveLength(1)
  })
})

describe('a text that is no secret', () => {
  it.each(['', 'rc_scim_x', 'Bearer', `rc_scim_${'0'.repeat(49)}`])('opens nothing: %s', async (text) => {
    expect(await findCredential(fresh.database, text, 'scim', now)).toBeUndefined()
  })
})
