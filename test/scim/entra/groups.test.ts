import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byFilter, groupUrn, patchOf, type ScimClient, type ScimServer, startScim } from '../../support/scim.ts'

const privateUrn = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'
let server: ScimServer
let entra: ScimClient
let [ada, bob] = ['', '']
beforeAll(async () => {
  server = await startScim()
  entra = await server.client({ name: 'Entra' })
  ada = (await entra.post('/Users', { userName: 'ada@x.example' })).body.id
  bob = (await entra.post('/Users', { userName: 'bob@x.example' })).body.id
})
afterAll(() => server.close())

const provisioned = async (displayName: string) =>
  (
    await entra.post('/Groups', {
      schemas: [groupUrn, privateUrn],
      externalId: `id-${displayName}`,
      displayName,
      meta: { resourceType: 'Group' },
    })
  ).body.id as string
const isMember = async (group: string, user: string) =>
  (await entra.get(`/Groups?excludedAttributes=members&${byFilter(`id eq "${group}" and members eq "${user}"`)}`)).body
    .totalResults === 1

describe('Entra, groups', () => {
  it('finds a group by its name without its members', async () => {
    const group = await provisioned('Eng')
    await entra.patch(`/Groups/${group}`, patchOf({ op: 'Add', path: 'members', value: [{ value: ada }] }))
    const { body } = await entra.get(`/Groups?excludedAttributes=members&${byFilter('displayName eq "ENG"')}`)
    expect(body).toMatchObject({
      totalResults: 1,
      Resources: [{ id: group, displayName: 'Eng', externalId: 'id-Eng' }],
    })
    expect(body.Resources[0]).not.toHaveProperty('members')
    expect((await entra.get(`/Groups/${group}?excludedAttributes=members`)).body).not.toHaveProperty('members')
  })

  it('adds and removes members one by one, and checks the reference', async () => {
    const group = await provisioned('Ops')
    const change = async (op: string, user: string) =>
      (await entra.patch(`/Groups/${group}`, patchOf({ op, path: 'members', value: [{ $ref: null, value: user }] })))
        .status
    expect(await change('Add', ada)).toBe(204)
    expect(await change('Add', bob)).toBe(204)
    expect(await change('Add', bob)).toBe(204)
    expect([await isMember(group, ada), await isMember(group, bob)]).toEqual([true, true])
    expect(await change('Remove', ada)).toBe(204)
    expect([await isMember(group, ada), await isMember(group, bob)]).toEqual([false, true])
    expect(await change('Remove', ada)).toBe(204)
    expect(await isMember(group, bob)).toBe(true)
  })

  it('renames, with its private schema kept', async () => {
    const group = await provisioned('Old')
    await entra.patch(`/Groups/${group}`, patchOf({ op: 'Replace', path: 'displayName', value: 'New' }))
    expect((await entra.get(`/Groups/${group}`)).body).toMatchObject({ displayName: 'New', externalId: 'id-Old' })
  })

  it('may name a member that is not there yet', async () => {
    const group = await provisioned('Early')
    await entra.patch(`/Groups/${group}`, patchOf({ op: 'Add', path: 'members', value: [{ value: 'id-cyd' }] }))
    expect(await isMember(group, 'id-cyd')).toBe(true)
    const { body: cyd } = await entra.post('/Users', { userName: 'cyd@x.example', externalId: 'id-cyd' })
    expect(cyd.groups).toMatchObject([{ value: group }])
    expect(await isMember(group, cyd.id)).toBe(true)
  })

  it('deletes a group', async () => {
    const group = await provisioned('Gone')
    expect((await entra.delete(`/Groups/${group}`)).status).toBe(204)
    expect((await entra.get(`/Groups?${byFilter(`externalId eq "id-Gone"`)}`)).body.totalResults).toBe(0)
    const again = await provisioned('Gone')
    expect(again).not.toBe(group)
    expect((await entra.get(`/Groups/${again}`)).body).not.toHaveProperty('members')
  })

  it('takes as many members in one operation as it is told to, and removes them so', async () => {
    const group = await provisioned('Many')
    const value = [ada, bob].map((id) => ({ $ref: null, value: id }))
    for (const [op, left] of [
      ['Add', 2],
      ['Remove', 0],
    ] as const) {
      expect((await entra.patch(`/Groups/${group}`, patchOf({ op, path: 'members', value }))).status).toBe(204)
      expect((await entra.get(`/Groups/${group}`)).body.members ?? []).toHaveLength(left)
    }
  })
})
