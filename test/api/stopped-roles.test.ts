import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../src/contract/activity.ts'
import type { Pin } from '../../src/contract/pin.ts'
import type { StopKept, Stopped, StoppedRole } from '../../src/contract/stop.ts'
import type { User } from '../../src/contract/user.ts'
import { fullPass } from '../../src/full-pass.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { type Directory, type GroupKey, newDirectory } from '../support/directory.ts'

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
let staff: GroupKey
let admins: GroupKey
let users: readonly number[]
const inAnHour = () => new Date(api.clock.now().getTime() + 3_600_000).toISOString()
const run = () => admin.send('POST', '/runs')
const idOf = async (user: number) =>
  (await db.row<{ id: string }>(
    sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
  ))!.id
const show = async (user: number) => (await admin.send<User>('GET', `/users/${await idOf(user)}`)).body
const rolesOf = async (some: readonly number[]) => Promise.all(some.map(async (user) => (await show(user)).role))
const stopped = async () => (await admin.send<Stopped>('GET', '/stopped')).body
const changesOf = async (user: number) => {
  const { activity } = (await admin.send<Activity>('GET', `/users/${await idOf(user)}/changes?type=change`)).body
  return activity.map(({ kind }) => kind)
}
const manager = { role: 'manager', privileges: ['run-reports'] }

/** Eight users are managers by a rule that ranks below one that makes admins. */
beforeEach(async () => {
  db = await freshOrganization(fresh.database)
  admin = await api.as(db)
  directory = await newDirectory(db, () => api.clock.now())
  staff = await directory.createGroup('Staff')
  admins = await directory.createGroup('Admins')
  await admin.send('POST', '/rules?apply=true', { group: admins.id, role: 'admin', language: 'fr' })
  await admin.send('POST', '/rules?apply=true', { group: staff.id, role: manager })
  const first = await directory.createUsers('u', 8)
  users = Array.from({ length: 8 }, (_, index) => first + index)
  await directory.addMembers(staff.no, users)
  await run()
})

async function sixBecomeAdmins() {
  await directory.addMembers(admins.no, users.slice(0, 6))
  await run()
}

describe('new admins over the limit', () => {
  it('keep the role they had, and get everything else', async () => {
    await sixBecomeAdmins()
    expect(await show(users[0]!)).toMatchObject({ role: 'manager', privileges: ['run-reports'], language: 'fr' })
    expect(await fullPass(db, api.clock.now())).toMatchObject({ differing: 0 })
    expect((await run()).body).toMatchObject({ run: null })
    expect(await changesOf(users[0]!)).toContain('role.stopped')
  })

  it('are listed with names, what they have and would have, and the cause', async () => {
    await sixBecomeAdmins()
    const { roles, stops, lastSuperAdmins } = await stopped()
    expect([stops, lastSuperAdmins]).toEqual([[], []])
    expect(roles).toMatchObject({
      count: 6,
      causes: [{ users: 6, requests: 1, kind: 'members.add', because: 'rule', actor: { kind: 'source' } }],
      next: null,
    })
    expect(roles!.cause).toMatch(/^test added 6 members to groups .* UTC \(1 request\)\.$/)
    expect(roles!.gains[0]).toMatchObject({
      user: { id: await idOf(users[0]!) },
      role: 'admin',
      keeps: 'manager',
      because: { kind: 'rule', rule: { name: 'Admins' } },
      confirmedBy: null,
    })
    const page = (await admin.send<{ gains: StoppedRole[]; next: string }>('GET', '/stopped/roles?limit=4')).body
    const rest = (await admin.send<typeof page>('GET', `/stopped/roles?limit=4&cursor=${page.next}`)).body
    expect([...page.gains, ...rest.gains].map(({ user }) => user.id)).toEqual(
      await Promise.all(users.slice(0, 6).map(idOf)),
    )
    expect(rest.next).toBeNull()
  })

  it('are joined by later ones, and by nobody whom a pin names', async () => {
    await sixBecomeAdmins()
    api.clock.advance(30 * 86_400)
    await directory.addMembers(admins.no, [users[6]!])
    await admin.send('POST', '/pins', { user: await idOf(users[7]!), field: 'role', role: 'admin', reason: 'Deputy' })
    await run()
    expect(await rolesOf(users.slice(5))).toEqual(['manager', 'manager', 'admin'])
    expect((await stopped()).roles!.count).toBe(7)
  })

  it('get the role when a super admin applies them: those named, or all', async () => {
    await sixBecomeAdmins()
    const body = { field: 'role', users: [await idOf(users[1]!)] }
    expect((await admin.send('POST', '/stopped/apply', body)).body).toEqual({ applied: 1 })
    await run()
    expect(await rolesOf(users.slice(0, 3))).toEqual(['manager', 'admin', 'manager'])
    expect(await admin.send('POST', '/stopped/apply', body)).toMatchObject({
      status: 422,
      body: { code: 'NOT_STOPPED', users: body.users },
    })
    expect((await admin.send('POST', '/stopped/apply')).body).toEqual({ applied: 0 })
    expect((await admin.send('POST', '/stopped/apply', { field: 'role' })).body).toEqual({ applied: 5 })
    await run()
    expect(new Set(await rolesOf(users.slice(0, 6)))).toEqual(new Set(['admin']))
    expect((await stopped()).roles).toBeNull()
    // Whoever was confirmed is not counted: five more are allowed.
    await directory.addMembers(admins.no, users.slice(6))
    await run()
    expect(await rolesOf(users.slice(6))).toEqual(['admin', 'admin'])
  })

  it('are refused by pins to the role they have, and come back at their end', async () => {
    await sixBecomeAdmins()
    const kept = await admin.send<StopKept>('POST', '/stopped/keep', { field: 'role', endsAt: inAnHour() })
    expect(kept.body).toMatchObject({ kept: 6, notKept: [] })
    await run()
    expect((await stopped()).roles).toBeNull()
    const { pins } = (await admin.send<{ pins: Pin[] }>('GET', `/pins?user=${await idOf(users[0]!)}`)).body
    expect(pins).toMatchObject([{ field: 'role', role: { role: 'manager', privileges: ['run-reports'] } }])
    expect(await fullPass(db, api.clock.now())).toMatchObject({ differing: 0 })
    api.clock.advance(7200)
    await run()
    expect((await stopped()).roles!.count).toBe(6)
  })

  it('are over when their cause is gone', async () => {
    await sixBecomeAdmins()
    await directory.removeMembers(admins.no, users)
    await run()
    expect((await stopped()).roles).toBeNull()
    expect(await changesOf(users[0]!)).toContain('role.cause-gone')
    const rows = await db.rows<{ resolution: string }>(sql`
      select distinct resolution from stopped_roles where organization_id = ${db.organization}`)
    expect(rows).toEqual([{ resolution: 'cause-gone' }])
  })

  it('are for super admins: an admin may neither apply nor refuse them', async () => {
    await sixBecomeAdmins()
    await db.run(sql`
      insert into admins (organization_id, id, email, email_folded, name, role, created_at)
      values (${db.organization}, gen_random_uuid(), 'ada@x.example', 'ada@x.example', 'Ada', 'admin', now())`)
    const row = await db.row<{ id: string }>(sql`select id from admins where organization_id = ${db.organization}`)
    const ada = await api.as(db, row!.id)
    const refused = { status: 403, body: { code: 'SUPER_ADMIN_ONLY' } }
    expect(await ada.send('POST', '/stopped/apply', { field: 'role' })).toMatchObject(refused)
    expect(await ada.send('POST', '/stopped/keep', { field: 'role', endsAt: inAnHour() })).toMatchObject(refused)
    expect((await ada.send('POST', '/stopped/apply')).body).toEqual({ applied: 0 })
    expect((await stopped()).roles!.gains.every(({ confirmedBy }) => confirmedBy === null)).toBe(true)
  })

  it('have no product', async () => {
    const body = { field: 'role', product: await idOf(users[0]!) }
    expect(await admin.send('POST', '/stopped/apply', body)).toMatchObject({
      status: 422,
      body: { code: 'ROLE_WITHOUT_PRODUCT' },
    })
  })
})

describe('the last super admin', () => {
  it('keeps the role until somebody else has it and can sign in', async () => {
    const chiefs = await directory.createGroup('Chiefs')
    await admin.send('POST', '/rules?apply=true', { group: chiefs.id, role: 'super-admin' })
    const [one, other] = [
      await directory.createUser({ userName: 'one' }),
      await directory.createUser({ userName: 'two' }),
    ]
    await directory.addMembers(chiefs.no, [one])
    await run()
    await directory.removeMembers(chiefs.no, [one])
    await run()
    expect(await rolesOf([one])).toEqual(['super-admin'])
    expect((await stopped()).lastSuperAdmins).toMatchObject([{ role: 'member', keeps: 'super-admin' }])
    expect(await fullPass(db, api.clock.now())).toMatchObject({ differing: 0 })
    await directory.addMembers(chiefs.no, [other])
    await run()
    expect(await rolesOf([one, other])).toEqual(['member', 'super-admin'])
    expect((await stopped()).lastSuperAdmins).toEqual([])
    expect(await changesOf(one)).toEqual(expect.arrayContaining(['role.kept', 'role.cause-gone', 'role.changed']))
  })
})
