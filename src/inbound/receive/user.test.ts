import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { rowsChangedBy } from '../../../test/support/rows.ts'
import { type SourceScene, sourceScene } from '../../../test/support/source.ts'
import { groupsOf } from '../../directory/store/membership.ts'
import { userById } from '../../directory/store/users.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Resource } from '../../scim/json.ts'
import { changeSource } from '../source.ts'
import { createGroup } from './group.ts'
import { openInbound } from './inbound.ts'
import { createUser, deleteUser, patchUser, type ReceivedUser, replaceUser } from './user.ts'

let fresh: FreshDatabase
let scene: SourceScene
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
beforeEach(async () => {
  scene = await sourceScene(fresh)
})

const create = (userName: string, more: Resource = {}) => createUser(scene.inbound, scene.source, { userName, ...more })
const patch = (user: ReceivedUser, more: Resource) =>
  patchUser(scene.inbound, scene.source, user.id, (current) => ({ ...current, ...more }))
const replace = (user: ReceivedUser, resource: Resource) =>
  replaceUser(scene.inbound, scene.source, user.id, () => resource)
const remove = (user: ReceivedUser) => deleteUser(scene.inbound, scene.source, user.id)
const changes = (work: () => Promise<unknown>) => rowsChangedBy(fresh.owner, work)

describe('what a source says of a user', () => {
  it('adds the user, one request and one touched row, and writes no row that others share', async () => {
    await create('first')
    expect(await changes(() => create('ada'))).toEqual({ users: '+1', requests: '+1', touched: '+1' })
    expect(scene.woken).toEqual([scene.db.organization, scene.db.organization])
  })

  it('changes that one row when something is different', async () => {
    const ada = await create('ada')
    expect(await changes(() => patch(ada, { title: 'Dr' }))).toEqual({ users: '~1', requests: '+1', touched: '+1' })
    expect(await changes(() => replace(ada, { userName: 'ada' }))).toEqual({
      users: '~1',
      requests: '+1',
      touched: '+1',
    })
    expect(await scene.takeActions()).toEqual(['user.create', 'user.patch', 'user.replace'])
  })

  it('writes nothing and wakes nobody when nothing is different', async () => {
    const ada = await create('ada', { title: 'Dr' })
    scene.woken.length = 0
    const same = { title: 'Dr', active: true, userName: 'ada' }
    expect(await changes(() => patch(ada, { title: 'Dr' }))).toEqual({})
    expect(await changes(() => replace(ada, same))).toEqual({})
    expect(await patch(ada, {})).toMatchObject({ changed: false, version: 1, updatedAt: ada.updatedAt })
    expect(scene.woken).toEqual([])
  })

  it('takes the memberships away when the user is deleted', async () => {
    const ada = await create('ada')
    const group = await createGroup(scene.inbound, scene.source, { displayName: 'Team' }, [ada.id])
    await scene.takeTouched()
    expect(await changes(() => remove(ada))).toEqual({ users: '~1', memberships: '-1', requests: '+1', touched: '+1' })
    expect(await scene.takeTouched()).toEqual(['ada'])
    expect(await groupsOf(scene.db, ada.no)).toEqual([])
    expect(await changes(() => remove(ada))).toEqual({})
    expect(group.changed).toBe(true)
  })

  it('never has a password in it', async () => {
    await create('ada', { title: 'Dr' })
    const [row] = await scene.db.rows<{ attributes: Resource }>(sql`select attributes from users`)
    expect(row!.attributes).toEqual({ userName: 'ada', title: 'Dr', active: true })
  })

  it('is refused while the source is paused', async () => {
    const ada = await create('ada')
    const source = (await changeSource(fresh.database, scene.db.organization, scene.source.id, { state: 'paused' }))!
    const refused = { status: 403, code: 'SOURCE_PAUSED' }
    await expect(createUser(scene.inbound, source, { userName: 'bob' })).rejects.toMatchObject(refused)
    await expect(deleteUser(scene.inbound, source, ada.id)).rejects.toMatchObject(refused)
  })
})

describe('the address of a user', () => {
  const email = (value: string, more: Resource = {}) => ({ value, ...more })
  it.each<[string, string | null, Resource]>([
    ['the primary email', 'p@x', { emails: [email('w@x', { type: 'work' }), email('p@x', { primary: true })] }],
    ['else the one for work', 'w@x', { emails: [email('h@x', { type: 'home' }), email('w@x', { type: 'Work' })] }],
    ['else the first', 'a@x', { emails: [email('a@x'), email('b@x')] }],
    ['else the userName, if it has the form of one', 'me@x.example', { userName: 'me@x.example' }],
    ['else none', null, { userName: 'me' }],
    ['never an empty one', 'b@x', { emails: [email(' ', { primary: true }), email('b@x')] }],
  ])('is %s', async (_rule, address, more) => {
    const user = await create('nobody', more)
    expect((await userById(scene.db, user.id))!.address).toBe(address)
  })
})

describe('the display name of a user', () => {
  it.each<[string, Resource]>([
    ['Ada L.', { displayName: 'Ada L.', name: { formatted: 'no' } }],
    ['Ada King', { name: { formatted: 'Ada King', givenName: 'no' } }],
    ['Ada Lovelace', { name: { givenName: 'Ada', familyName: 'Lovelace' } }],
    ['Lovelace', { name: { familyName: 'Lovelace' } }],
    ['ada', {}],
  ])('is %s', async (name, more) => {
    expect((await userById(scene.db, (await create('ada', more)).id))!.displayName).toBe(name)
  })
})

describe('a userName', () => {
  it('is taken once in a source, whatever its case', async () => {
    await create('Ada')
    await expect(create('aDA')).rejects.toMatchObject({ status: 409, code: 'USER_NAME_TAKEN' })
    const bob = await create('bob')
    await expect(patch(bob, { userName: 'ADA' })).rejects.toMatchObject({ status: 409 })
    await expect(replace(bob, { userName: 'ada' })).rejects.toMatchObject({ status: 409 })
  })

  it('is free again when its user was deleted, and in another source', async () => {
    const ada = await create('ada')
    const elsewhere = await sourceScene(fresh, scene.db)
    await createUser(elsewhere.inbound, elsewhere.source, { userName: 'ada' })
    await remove(ada)
    await create('ADA')
  })

  it('is given to one of many who ask at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => create('ada')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const numbers = await Promise.all(Array.from({ length: 100 }, (_, at) => create(`u${at}`)))
    expect(new Set(numbers.map(({ no }) => no)).size).toBe(100)
  })
})

describe('the number of a user', () => {
  it('is given once, by however many servers, and without large gaps', async () => {
    const elsewhere = openInbound({ database: fresh.database, clock: scene.clock, wake: () => {} })
    const made = await Promise.all(
      Array.from({ length: 300 }, (_, at) =>
        createUser(at % 2 ? scene.inbound : elsewhere, scene.source, { userName: `u${at}` }),
      ),
    )
    const numbers = made.map(({ no }) => no)
    expect(new Set(numbers).size).toBe(300)
    expect(Math.max(...numbers)).toBeLessThan(1500)
  })
})

describe('a user who comes back', () => {
  it('is the same record, with its id, its number and its beginning, and in no group', async () => {
    const ada = await create('ada', { externalId: '7' })
    await createGroup(scene.inbound, scene.source, { displayName: 'Team' }, [ada.id])
    await remove(ada)
    scene.clock.advance(60)
    await scene.takeTouched()
    const back = await create('ADA', { externalId: '7' })
    expect(back).toMatchObject({ id: ada.id, no: ada.no, createdAt: ada.createdAt, version: 3 })
    expect(await userById(scene.db, ada.id)).toMatchObject({ deletedAt: null, userName: 'ADA' })
    expect(await groupsOf(scene.db, ada.no)).toEqual([])
    expect(await scene.takeTouched()).toEqual(['ADA'])
  })

  it('is the same record when either side has no externalId', async () => {
    const ada = await create('ada', { externalId: '7' })
    await remove(ada)
    const back = await create('ada')
    expect(back.id).toBe(ada.id)
    await remove(back)
    expect((await create('ada', { externalId: '8' })).id).toBe(ada.id)
  })

  it('is a new record when the externalId says it is somebody else', async () => {
    const ada = await create('ada', { externalId: '7' })
    await remove(ada)
    const other = await create('ada', { externalId: '8' })
    expect(other.id).not.toBe(ada.id)
    await remove(other)
    expect((await create('ada', { externalId: '7' })).id).toBe(ada.id)
  })

  it('comes back once, however many ask at once', async () => {
    await remove(await create('ada'))
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => create('ada')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await scene.db.row(sql`select count(*) as n from users`)).toEqual({ n: 1 })
  })
})

describe('changes of one user at the same time', () => {
  it('are all made, one after the other', async () => {
    const ada = await create('ada')
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        patchUser(scene.inbound, scene.source, ada.id, (current) => ({
          ...current,
          roles: [...((current.roles as []) ?? []), { value: `r${at}` }],
        })),
      ),
    )
    const { attributes, version } = (await userById(scene.db, ada.id))!
    expect(attributes.roles).toHaveLength(20)
    expect(version).toBe(21)
  })

  it('are refused at another version than the one that was named', async () => {
    const ada = await create('ada')
    const at = (versions: readonly number[]) =>
      replaceUser(scene.inbound, scene.source, ada.id, () => ({ userName: 'ada', title: 'x' }), { versions })
    await expect(at([2])).rejects.toMatchObject({ status: 412 })
    expect(await at([1, 5])).toMatchObject({ version: 2 })
    await expect(deleteUser(scene.inbound, scene.source, ada.id, { versions: [1] })).rejects.toMatchObject({
      status: 412,
    })
    expect(await deleteUser(scene.inbound, scene.source, ada.id, { versions: [2] })).toBe(true)
  })
})

describe('a user without active', () => {
  it('is active when new, and stays what they are when replaced', async () => {
    const ada = await create('ada')
    expect(ada.attributes.active).toBe(true)
    await patch(ada, { active: false })
    expect(await replace(ada, { userName: 'ada', title: 'x' })).toMatchObject({ attributes: { active: false } })
    expect(await replace(ada, { userName: 'ada', active: true })).toMatchObject({ attributes: { active: true } })
  })
})
