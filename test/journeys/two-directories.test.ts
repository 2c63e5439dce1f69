import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conflicts } from '../../src/contract/conflict.ts'
import type { NewSource, Sources } from '../../src/contract/source.ts'
import type { Stopped } from '../../src/contract/stop.ts'
import { openScim } from '../support/scim-client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ work: false })
})
afterAll(() => server.close())

describe('an organization that moves from one directory to another', () => {
  it('adds the second, hands everybody over, deletes the first, and nobody is without their seat', async () => {
    const { scim: okta, api } = await server.tenant()
    const meeting = await api.product('Meeting', { Pro: 20 })
    const names = Array.from({ length: 12 }, (_, at) => `user.n${at}@lindenhof.example`)
    const before = await Promise.all(names.map((name) => okta.createUser(name)))
    const gives = { products: [{ product: meeting.id, tier: 'Pro' }] }
    await api.rule(await okta.createGroup('Everybody', before), gives)
    await api.settle()
    server.clock.advance(60)

    // The new directory is filled beside the old one: nothing changes for anybody.
    const added = await api.post<NewSource>('/sources', { name: 'Entra' })
    const entra = openScim(added.scim!)
    const after = await Promise.all(names.map((name) => entra.createUser(name)))
    await api.rule(await entra.createGroup('Everybody', after), gives)
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 12, waiting: 0 })
    expect((await api.get<Conflicts>('/conflicts')).conflicts).toHaveLength(12)
    for (const id of after) expect(await api.user(id)).toMatchObject({ withheld: 'conflict', seats: [] })

    // Without the admin's word the losses of the old records would be stopped: twelve are too many.
    await api.post('/conflicts/hand-over', { source: added.id, confirm: true })
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 12, waiting: 0 })
    for (const id of after) expect(await api.seats(id)).toEqual(['Meeting Pro held'])

    const old = (await api.get<Sources>('/sources')).sources.find(({ name }) => name === 'Okta')!
    await api.delete(`/sources/${old.id}?confirm=Okta`)
    expect(await api.pool(meeting.id, 'Pro')).toMatchObject({ held: 12, waiting: 0 })
    expect((await api.get<Stopped>('/stopped')).stops).toEqual([])
    expect((await api.get<Conflicts>('/conflicts')).conflicts).toEqual([])
    for (const id of after) expect(await api.user(id)).toMatchObject({ withheld: null, status: 'invited' })
  })
})
