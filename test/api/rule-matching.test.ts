import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Matching } from '../../src/contract/matching.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
let admin: ApiUser
let directory: Directory
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await openTestApi(fresh.database)
  const db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

describe('a group and a condition', () => {
  it('match the members for whom the condition holds, each once, those of groups inside it too', async () => {
    const [all, part] = [await directory.createGroup('Sales'), await directory.createGroup('Sales Europe')]
    const ada = await directory.createUser({ userName: 'ada', title: 'Account manager' })
    const tom = await directory.createUser({ userName: 'tom', title: 'Intern' })
    await directory.nest(all.no, part.no)
    await directory.addMembers(all.no, [ada])
    await directory.addMembers(part.no, [ada, tom])
    const ask = async (condition?: string | null) =>
      (await admin.send<Matching>('POST', '/rules/matching', { group: all.id, condition })).body
    expect(await ask()).toEqual({ members: 2, matching: 2 })
    expect(await ask(null)).toEqual({ members: 2, matching: 2 })
    expect(await ask('not (title co "intern")')).toEqual({ members: 2, matching: 1 })
  })

  it('are refused where the condition cannot be read, and where there is no such group', async () => {
    const group = await directory.createGroup('Support')
    const wrong = await admin.send('POST', '/rules/matching', { group: group.id, condition: 'title eq' })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toMatchObject({ pointer: '/condition' })
    const unknown = await admin.send('POST', '/rules/matching', { group: 'nothing', condition: null })
    expect(unknown.body).toMatchObject({ code: 'UNKNOWN_GROUP', pointer: '/group' })
  })
})
