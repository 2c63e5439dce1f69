import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeSource } from '../../src/inbound/source.ts'
import { bulk, bulkUrn, postGroup, postUser, statusesOf } from '../support/bulk.ts'
import { rowsChangedBy } from '../support/rows.ts'
import { byFilter, patchOf, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
})
afterAll(() => server.close())

describe('RFC 7644 §3.7, a bulk request', () => {
  it('does what each operation would do by itself, and answers status, location and version of each', async () => {
    const { body: bob } = await client.post('/Users', { userName: 'bob' })
    const { body: dave } = await client.post('/Users', { userName: 'dave', nickName: 'D' })
    const { body: carol } = await client.post('/Users', { userName: 'carol' })
    const answers = await bulk(client, [
      postUser('qwerty', 'alice'),
      { method: 'PUT', path: `/Users/${bob.id}`, version: bob.meta.version, data: { userName: 'Bob', title: 'x' } },
      { method: 'PATCH', path: `/Users/${dave.id}`, data: patchOf({ op: 'remove', path: 'nickName' }) },
      { method: 'DELETE', path: `/Users/${carol.id}` },
    ])
    const [alice] = (await client.get(`/Users?${byFilter('userName eq "alice"')}`)).body.Resources
    expect(answers).toEqual([
      { location: alice.meta.location, method: 'POST', bulkId: 'qwerty', version: alice.meta.version, status: '201' },
      { location: bob.meta.location, method: 'PUT', version: 'W/"2"', status: '200' },
      { location: dave.meta.location, method: 'PATCH', version: 'W/"2"', status: '200' },
      { location: carol.meta.location, method: 'DELETE', status: '204' },
    ])
    expect((await client.get(`/Users/${bob.id}`)).body).toMatchObject({ userName: 'Bob', title: 'x' })
    expect((await client.get(`/Users/${dave.id}`)).body.nickName).toBeUndefined()
    expect((await client.get(`/Users/${carol.id}`)).status).toBe(404)
  })

  it('takes the operations of a PATCH as a bare list, as §3.7.3 has them in its example', async () => {
    const { body: user } = await client.post('/Users', { userName: 'listed', nickName: 'L' })
    const data = [
      { op: 'remove', path: 'nickName' },
      { op: 'add', path: 'userName', value: 'Listed' },
    ]
    expect(statusesOf(await bulk(client, [{ method: 'PATCH', path: `/Users/${user.id}`, data }]))).toEqual(['200'])
    const { body } = await client.get(`/Users/${user.id}`)
    expect([body.userName, body.nickName]).toEqual(['Listed', undefined])
  })

  it('takes methods, types and members of the message in any case, and a path without its first slash', async () => {
    const { body } = await client.post('/bulk', {
      schemas: [bulkUrn.toUpperCase()],
      operations: [{ Method: 'post', Path: 'users', BulkId: 'x', Data: { userName: 'any-case' } }],
    })
    expect(body.Operations).toMatchObject([{ method: 'POST', bulkId: 'x', status: '201' }])
  })

  it('keeps the order of its operations', async () => {
    const { body: ada } = await client.post('/Users', { userName: 'ordered' })
    const title = (value: string) => ({
      method: 'PATCH',
      path: `/Users/${ada.id}`,
      data: patchOf({ op: 'replace', path: 'title', value }),
    })
    expect(statusesOf(await bulk(client, [title('1'), title('2'), title('3')]))).toEqual(['200', '200', '200'])
    expect((await client.get(`/Users/${ada.id}`)).body).toMatchObject({ title: '3', meta: { version: 'W/"4"' } })
    const anew = [{ method: 'DELETE', path: `/Users/${ada.id}` }, postUser('new', 'ordered', { title: '4' })]
    expect(statusesOf(await bulk(client, anew))).toEqual(['204', '201'])
  })

  it('refuses an operation whose version is not the latest with 412', async () => {
    const { body: group } = await client.post('/Groups', { displayName: 'First' })
    const rename = (displayName: string) => ({
      method: 'PATCH',
      path: `/Groups/${group.id}`,
      version: group.meta.version,
      data: patchOf({ op: 'replace', path: 'displayName', value: displayName }),
    })
    expect(statusesOf(await bulk(client, [rename('Second'), rename('Third')]))).toEqual(['204', '412'])
    expect((await client.get(`/Groups/${group.id}`)).body.displayName).toBe('Second')
  })

  it('answers each operation of a paused source as it would be answered alone, and writes nothing', async () => {
    const paused = await server.client({ name: 'Paused' })
    await changeSource(server.fresh.database, paused.db.organization, paused.source.id, { state: 'paused' })
    const circle = [postGroup('b', 'B', 'bulkId:c'), postGroup('c', 'C', 'bulkId:b')]
    const changed = await rowsChangedBy(server.fresh.database.owner, async () => {
      expect(statusesOf(await bulk(paused, [postUser('a', 'a'), ...circle]))).toEqual(['403', '403', '409'])
    })
    expect(Object.keys(changed)).not.toContain('users')
    expect(Object.keys(changed)).not.toContain('groups')
  })

  it('writes what its operations write and nothing else, and wakes whoever works on it', async () => {
    const before = server.woken.length
    const changed = await rowsChangedBy(server.fresh.database.owner, async () => {
      await bulk(client, [postUser('u', 'rows'), postGroup('g', 'Rows', 'bulkId:u', 'bulkId:g')])
    })
    expect(changed).toMatchObject({ users: '+1', groups: '+1', memberships: '+1', group_edges: '+1' })
    expect(changed).toMatchObject({ requests: '+2', touched: '+2' })
    expect(server.woken.length - before).toBe(2)
  })
})
