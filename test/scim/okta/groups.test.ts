import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  byFilter,
  groupUrn,
  patchOf,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../../support/scim.ts'

let server: ScimServer
let okta: ScimClient
let [ada, bob, cyd] = ['', '', '']
beforeAll(async () => {
  server = await startScim()
  okta = await server.client()
  const create = async (login: string) =>
    (await okta.post('/Users', { schemas: [userUrn], userName: login, displayName: login, active: true })).body.id
  ada = await create('ada@x.example')
  bob = await create('bob@x.example')
  cyd = await create('cyd@x.example')
})
afterAll(() => server.close())

const pushed = async (displayName: string) =>
  (await okta.post('/Groups', { schemas: [groupUrn], displayName, members: [] })).body.id as string
const membersOf = async (group: string) =>
  ((await okta.get(`/Groups/${group}`)).body.members ?? []).map((member: { value: string }) => member.value)
/** Okta repeats the name with every change of members. */
const named = (group: string, displayName: string) => ({ op: 'replace', value: { id: group, displayName } })

describe('Okta, group push', () => {
  it('creates the group empty, then adds its members', async () => {
    const created = await okta.post('/Groups', { schemas: [groupUrn], displayName: 'Sales', members: [] })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ schemas: [groupUrn], displayName: 'Sales', meta: { resourceType: 'Group' } })
    const members = [
      { value: ada, display: 'ada@x.example' },
      { value: bob, display: 'bob@x.example' },
    ]
    const added = await okta.patch(
      `/Groups/${created.body.id}`,
      patchOf(named(created.body.id, 'Sales'), { op: 'add', path: 'members', value: members }),
    )
    expect(added.status).toBe(204)
    expect(added.body).toBeUndefined()
    expect((await okta.get(`/Groups/${created.body.id}`)).body.members).toEqual([
      { value: ada, $ref: `${okta.baseUrl}/Users/${ada}`, type: 'User', display: 'ada@x.example' },
      { value: bob, $ref: `${okta.baseUrl}/Users/${bob}`, type: 'User', display: 'bob@x.example' },
    ])
    expect((await okta.get(`/Users/${ada}`)).body.groups).toEqual([
      { value: created.body.id, $ref: `${okta.baseUrl}/Groups/${created.body.id}`, display: 'Sales', type: 'direct' },
    ])
  })

  it('renames the group with its id in the value', async () => {
    const group = await pushed('Before')
    expect((await okta.patch(`/Groups/${group}`, patchOf(named(group, 'After')))).status).toBe(204)
    expect((await okta.get(`/Groups/${group}`)).body.displayName).toBe('After')
    const wrong = await okta.patch(`/Groups/${group}`, patchOf(named(ada, 'Other')))
    expect(wrong.body).toMatchObject({ status: '400', scimType: 'mutability' })
  })

  it('removes and adds members in one request', async () => {
    const group = await pushed('Mixed')
    await okta.patch(
      `/Groups/${group}`,
      patchOf({ op: 'add', path: 'members', value: [{ value: ada }, { value: bob }] }),
    )
    const answer = await okta.patch(
      `/Groups/${group}`,
      patchOf(
        named(group, 'Mixed'),
        { op: 'remove', path: `members[value eq "${ada}"]` },
        { op: 'add', path: 'members', value: [{ value: cyd, display: 'cyd@x.example' }] },
      ),
    )
    expect(answer.status).toBe(204)
    expect(await membersOf(group)).toEqual([bob, cyd])
  })

  it('pushes all members anew', async () => {
    const group = await pushed('Whole')
    await okta.patch(
      `/Groups/${group}`,
      patchOf({ op: 'add', path: 'members', value: [{ value: ada }, { value: bob }] }),
    )
    const replace = (members: readonly object[]) =>
      okta.patch(`/Groups/${group}`, patchOf({ op: 'replace', path: 'members', value: members }))
    expect((await replace([{ value: bob }, { value: cyd }])).status).toBe(204)
    expect(await membersOf(group)).toEqual([bob, cyd])
    await replace([])
    expect(await membersOf(group)).toEqual([])
  })

  it('reads all groups page by page, and links one that is there by its name', async () => {
    const group = await pushed('To be linked')
    const { body } = await okta.get('/Groups?startIndex=1&count=100')
    expect(body.Resources.map(({ id }: { id: string }) => id)).toContain(group)
    const found = await okta.get(`/Groups?${byFilter('displayName eq "To be linked"')}&startIndex=1&count=100`)
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: group }] })
  })

  it('puts a group back with another name and other members, where its application is a custom one', async () => {
    const group = await pushed('Custom')
    const body = {
      schemas: [groupUrn],
      id: group,
      displayName: 'Customs',
      members: [{ value: ada, display: 'ada@x.example' }],
    }
    const answer = await okta.put(`/Groups/${group}`, body)
    expect(answer).toMatchObject({
      status: 200,
      body: { id: group, displayName: 'Customs', members: [{ value: ada }] },
    })
    expect((await okta.put(`/Groups/${group}`, { ...body, members: [] })).body).not.toHaveProperty('members')
  })

  it('deletes the group, and pushes it again as another one', async () => {
    const group = await pushed('Gone')
    await okta.patch(`/Groups/${group}`, patchOf({ op: 'add', path: 'members', value: [{ value: cyd }] }))
    const before = (await okta.get(`/Users/${cyd}`)).body.groups.length
    expect((await okta.delete(`/Groups/${group}`)).status).toBe(204)
    expect((await okta.delete(`/Groups/${group}`)).status).toBe(404)
    expect((await okta.get(`/Groups/${group}`)).status).toBe(404)
    expect((await okta.get(`/Users/${cyd}`)).body.groups ?? []).toHaveLength(before - 1)
    const again = await pushed('Gone')
    expect(again).not.toBe(group)
    expect(await membersOf(again)).toEqual([])
  })

  it('gets the group in answer to a change where its source is set to that', async () => {
    const group = await pushed('Answered')
    const { changeSource } = await import('../../../src/inbound/source.ts')
    await changeSource(server.fresh.database, okta.db.organization, okta.source.id, { groupPatchAnswer: 'body' })
    const answer = await okta.patch(
      `/Groups/${group}`,
      patchOf({ op: 'add', path: 'members', value: [{ value: ada }] }),
    )
    expect(answer.status).toBe(200)
    expect(answer.body.members).toHaveLength(1)
    await changeSource(server.fresh.database, okta.db.organization, okta.source.id, { groupPatchAnswer: 'no-content' })
  })
})
