import { describe, expect, it } from 'vitest'
import type { GroupNo } from '../../directory/group.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { Source } from '../source.ts'
import { type MemberEdit, moveMembers } from './members.ts'

/** The statement that an edit would send. */
async function statementOf(edit: MemberEdit): Promise<string> {
  let sent: Sql | undefined
  const row = (query: Sql) => {
    sent = query
    return Promise.resolve({ added: 0, removed: 0, pending: 0 })
  }
  const act = { id: newId(), at: new Date(0), source: { id: newId(), name: 'Okta' } as Source }
  const group = { no: 1 as GroupNo, id: newId(), displayName: 'Team' }
  await moveMembers({ organization: newId(), row } as unknown as Db, act, group, edit)
  return sent!.text
}

// By a plan kept from when the table was small, looking for nobody would read every membership there is.
describe('A change of members', () => {
  it('that only adds looks for nobody to remove', async () => {
    const text = await statementOf({ kind: 'change', add: [newId()], remove: [] })
    expect(text).toContain('insert into memberships')
    expect(text).not.toMatch(/delete from (memberships|group_edges)/)
  })

  it('that only removes looks for nobody to add', async () => {
    const text = await statementOf({ kind: 'change', add: [], remove: [newId()] })
    expect(text).toContain('delete from memberships')
    expect(text).not.toMatch(/insert into (memberships|group_edges)/)
  })

  it('that says who they all are does both', async () => {
    const text = await statementOf({ kind: 'replace', values: [newId()] })
    expect(text).toContain('insert into memberships')
    expect(text).toContain('delete from memberships')
  })
})
