import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  byFilter,
  enterpriseUrn,
  patchOf,
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

/** What Entra sends for a new person, nulls and read-only parts included. */
const provisioned = (name: string) => ({
  schemas: [userUrn, enterpriseUrn],
  externalId: `id-${name}`,
  userName: `${name}@x.example`,
  active: true,
  displayName: name,
  emails: [{ primary: true, type: 'work', value: `${name}@x.example` }],
  meta: { resourceType: 'User' },
  name: { formatted: `${name} X`, familyName: 'X', givenName: name, middleName: null },
  roles: [],
  title: null,
  [enterpriseUrn]: { department: 'Eng' },
})

const created = async (name: string) => (await entra.post('/Users', provisioned(name))).body
const found = async (filter: string) => (await entra.get(`/Users?${byFilter(filter)}`)).body

describe('Entra, people', () => {
  it('is answered an empty list when it tests the connection with a random id', async () => {
    const answer = await entra.get(`/Users?${byFilter(`id eq "${crypto.randomUUID()}"`)}`)
    expect(answer).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } })
    expect((await found('userName eq "non-existent user"')).totalResults).toBe(0)
  })

  it('creates a person, and finds them by userName, externalId or work address', async () => {
    const user = await created('ada')
    expect(user).toMatchObject({
      schemas: [userUrn, enterpriseUrn],
      externalId: 'id-ada',
      [enterpriseUrn]: { department: 'Eng' },
    })
    for (const nothing of ['roles', 'title']) expect(user).not.toHaveProperty(nothing)
    expect(user.name).not.toHaveProperty('middleName')
    for (const filter of [
      'userName eq "ADA@x.example"',
      'externalId eq "id-ada"',
      'emails[type eq "work"].value eq "Ada@x.example"',
    ])
      expect((await found(filter)).Resources, filter).toEqual([user])
    expect((await found('externalId eq "ID-ADA"')).totalResults).toBe(0)
  })

  it('changes one attribute an operation, with capital verbs and booleans as texts', async () => {
    const { id } = await created('bob')
    const answer = await entra.patch(
      `/Users/${id}`,
      patchOf(
        { op: 'Add', path: 'title', value: 'Lead' },
        { op: 'Replace', path: 'displayName', value: 'Bob B.' },
        { op: 'Replace', path: 'name.givenName', value: 'Robert' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'robert@x.example' },
        { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' },
        { op: 'Add', path: `${enterpriseUrn}:department`, value: 'Ops' },
        { op: 'Remove', path: 'name.formatted' },
      ),
    )
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      title: 'Lead',
      displayName: 'Bob B.',
      name: { familyName: 'X', givenName: 'Robert' },
      emails: [{ type: 'work', primary: true, value: 'robert@x.example' }],
      phoneNumbers: [{ type: 'mobile', value: '+1' }],
      [enterpriseUrn]: { department: 'Ops' },
    })
    expect(answer.body.name).not.toHaveProperty('formatted')
    expect((await found('emails[type eq "work"].value eq "robert@x.example"')).totalResults).toBe(1)
    expect((await found('emails[type eq "work"].value eq "bob@x.example"')).totalResults).toBe(0)
  })

  it('soft-deletes, restores with the memberships still there, and deletes for good', async () => {
    const { id, userName } = await created('cyd')
    const { body: group } = await entra.post('/Groups', { displayName: 'Team', members: [{ value: id }] })
    const off = await entra.patch(`/Users/${id}`, patchOf({ op: 'Replace', path: 'active', value: 'False' }))
    expect(off.body.active).toBe(false)
    expect((await found(`userName eq "${userName}" and active eq "False"`)).totalResults).toBe(1)
    const on = await entra.patch(`/Users/${id}`, patchOf({ op: 'Replace', path: 'active', value: 'True' }))
    expect(on.body).toMatchObject({ active: true, groups: [{ value: group.id, type: 'direct' }] })
    expect((await entra.delete(`/Users/${id}`)).status).toBe(204)
    expect((await entra.get(`/Users/${id}`)).status).toBe(404)
    expect((await entra.delete(`/Users/${id}`)).status).toBe(404)
    expect((await found(`userName eq "${userName}"`)).totalResults).toBe(0)
    expect((await entra.get(`/Groups/${group.id}`)).body).not.toHaveProperty('members')
  })

  it('renames a person, and never gives a name to two', async () => {
    const [one, other] = [await created('fay'), await created('gus')]
    const rename = (id: string, userName: string) =>
      entra.patch(`/Users/${id}`, patchOf({ op: 'Replace', path: 'userName', value: userName }))
    expect((await rename(one.id, 'faye@x.example')).body).toMatchObject({ id: one.id, userName: 'faye@x.example' })
    expect((await found('userName eq "fay@x.example"')).totalResults).toBe(0)
    expect((await rename(other.id, 'FAYE@x.example')).body).toMatchObject({ status: '409', scimType: 'uniqueness' })
    expect((await entra.post('/Users', provisioned('gus'))).body).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    })
  })

  it('makes a person again who was deleted for good', async () => {
    const { id } = await created('hal')
    await entra.delete(`/Users/${id}`)
    expect(await created('hal')).toMatchObject({ userName: 'hal@x.example', active: true })
  })

  it('keeps an extension of the organization’s own, attribute by attribute', async () => {
    const { id } = await created('ivy')
    const urn = 'urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User'
    const set = async (op: string, value: string) =>
      (await entra.patch(`/Users/${id}`, patchOf({ op, path: `${urn}:worksiteId`, value }))).body
    expect(await set('Add', '180')).toMatchObject({
      schemas: [userUrn, enterpriseUrn, urn],
      [urn]: { worksiteId: '180' },
    })
    expect((await set('Replace', '181'))[urn]).toEqual({ worksiteId: '181' })
    expect((await found(`${urn}:worksiteId eq "181"`)).totalResults).toBe(1)
  })

  it('gives and takes a manager in every form it has', async () => {
    const { id } = await created('dan')
    const path = `${enterpriseUrn}:manager`
    const managerAfter = async (operation: object) =>
      (await entra.patch(`/Users/${id}`, patchOf(operation))).body[enterpriseUrn].manager
    expect(await managerAfter({ op: 'Add', path, value: 'boss-1' })).toEqual({ value: 'boss-1' })
    expect(await managerAfter({ op: 'Replace', path, value: [{ value: 'boss-2' }] })).toEqual({ value: 'boss-2' })
    expect(await managerAfter({ op: 'Replace', path, value: { value: 'boss-3' } })).toEqual({ value: 'boss-3' })
    expect((await found('manager eq "boss-3"')).totalResults).toBe(1)
    expect((await found(`${path} eq "boss-3"`)).totalResults).toBe(1)
    expect(await managerAfter({ op: 'Replace', path, value: '' })).toBeUndefined()
    expect(await managerAfter({ op: 'Add', path, value: 'boss-4' })).toEqual({ value: 'boss-4' })
    expect(await managerAfter({ op: 'Remove', path })).toBeUndefined()
  })

  it('changes everything in one operation with aadOptscim062020', async () => {
    const { id } = await created('eve')
    const value = {
      active: false,
      displayName: 'Eve E.',
      'name.givenName': 'Evelyn',
      [`${enterpriseUrn}:employeeNumber`]: '42',
      [`${enterpriseUrn}:manager`]: 'boss-1',
      'emails[type eq "work"].value': 'evelyn@x.example',
    }
    const answer = await entra.patch(`/Users/${id}`, patchOf({ op: 'replace', value }))
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      active: false,
      displayName: 'Eve E.',
      name: { givenName: 'Evelyn', familyName: 'X' },
      emails: [{ value: 'evelyn@x.example', type: 'work' }],
      [enterpriseUrn]: { department: 'Eng', employeeNumber: '42', manager: { value: 'boss-1' } },
    })
  })
})
