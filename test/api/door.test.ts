import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCredential, revokeCredential } from '../../src/organization/credential.ts'
import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { type ApiUser, openTestApi, type TestApi } from '../support/api.ts'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../support/database.ts'
import { newDirectory } from '../support/directory.ts'

let fresh: FreshDatabase
let api: TestApi
let ours: Db
let theirs: Db
let admin: ApiUser
beforeAll(async () => {
  fresh = await freshDatabase()
  let signedInAs: string | undefined
  api = await openTestApi(fresh.database, {
    signedIn: async ({ headers }) => {
      signedInAs = headers.cookie
      if (!signedInAs) return undefined
      return { organization: ours.organization, admin: { id: newId(), name: 'Noor', role: 'admin' } }
    },
  })
  ours = await freshOrganization(fresh.database, 'Ours')
  theirs = await freshOrganization(fresh.database, 'Theirs')
  admin = await api.as(ours)
})
afterAll(async () => {
  await api.close()
  await fresh.close()
})

const get = async (headers: Record<string, string>, url = '/api/v1/me') => {
  const answer = await api.http.inject({ method: 'GET', url, headers })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() as Record<string, unknown> }
}
const withToken = (token: string) => get({ authorization: `Bearer ${token}` })

async function adminWith(role: 'manager' | 'admin' | 'super-admin'): Promise<ApiUser> {
  const id = newId()
  const email = `${id}@example.com`
  await ours.run(sql`
    insert into admins (organization_id, id, email, email_folded, name, role, created_at)
    values (${ours.organization}, ${id}, ${email}, ${email}, ${role}, ${role}, now())`)
  return api.as(ours, id)
}

describe('the door', () => {
  it('opens to an API token, and to a session', async () => {
    expect(await withToken(admin.token)).toMatchObject({
      status: 200,
      body: { name: 'test', role: 'super-admin', organization: { name: 'Ours' } },
    })
    expect((await get({ cookie: 'session' })).body).toMatchObject({ name: 'Noor', role: 'admin' })
  })

  it('stays shut without one, or with one that is unknown, malformed, expired, revoked or of another kind', async () => {
    const now = api.clock.now()
    const made = async (more: object, kind: 'api' | 'scim' = 'api') =>
      createCredential(ours, { kind, label: 'x', ...more }, now)
    const expired = await made({ expiresAt: new Date(now.getTime() - 1000) })
    const revoked = await made({})
    expect((await withToken(revoked.secret)).status).toBe(200)
    await revokeCredential(fresh.database, ours.organization, revoked.credential.id, now)
    const scim = await made({}, 'scim')
    const forged = admin.token.slice(0, -1) + (admin.token.endsWith('a') ? 'b' : 'a')
    for (const token of [
      expired.secret,
      revoked.secret,
      scim.secret,
      forged,
      'x',
      '',
      "' or 1=1 --",
      `${admin.token} x`,
    ])
      expect(await withToken(token), token).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } })
    const bare = await get({})
    expect(bare).toMatchObject({
      status: 401,
      headers: {
        'www-authenticate': 'Bearer realm="rollcall"',
        'content-type': expect.stringContaining('application/problem+json'),
      },
      body: { type: 'urn:rollcall:problem:unauthenticated', status: 401, request: expect.any(String) },
    })
    expect((await get({ authorization: 'Basic eDp5' })).status).toBe(401)
  })

  it('opens a second after a token has expired no more', async () => {
    const expiresAt = new Date(api.clock.now().getTime() + 60_000)
    const { secret } = await createCredential(ours, { kind: 'api', label: 'x', expiresAt }, api.clock.now())
    expect((await withToken(secret)).status).toBe(200)
    api.clock.advance(61)
    expect((await withToken(secret)).status).toBe(401)
  })

  it('shows nothing of another organization, by whatever id', async () => {
    const directory = await newDirectory(theirs, () => api.clock.now())
    const group = await directory.createGroup('Secret')
    await directory.createUser({ userName: 'spy@example.com' })
    const stranger = await api.as(theirs)
    const product = (await stranger.send('POST', '/products', { name: 'Secret' })).body
    const rule = (await stranger.send('POST', '/rules?apply=true', { group: group.id })).body
    const user = (await stranger.send<{ users: { id: string }[] }>('GET', '/users')).body.users[0]!
    const pin = await stranger.send('POST', '/pins', {
      user: user.id,
      field: 'user-group',
      userGroup: 'none',
      reason: 'x',
    })
    const source = (await stranger.send<{ sources: { id: string }[] }>('GET', '/sources')).body.sources[0]!

    for (const [method, path, body] of [
      ['GET', `/users/${user.id}`],
      ['GET', `/users/${user.id}/why?product=${product.id}`],
      ['GET', `/groups/${group.id}`],
      ['GET', `/products/${product.id}`],
      ['PATCH', `/products/${product.id}`, { name: 'Mine' }],
      ['PUT', `/products/${product.id}/tiers/Standard`, { owned: 1 }],
      ['DELETE', `/products/${product.id}`],
      ['GET', `/seats/${product.id}/waiting`],
      ['GET', `/rules/${rule.id}`],
      ['PATCH', `/rules/${rule.id}?apply=true`, { name: 'Mine' }],
      ['DELETE', `/rules/${rule.id}?apply=true`],
      ['DELETE', `/pins/${pin.body.id}`],
      ['GET', `/pins?user=${user.id}`],
      ['GET', `/activity?user=${user.id}`],
      ['PATCH', `/sources/${source.id}`, { name: 'Mine' }],
      ['POST', `/sources/${source.id}/token`, {}],
    ] as const)
      expect(await admin.send(method, path, body), `${method} ${path}`).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      })
    for (const body of [{ group: group.id }, { group: rule.id }])
      expect(await admin.send('POST', '/rules?apply=true', body)).toMatchObject({ status: 422 })
    const theirPin = { user: user.id, field: 'user-group', userGroup: 'none', reason: 'x' }
    expect(await admin.send('POST', '/pins', theirPin)).toMatchObject({ status: 422, body: { code: 'UNKNOWN_USER' } })
    for (const path of ['/users', '/groups', '/products', '/rules', '/pins', '/sources', '/stopped', '/runs'])
      expect(Object.values((await admin.send('GET', path)).body).flat(), path).not.toContainEqual(
        expect.objectContaining({ id: expect.anything() }),
      )
    const { body } = await admin.send<{ activity: unknown[] }>('GET', '/activity')
    expect(JSON.stringify(body)).not.toContain('Secret')
    expect((await stranger.send('GET', `/rules/${rule.id}`)).body).toMatchObject({ name: 'Secret' })
  })
})

describe('a role in the API', () => {
  it('of a manager opens only what is their own', async () => {
    const manager = await adminWith('manager')
    expect((await manager.send('GET', '/me')).body).toMatchObject({ name: 'manager', role: 'manager' })
    for (const path of ['/users', '/rules', '/seats', '/organization'])
      expect(await manager.send('GET', path), path).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    expect((await manager.send('POST', '/products', { name: 'X' })).status).toBe(403)
  })

  it('of an admin does not give or take admin or super admin, by rule, draft or pin', async () => {
    const plain = await adminWith('admin')
    const chief = await adminWith('super-admin')
    const directory = await newDirectory(ours, () => api.clock.now())
    const group = await directory.createGroup('Chiefs')
    const user = await directory.createUser({ userName: 'chief@example.com' })
    await directory.addMembers(group.no, [user])
    const { id } = (await ours.row<{ id: string }>(
      sql`select id from users where organization_id = ${ours.organization} and user_no = ${user}`,
    ))!
    const refused = { status: 403, body: { code: 'SUPER_ADMIN_ONLY' } }
    const giving = { group: group.id, role: 'admin' }
    expect(await plain.send('POST', '/rules?apply=true', giving)).toMatchObject(refused)
    expect((await plain.send('POST', '/rules', giving)).status).toBe(201)
    expect(await plain.send('POST', '/draft/apply')).toMatchObject(refused)
    expect((await chief.send('POST', '/draft/apply')).status).toBe(200)
    const hiding = { group: group.id, role: 'member' }
    const lower = await plain.send('POST', '/rules?apply=true', hiding)
    const [first] = (await chief.send<{ rules: { id: string }[] }>('GET', '/rules')).body.rules
    expect(lower, 'below the admin rule it hides nobody').toMatchObject({ status: 201 })
    const swap = { ids: [lower.body.id, first!.id] }
    expect(await plain.send('PUT', '/rules/order?apply=true', swap)).toMatchObject(refused)
    expect(await plain.send('DELETE', `/rules/${first!.id}?apply=true`)).toMatchObject(refused)
    const pin = { user: id, field: 'role', role: 'member', reason: 'x' }
    expect(await plain.send('POST', '/pins', pin)).toMatchObject(refused)
    expect(await plain.send('POST', '/pins', { ...pin, role: 'super-admin' })).toMatchObject(refused)
    const made = await chief.send('POST', '/pins', pin)
    expect(made.status).toBe(201)
    expect(await plain.send('DELETE', `/pins/${made.body.id}`)).toMatchObject(refused)
    expect((await plain.send('PATCH', `/rules/${first!.id}?apply=true`, { language: 'fr' })).status).toBe(200)
  })
})
