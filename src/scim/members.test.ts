import { describe, expect, it } from 'vitest'
import { readMembers, splitMemberChanges } from './members.ts'
import { readPatch } from './operation.ts'

const group = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const split = (...operations: readonly object[]) => splitMemberChanges(readPatch({ Operations: operations }).operations)
const changes = (...operations: readonly object[]) => {
  const { members, rest } = split(...operations)
  expect(rest).toEqual([])
  return members
}
const ids = (...values: readonly string[]) => values.map((value) => ({ value }))

describe('changes of members', () => {
  it('are read from Okta', () => {
    expect(
      changes(
        { op: 'remove', path: 'members[value eq "u1"]' },
        { op: 'add', path: 'members', value: [{ value: 'u2', display: 'a@x' }] },
      ),
    ).toEqual([
      { kind: 'remove', values: ids('u1') },
      { kind: 'add', values: [{ value: 'u2', display: 'a@x' }] },
    ])
    expect(changes({ op: 'replace', path: 'members', value: [{ value: 'u1' }, { value: 'u1' }] })).toEqual([
      { kind: 'replace', values: ids('u1') },
    ])
  })

  it('are read from Entra, whose remove lists whom it means', () => {
    expect(
      changes(
        { op: 'Add', path: 'members', value: [{ $ref: null, value: 'u1' }] },
        { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'u2' }] },
        { op: 'Remove', path: 'members', value: [] },
      ),
    ).toEqual([
      { kind: 'add', values: ids('u1') },
      { kind: 'remove', values: ids('u2') },
    ])
  })

  it.each([
    [{ op: 'remove', path: 'members' }, { kind: 'removeAll' }],
    [{ op: 'remove', path: 'members', value: null }, { kind: 'removeAll' }],
    [
      { op: 'replace', path: 'members', value: null },
      { kind: 'replace', values: [] },
    ],
    [
      { op: 'replace', path: 'members', value: [] },
      { kind: 'replace', values: [] },
    ],
    [
      { op: 'replace', value: { Members: ids('u1') } },
      { kind: 'replace', values: ids('u1') },
    ],
    [
      { op: 'add', value: { members: [{ value: 'u1', type: 'User' }] } },
      { kind: 'add', values: [{ value: 'u1', type: 'User' }] },
    ],
    [
      { op: 'add', value: { [`${group}:members`]: ids('u1') } },
      { kind: 'add', values: ids('u1') },
    ],
    [
      { op: 'add', value: { [group]: { members: ids('u1') } } },
      { kind: 'add', values: ids('u1') },
    ],
    [
      { op: 'add', path: group, value: { members: ids('u1') } },
      { kind: 'add', values: ids('u1') },
    ],
    [
      { op: 'add', path: `${group}:MEMBERS`, value: ids('u1') },
      { kind: 'add', values: ids('u1') },
    ],
    [
      { op: 'add', path: 'members', value: { value: 'u1' } },
      { kind: 'add', values: ids('u1') },
    ],
    [
      { op: 'add', path: 'members', value: ['u1', 'u2'] },
      { kind: 'add', values: ids('u1', 'u2') },
    ],
    [
      { op: 'add', path: 'members.value', value: 'u1' },
      { kind: 'add', values: ids('u1') },
    ],
    [
      { op: 'remove', path: 'members.value', value: ['u1'] },
      { kind: 'remove', values: ids('u1') },
    ],
    [
      { op: 'remove', path: 'members', value: 'u1' },
      { kind: 'remove', values: ids('u1') },
    ],
    [
      { op: 'remove', path: 'members[value eq "a" or value eq "b"]' },
      { kind: 'remove', values: ids('a', 'b') },
    ],
    [
      { op: 'remove', path: 'members[value eq "a" or (value eq "b" or value eq "a")]' },
      { kind: 'remove', values: ids('a', 'b') },
    ],
    [
      { op: 'remove', path: `${group}:members[value eq "a"]` },
      { kind: 'remove', values: ids('a') },
    ],
    [
      { op: 'remove', path: 'members[value eq "a"].value' },
      { kind: 'remove', values: ids('a') },
    ],
  ])('%j is %j', (operation, change) => {
    expect(changes(operation)).toEqual([change])
  })

  it('of no one are no changes', () => {
    expect(changes({ op: 'add', path: 'members', value: [] }, { op: 'add', path: 'members', value: null })).toEqual([])
    expect(changes({ op: 'add', value: { members: null } })).toEqual([])
  })

  it('leave the rest to the group, in order', () => {
    const { members, rest } = split(
      { op: 'replace', value: { id: 'g1', displayName: 'New', members: ids('u1') } },
      { op: 'remove', path: 'externalId' },
      { op: 'add', path: 'membersOnly', value: 'x' },
    )
    expect(members).toEqual([{ kind: 'replace', values: ids('u1') }])
    expect(rest).toEqual([
      { op: 'replace', path: undefined, value: { id: 'g1', displayName: 'New' } },
      { op: 'remove', path: 'externalId', value: undefined },
      { op: 'add', path: 'membersOnly', value: 'x' },
    ])
  })

  it.each([
    [{ op: 'remove', path: 'members[type eq "User"]' }, 'invalidFilter'],
    [{ op: 'remove', path: 'members[value sw "u"]' }, 'invalidFilter'],
    [{ op: 'remove', path: 'members[not (value eq "u")]' }, 'invalidFilter'],
    [{ op: 'remove', path: 'members[value eq "u" and type eq "User"]' }, 'invalidFilter'],
    [{ op: 'remove', path: 'members[value eq "u"' }, 'invalidFilter'],
    [{ op: 'add', path: 'members[value eq "u"]', value: { value: 'u' } }, 'invalidPath'],
    [{ op: 'replace', path: 'members[value eq "u"].display', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'members.display', value: 'x' }, 'invalidPath'],
    [{ op: 'remove', path: 'members.value' }, 'invalidPath'],
    [{ op: 'remove', path: 'members', value: [{}] }, 'invalidValue'],
    [{ op: 'remove', path: 'members', value: [{ display: 'x' }] }, 'invalidValue'],
    [{ op: 'add', path: 'members', value: [{ display: 'x' }] }, 'invalidValue'],
    [{ op: 'add', path: 'members', value: [{ value: 5 }] }, 'invalidValue'],
    [{ op: 'add', path: 'members', value: [{ value: 'a\u0000' }] }, 'invalidValue'],
    [{ op: 'add', value: { [group]: 5 } }, 'invalidValue'],
  ])('that cannot be made one by one are refused, never dropped: %j', (operation, scimType) => {
    expect(() => split(operation)).toThrow(expect.objectContaining({ status: 400, scimType }))
  })

  it('are read at 100,000 in no time', () => {
    const value = Array.from({ length: 100_000 }, (_, at) => ({ value: `u${at}` }))
    const startedAt = performance.now()
    expect(changes({ op: 'replace', path: 'members', value })).toHaveLength(1)
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})

describe('members of a document', () => {
  it('are read as those of a change are', () => {
    expect(readMembers([{ value: 'u1', $ref: 'x' }, { value: 'u1' }, 'u2'])).toEqual(ids('u1', 'u2'))
    expect(readMembers(undefined)).toEqual([])
  })
})
