import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  byFilter,
  enterpriseUrn,
  groupUrn,
  patchOf,
  quirksOf,
  type ScimClient,
  type ScimServer,
  startScim,
  userUrn,
} from '../../support/scim.ts'

let server: ScimServer
let entra: ScimClient
beforeAll(async () => {
  server = await startScim()
  entra = await server.client({ name: 'Entra' })
})
afterAll(() => server.close())

/** The flag stands in the tenant URL, and may come with every request. */
const flag = 'aadOptscim062020'
const provisioned = (name: string) => ({
  schemas: [userUrn, enterpriseUrn],
  externalId: `id-${name}`,
  userName: `${name}@x.example`,
  active: true,
  displayName: name,
  emails: [{ primary: true, type: 'work', value: `${name}@x.example` }],
  meta: { resourceType: 'User' },
  name: { formatted: `${name} X`, familyName: 'X', givenName: name },
})
const created = async (name: string) => (await entra.post(`/Users?${flag}`, provisioned(name))).body
const found = async (filter: string, path = '/Users') => (await entra.get(`${path}?${flag}&${byFilter(filter)}`)).body

describe('Entra with aadOptscim062020', () => {
  it('connects, creates and matches with the flag in every address', async () => {
    expect((await found(`id eq "${crypto.randomUUID()}"`)).Resources).toEqual([])
    const user = await created('ada')
    expect((await found('userName eq "ada@x.example"')).Resources).toEqual([user])
    expect((await found('externalId eq "id-ada"')).Resources).toEqual([user])
  })

  it('changes what has a filter in its path by that, and all else in one object', async () => {
    const { id } = await created('bob')
    const answer = await entra.patch(
      `/Users/${id}?${flag}`,
      patchOf(
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'robert@x.example' },
        { op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' },
        {
          op: 'replace',
          value: {
            displayName: 'Bob B.',
            userName: 'robert@x.example',
            'name.givenName': 'Robert',
            'name.familyName': 'B',
            [`${enterpriseUrn}:employeeNumber`]: '42',
          },
        },
        { op: 'add', path: 'nickName', value: 'Bobby' },
      ),
    )
    expect(answer).toMatchObject({
      status: 200,
      body: {
        userName: 'robert@x.example',
        displayName: 'Bob B.',
        nickName: 'Bobby',
        name: { givenName: 'Robert', familyName: 'B', formatted: 'bob X' },
        emails: [{ type: 'work', primary: true, value: 'robert@x.example' }],
        phoneNumbers: [{ type: 'mobile', value: '+1' }],
        [enterpriseUrn]: { employeeNumber: '42' },
      },
    })
    expect((await found('userName eq "bob@x.example"')).totalResults).toBe(0)
  })

  it('disables, restores, deletes, and makes the person anew', async () => {
    const { id } = await created('cyd')
    const { body: group } = await entra.post('/Groups', { displayName: 'Team', members: [{ value: id }] })
    const active = async (value: boolean) =>
      (await entra.patch(`/Users/${id}?${flag}`, patchOf({ op: 'replace', path: 'active', value }))).body
    expect((await active(false)).active).toBe(false)
    expect(await active(true)).toMatchObject({ active: true, groups: [{ value: group.id }] })
    expect((await entra.delete(`/Users/${id}?${flag}`)).status).toBe(204)
    expect((await found('userName eq "cyd@x.example"')).totalResults).toBe(0)
    expect((await created('cyd')).active).toBe(true)
  })

  it('adds members in a list and removes one by a filter, renames, deletes and pushes again', async () => {
    const [ada, bob] = [await created('m1'), await created('m2')]
    const body = { schemas: [groupUrn], externalId: 'id-g', displayName: 'Eng', meta: { resourceType: 'Group' } }
    const { body: group } = await entra.post(`/Groups?${flag}`, body)
    const change = async (...operations: object[]) =>
      (await entra.patch(`/Groups/${group.id}?${flag}`, patchOf(...operations))).status
    const isMember = async (user: string) =>
      (await found(`id eq "${group.id}" and members eq "${user}"`, '/Groups')).totalResults === 1
    expect(await change({ op: 'add', path: 'members', value: [{ value: ada.id }, { value: bob.id }] })).toBe(204)
    expect([await isMember(ada.id), await isMember(bob.id)]).toEqual([true, true])
    expect(await change({ op: 'remove', path: `members[value eq "${ada.id}"]` })).toBe(204)
    expect([await isMember(ada.id), await isMember(bob.id)]).toEqual([false, true])
    expect(await change({ op: 'replace', value: { displayName: 'Engineering' } })).toBe(204)
    expect((await found('displayName eq "engineering"', '/Groups')).totalResults).toBe(1)
    expect((await entra.delete(`/Groups/${group.id}?${flag}`)).status).toBe(204)
    const again = await entra.post(`/Groups?${flag}`, body)
    expect(again.status).toBe(201)
    expect(again.body.id).not.toBe(group.id)
    expect(again.body).not.toHaveProperty('members')
  })

  it('does nothing that has to be named in the traffic log; without the flag it does', async () => {
    const [flagged, plain] = [await server.client({ name: 'Flagged' }), await server.client({ name: 'Plain' })]
    for (const [client, operation] of [
      [flagged, { op: 'replace', value: { active: false, [`${enterpriseUrn}:department`]: 'Eng' } }],
      [plain, { op: 'Replace', path: 'active', value: 'False' }],
    ] as const) {
      const { body } = await client.post('/Users', provisioned('told'))
      await client.patch(`/Users/${body.id}`, patchOf(operation))
    }
    expect(await quirksOf(flagged, 2)).toEqual([])
    expect(await quirksOf(plain, 2)).toEqual(['op-case', 'string-as-boolean'])
  })
})

describe('Microsoft’s validator and its published requests', () => {
  it('change nothing by a PATCH without operations', async () => {
    const user = await created('val')
    expect(await entra.patch(`/Users/${user.id}`, patchOf())).toMatchObject({ status: 200, body: user })
    const { body: group } = await entra.post('/Groups', { schemas: [groupUrn], displayName: 'Val' })
    expect((await entra.patch(`/Groups/${group.id}`, patchOf())).status).toBe(204)
    expect((await entra.get(`/Groups/${group.id}`)).body).toEqual(group)
  })

  it('add a member whose id is the whole value, in a message that has the id of the group too', async () => {
    const user = await created('str')
    const { body: group } = await entra.post('/Groups', { schemas: [groupUrn], displayName: 'Str' })
    const message = { id: group.id, ...patchOf({ op: 'add', path: 'members', value: user.id }) }
    expect((await entra.patch(`/Groups/${group.id}`, message)).status).toBe(204)
    expect((await entra.get(`/Groups/${group.id}`)).body.members).toMatchObject([{ value: user.id }])
  })

  it('say in a role which one is the primary, as a text', async () => {
    const { id } = await created('rol')
    const set = async (op: string, value: string) =>
      (await entra.patch(`/Users/${id}`, patchOf({ op, path: 'roles[primary eq "True"].value', value }))).body.roles
    expect(await set('Add', 'Reader')).toEqual([{ primary: true, value: 'Reader' }])
    expect(await set('Replace', 'Admin')).toEqual([{ primary: true, value: 'Admin' }])
  })

  it('fill in an address part by part', async () => {
    const { id } = await created('adr')
    const part = (name: string, value: string) => ({ op: 'Add', path: `addresses[type eq "work"].${name}`, value })
    const answer = await entra.patch(
      `/Users/${id}`,
      patchOf(part('streetAddress', '1 Way'), part('locality', 'Town'), part('postalCode', '1'), part('country', 'FR')),
    )
    expect(answer.body.addresses).toEqual([
      { type: 'work', streetAddress: '1 Way', locality: 'Town', postalCode: '1', country: 'FR' },
    ])
  })
})
