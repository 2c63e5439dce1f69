import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Comparison } from '../../src/contract/compare.ts'
import type { Mails } from '../../src/contract/mail.ts'
import type { UserRecord } from '../../src/contract/user-record.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

let db: Db
let admin: ApiUser
let directory: Directory
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
})

const idOf = async (name: string) =>
  (await admin.send<{ users: { id: string }[] }>('GET', `/users?search=${name}`)).body.users[0]!.id

/** In a group whose rule gives a seat: with access, and so with a welcome mail. */
async function giveTo(...users: readonly number[]): Promise<void> {
  const { body: product } = await admin.send<{ id: string }>('POST', '/products', { name: 'Meeting' })
  const group = await directory.createGroup('Sales')
  await admin.send('POST', '/rules?apply=true', { group: group.id, products: [{ product: product.id }] })
  await directory.addMembers(group.no, users)
  await admin.send('POST', '/runs')
}

describe('the record of a user', () => {
  it('is what the source said, with when it came and how often it was written', async () => {
    await directory.createUser({ userName: 'ada', title: 'Engineer' })
    const { status, body } = await admin.send<UserRecord>('GET', `/users/${await idOf('ada')}/record`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 1, deletedAt: null, record: { title: 'Engineer' } })
    expect(body.record).not.toHaveProperty('password')
  })

  it('is there after its deletion, and not for another organization', async () => {
    const no = await directory.createUser({ userName: 'bob' })
    const id = await idOf('bob')
    await directory.deleteUser(no)
    const { body } = await admin.send<UserRecord>('GET', `/users/${id}/record`)
    expect(body.deletedAt).not.toBeNull()
    const stranger = await api.as(await freshOrganization(fresh.database))
    for (const path of ['record', 'mails'])
      expect((await stranger.send('GET', `/users/${id}/${path}`)).status).toBe(404)
  })
})

describe('mails to a user', () => {
  it('are kept as not sent where there is no mail server, newest first', async () => {
    const ada = await directory.createUser({ userName: 'ada', address: 'ada@example.com' })
    await directory.createUser({ userName: 'bob' })
    await giveTo(ada)
    const mails = async (name: string, more = '') =>
      (await admin.send<Mails>('GET', `/users/${await idOf(name)}/mails${more}`)).body
    expect(await mails('ada')).toMatchObject({
      mails: [{ kind: 'welcome', state: 'not-sent', address: 'ada@example.com', template: null, error: null }],
      next: null,
    })
    expect((await mails('bob')).mails).toEqual([])
    expect((await admin.send('GET', `/users/${await idOf('ada')}/mails?cursor=x`)).status).toBe(400)
  })
})

describe('two moments of one user', () => {
  it('say what differs for them and of nobody else', async () => {
    const [ada, bob] = [
      await directory.createUser({ userName: 'ada' }),
      await directory.createUser({ userName: 'bob' }),
    ]
    await admin.send('POST', '/runs')
    api.clock.advance(60)
    const before = api.clock.now().toISOString()
    api.clock.advance(60)
    await giveTo(ada, bob)
    const id = await idOf('ada')
    const { body } = await admin.send<Comparison>('GET', `/compare?from=${before}&user=${id}`)
    expect(body.users).toMatchObject([{ user: { id }, seats: [{ from: null, to: { state: 'held' } }] }])
    expect(body).not.toHaveProperty('rules')
    const nobody = '01a20ddf-7b05-7000-8a39-29f1088ff9e9'
    expect((await admin.send('GET', `/compare?from=${before}&user=${nobody}`)).status).toBe(404)
  })
})
