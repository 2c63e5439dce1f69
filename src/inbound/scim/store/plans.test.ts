import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.ts'
import { type SourceScene, sourceScene } from '../../../../test/support/source.ts'
import type { Db } from '../../../platform/db/db.ts'
import { type Sql, sql } from '../../../platform/db/sql.ts'
import { parseFilter } from '../../../scim/filter/parse.ts'
import { groupType } from '../../../scim/schemas/group.ts'
import { userType } from '../../../scim/schemas/user.ts'
import { readSort } from '../../../scim/sort.ts'
import { groupDocuments } from './groups.ts'
import { userDocument, userDocumentByName, userDocuments } from './users.ts'

let fresh: FreshDatabase
let scene: SourceScene
/** Months in which nothing has happened: nothing is read of them, whichever way. */
let emptyMonths: readonly string[]
const id = '00000000-0000-7000-8000-000000000007'

beforeAll(async () => {
  fresh = await freshDatabase()
  scene = await sourceScene(fresh)
  const { db, source } = scene
  // Not through the door: a hundred thousand, in seconds.
  await fresh.owner.run(sql`
    insert into users (organization_id, user_no, id, source_id, user_name, user_name_folded, external_id, active, address,
      address_folded, display_name, display_name_folded, attributes, created_at, updated_at)
    select ${db.organization}, n, gen_random_uuid(), ${source.id}, name, name, 'e' || n, true, name, name, name, name,
      jsonb_build_object('userName', name, 'emails', jsonb_build_array(jsonb_build_object('value', name, 'type', 'work'))),
      now(), now()
    from (select n, 'user' || n || '@x.example' as name from generate_series(1, 100000) as n) as person`)
  await fresh.owner.run(sql`
    insert into groups (organization_id, group_no, id, source_id, external_id, display_name, display_name_folded, attributes,
      created_at, updated_at)
    select ${db.organization}, n, gen_random_uuid(), ${source.id}, 'g' || n, 'Group ' || n, 'group ' || n,
      jsonb_build_object('displayName', 'Group ' || n), now(), now()
    from generate_series(1, 5000) as n`)
  await fresh.owner.run(sql`
    insert into requests (organization_id, id, at, actor_kind, actor_name, action, target_id)
    select organization_id, gen_random_uuid(), now(), 'source', 'Okta', 'group.create', id from groups`)
  await fresh.owner.run(sql`
    insert into memberships (organization_id, group_no, user_no, request_id)
    select ${db.organization}, 1 + n % 5000, n, gen_random_uuid() from generate_series(1, 100000) as n`)
  await fresh.owner.run(sql`
    insert into group_edges (organization_id, parent_no, child_no, request_id)
    select ${db.organization}, n, n + 1, gen_random_uuid() from generate_series(1, 4000) as n`)
  await fresh.owner.run(sql`
    insert into pending_members (organization_id, group_no, value, request_id)
    select ${db.organization}, 1 + n % 5000, 'later' || n, gen_random_uuid() from generate_series(1, 20000) as n`)
  await fresh.owner.run(sql`vacuum analyze`)
  const empty = await fresh.owner.rows<{ name: string }>(sql`
    select relname as name from pg_class where relispartition and relkind = 'r' and pg_relation_size(oid) = 0`)
  emptyMonths = empty.map((row) => row.name)
}, 120_000)
afterAll(() => fresh.close())

/** The statements that `work` would send. */
async function statementsOf(work: (db: Db) => Promise<unknown>): Promise<readonly Sql[]> {
  const sent: Sql[] = []
  const note = (query: Sql) => {
    sent.push(query)
    return Promise.resolve([])
  }
  await work({ ...scene.db, rows: note, row: note, run: note } as unknown as Db)
  return sent
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

function scansOf(plan: Plan): readonly string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : []
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)]
}

/** Tables that a statement reads from end to end, planned with its values and as a prepared statement is. */
async function readWhole({ text, values }: Sql): Promise<readonly string[]> {
  const scans: string[] = []
  for (const [options, given] of [
    ['format json', values],
    ['format json, generic_plan', []],
  ] as const) {
    const [row] = await scene.db.rows<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>({
      text: `explain (${options}) ${text}`,
      values: given,
      name: '',
    })
    scans.push(...scansOf(row!['QUERY PLAN'][0].Plan).filter((table) => !emptyMonths.includes(table)))
  }
  return scans
}

const scope = () => ({ organization: scene.db.organization, source: scene.source.id, baseUrl: 'https://x.example' })
const page = { offset: 0, limit: 200 }

describe('at a hundred thousand users, under row-level security', () => {
  it.each([
    `id eq "${id}"`,
    'userName eq "User7@x.example"',
    'userName sw "user77"',
    'userName eq "a" or userName eq "b"',
    'userName eq "user7@x.example" and active eq true and not (title pr)',
    'externalId eq "e77"',
    'emails.value eq "user7@x.example"',
    'emails eq "user7@x.example"',
    'emails[type eq "work"].value eq "User7@x.example"',
    'emails[type eq "work" and value eq "user7@x.example"]',
    `groups.value eq "${id}"`,
    'groups.display eq "Group 7"',
  ])('an index serves users?filter=%s', async (filter) => {
    const [statement] = await statementsOf((db) =>
      userDocuments(db, scope(), parseFilter(filter, userType), undefined, page),
    )
    expect(await readWhole(statement!)).toEqual([])
  })

  it.each([
    `id eq "${id}"`,
    'displayName eq "Group 7"',
    'displayName sw "group 7"',
    'externalId eq "g7"',
    `id eq "${id}" and members eq "${id}"`,
  ])('an index serves groups?filter=%s', async (filter) => {
    const [statement] = await statementsOf((db) =>
      groupDocuments(db, scope(), parseFilter(filter, groupType), undefined, page),
    )
    expect(await readWhole(statement!)).toEqual([])
  })

  it('an index serves a page of all, by index and by cursor, and one user', async () => {
    const statements = await statementsOf(async (db) => {
      for (const after of [undefined, { no: 1 }, { no: 2500 }, { no: 99_900 }]) {
        await userDocuments(db, scope(), undefined, undefined, { after, limit: 201 })
        await groupDocuments(db, scope(), undefined, undefined, { after, limit: 201 })
      }
      await userDocuments(db, scope(), undefined, undefined, page)
      await groupDocuments(db, scope(), undefined, undefined, page)
      await userDocument(db, scene.source.id, id as never)
      await userDocumentByName(db, scene.source.id, 'user7@x.example')
    })
    for (const statement of statements) expect(await readWhole(statement)).toEqual([])
  })

  it.each([
    ['userName', 'user7@x.example'],
    ['id', id],
  ])('an index serves the pages of users?sortBy=%s, either way', async (sortBy, key) => {
    for (const sortOrder of ['ascending', 'descending'] as const) {
      const sort = readSort(userType, { sortBy, sortOrder })
      const statements = await statementsOf(async (db) => {
        for (const after of [undefined, { no: 7, key }, { no: 7 }])
          await userDocuments(db, scope(), undefined, sort, { after, limit: 201 })
      })
      for (const statement of statements) expect(await readWhole(statement)).toEqual([])
    }
  })

  it.each([
    ['displayName', 'group 7'],
    ['id', id],
  ])('an index serves the pages of groups?sortBy=%s, either way', async (sortBy, key) => {
    for (const sortOrder of ['ascending', 'descending'] as const) {
      const sort = readSort(groupType, { sortBy, sortOrder })
      const statements = await statementsOf(async (db) => {
        for (const after of [undefined, { no: 7, key }, { no: 7 }])
          await groupDocuments(db, scope(), undefined, sort, { after, limit: 201 })
      })
      for (const statement of statements) expect(await readWhole(statement)).toEqual([])
    }
  })
})
