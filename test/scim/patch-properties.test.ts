import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterpriseUrn, patchOf, type ScimClient, type ScimServer, startScim } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
let [user, mate, group] = ['', '', '']
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  user = (await client.post('/Users', { userName: 'ada', emails: [{ value: 'a@x', type: 'work' }] })).body.id
  mate = (await client.post('/Users', { userName: 'bob' })).body.id
  group = (await client.post('/Groups', { displayName: 'Sales', members: [{ value: user }] })).body.id
})
afterAll(() => server.close())

const set = fc.constantFrom('add', 'Replace')
const word = fc.constantFrom('ann', 'bea', 'cyd')
const ofUser: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    op: set,
    path: fc.constantFrom('title', 'name.givenName', 'urn:x:y:z', `${enterpriseUrn}:department`),
    value: word,
  }),
  fc.record({ op: set, path: fc.constantFrom('emails[type eq "home"].value', 'nickName'), value: word }),
  fc.record({ op: set, path: fc.constant('active'), value: fc.constantFrom(true, 'False') }),
  fc.record({
    op: set,
    path: fc.constant('emails'),
    value: fc.array(fc.record({ value: word, type: word }), { maxLength: 3 }),
  }),
  fc.record({ op: fc.constant('remove'), path: fc.constantFrom('title', 'name', 'emails', enterpriseUrn) }),
  fc.record({ op: set, value: fc.record({ displayName: word, 'name.familyName': word }) }),
)
const members = (): fc.Arbitrary<readonly object[]> =>
  fc.uniqueArray(
    fc.constantFrom(user, mate, 'not-yet', 'never').map((value) => ({ value })),
    { selector: ({ value }) => value },
  )
const ofGroup = (): fc.Arbitrary<object> =>
  fc.oneof(
    fc.record({ op: fc.constantFrom('add', 'replace', 'Remove'), path: fc.constant('members'), value: members() }),
    fc.record({
      op: fc.constant('remove'),
      path: fc.constantFrom(user, 'not-yet').map((id) => `members[value eq "${id}"]`),
    }),
    fc.record({ op: set, path: fc.constantFrom('displayName', 'externalId'), value: word }),
  )
const wrong = fc.constantFrom<object>(
  { op: 'replace', path: 'id', value: 'other' },
  { op: 'add', path: 'nosuch', value: 'x' },
  { op: 'move', path: 'externalId' },
  { op: 'remove' },
  { op: 'replace', path: 'externalId', value: 5 },
  { op: 'replace', path: 'meta[', value: 5 },
)
const seen = async (path: string) => (await client.get(path)).body
const numRuns = 60

describe.each([
  ['user', () => `/Users/${user}`, () => ofUser],
  ['group', () => `/Groups/${group}`, ofGroup],
] as const)('RFC 7644 §3.5.2, any PATCH of a %s that is stored', (_, path, operations) => {
  it('changes nothing, its version neither, when one operation among others cannot be done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operations(), { maxLength: 4 }), wrong, fc.nat(), async (all, bad, at) => {
        const before = await seen(path())
        server.clock.advance(1)
        const mixed: object[] = [...all]
        mixed.splice(at % (mixed.length + 1), 0, bad)
        const answer = await client.patch(path(), patchOf(...mixed))
        expect(answer.status, JSON.stringify(mixed)).toBe(400)
        expect(await seen(path())).toEqual(before)
      }),
      { numRuns },
    )
  }, 60_000)

  it('of one operation changes nothing, its version and lastModified neither, when it is sent once more', async () => {
    await fc.assert(
      fc.asyncProperty(operations(), async (operation) => {
        const first = await client.patch(path(), patchOf(operation))
        expect(first.status, JSON.stringify(operation)).toBeLessThan(300)
        const once = await seen(path())
        server.clock.advance(1)
        expect((await client.patch(path(), patchOf(operation))).status).toBe(first.status)
        expect(await seen(path())).toEqual(once)
      }),
      { numRuns },
    )
  }, 60_000)
})
