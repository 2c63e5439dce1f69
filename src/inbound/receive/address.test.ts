import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { type SourceScene, sourceScene } from '../../../test/support/source.ts'
import { sql } from '../../platform/db/sql.ts'
import { createSource, type Source } from '../source.ts'
import { createUser, deleteUser, patchUser, type ReceivedUser } from './user.ts'

let fresh: FreshDatabase
let scene: SourceScene
let other: Source
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())
beforeEach(async () => {
  scene = await sourceScene(fresh)
  other = await createSource(scene.db, { name: 'Entra' }, scene.clock.now())
})

const mail = (value: string) => ({ emails: [{ value, primary: true }] })
const move = (user: ReceivedUser, value: string) =>
  patchUser(scene.inbound, scene.source, user.id, (current) => ({ ...current, ...mail(value) }))
const since = async ({ no }: ReceivedUser) =>
  (await scene.db.row<{ at: Date | null }>(sql`
    select address_since as at from users where organization_id = ${scene.db.organization} and user_no = ${no}`))!.at

describe('an address', () => {
  it('is had since it was set, whatever else of the user changes', async () => {
    const ada = await scene.user('ada', mail('ada@x.example'))
    const began = await since(ada)
    expect(began).not.toBeNull()
    scene.clock.advance(60)
    await patchUser(scene.inbound, scene.source, ada.id, (current) => ({ ...current, title: 'Countess' }))
    await move(ada, 'ADA@x.example')
    expect(await since(ada)).toEqual(began)
    const later = scene.clock.now()
    await move(ada, 'lovelace@x.example')
    expect((await since(ada))! >= later).toBe(true)
    await patchUser(scene.inbound, scene.source, ada.id, ({ emails: _, ...rest }) => rest)
    expect(await since(ada)).toBeNull()
  })

  it('is had anew by who comes back after a deletion', async () => {
    const ada = await scene.user('ada@x.example')
    await deleteUser(scene.inbound, scene.source, ada.id)
    scene.clock.advance(60)
    const later = scene.clock.now()
    const back = await scene.user('ada@x.example')
    expect(back.id).toBe(ada.id)
    expect((await since(back))! >= later).toBe(true)
  })

  it('that somebody leaves, or is deleted with, touches those of other sources who have it', async () => {
    const ada = await scene.user('ada', mail('ada@x.example'))
    await scene.user('namesake', mail('ada@x.example'))
    const bob = await scene.user('bob', mail('bob@x.example'))
    await createUser(scene.inbound, other, { userName: 'twin', ...mail('ADA@x.example') })
    await createUser(scene.inbound, other, { userName: 'bobby', ...mail('bob@x.example') })
    await scene.takeTouched()
    await move(ada, 'lovelace@x.example')
    expect(await scene.takeTouched()).toEqual(['ada', 'twin'])
    await deleteUser(scene.inbound, scene.source, bob.id)
    expect(await scene.takeTouched()).toEqual(['bob', 'bobby'])
    await patchUser(scene.inbound, scene.source, ada.id, (current) => ({ ...current, title: 'Countess' }))
    expect(await scene.takeTouched()).toEqual(['ada'])
  })
})
