import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../../test/support/database.ts'
import { oracleOf } from '../../../../test/support/filter-oracle.ts'
import { filters, texts, userBody } from '../../../../test/support/filters.ts'
import { changeGroup, createGroup } from '../../../inbound/receive/group.ts'
import { openInbound } from '../../../inbound/receive/inbound.ts'
import { createUser } from '../../../inbound/receive/user.ts'
import { createSource, type Source } from '../../../inbound/source.ts'
import { systemClock } from '../../../platform/clock.ts'
import type { Db } from '../../../platform/db/db.ts'
import { sql } from '../../../platform/db/sql.ts'
import { parseFilter } from '../../../scim/filter/parse.ts'
import { compilePredicate } from '../../../scim/filter/predicate.ts'
import type { Json, JsonObject, Resource } from '../../../scim/json.ts'
import { schemasOf } from '../../../scim/project.ts'
import { readResource } from '../../../scim/resource.ts'
import type { ResourceType } from '../../../scim/schema.ts'
import { groupType } from '../../../scim/schemas/group.ts'
import { userType } from '../../../scim/schemas/user.ts'
import { fold } from '../../fold.ts'
import { groupsOf, membersOf } from '../membership.ts'
import { compileFilter } from './compile.ts'
import { groupTarget } from './group-target.ts'
import { folded } from './text.ts'
import { userTarget } from './user-target.ts'

let fresh: FreshDatabase
let db: Db
let source: Source
const resources = { users: new Map<string, Resource>(), groups: new Map<string, Resource>() }
const scope = () => ({ organization: db.organization, source: source.id as string, baseUrl: 'https://x.example/scim' })

beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
  source = await createSource(db, { name: 'Okta' }, new Date('2026-01-01T00:00:00Z'))
  const inbound = openInbound({ database: fresh.database, clock: systemClock, wake: () => {} })
  const made = await Promise.all(
    fc.sample(userBody, { numRuns: 60, seed: 7 }).map((body, at) => {
      const { resource } = readResource(userType, { userName: `${texts[at % texts.length]}${at}`, ...body }, 'create')
      return createUser(inbound, source, resource)
    }),
  )
  const ids = made.map(({ id }) => id as string)
  const groups: Awaited<ReturnType<typeof createGroup>>[] = []
  for (const [at, displayName] of texts.entries()) {
    const attributes = readResource(
      groupType,
      { displayName: `${displayName}.`, ...(at % 3 && { externalId: `x${at}` }) },
      'create',
    ).resource
    const members = ids.filter((_, index) => index % (at + 2) === 0).slice(0, 8)
    groups.push(
      await createGroup(inbound, source, attributes, [...members, ...(at % 4 === 0 ? [`ghost ${displayName}`] : [])]),
    )
  }
  const nest = (parent: number, child: number) =>
    changeGroup(inbound, source, groups[parent]!.id, 'group.patch', () => ({
      members: { kind: 'change', add: [groups[child]!.id], remove: [] },
    }))
  for (const [parent, child] of [
    [0, 1],
    [1, 2],
    [2, 0],
    [5, 6],
    [7, 7],
    [8, 2],
  ] as const)
    await nest(parent, child)
  await describeUsers(made)
  await describeGroups(groups)
})
afterAll(() => fresh.close())

function described(type: ResourceType, id: string, attributes: Resource, more: Resource, meta: JsonObject): Resource {
  const location = `${scope().baseUrl}${type.endpoint}/${id}`
  return {
    schemas: schemasOf(type, attributes),
    id,
    ...attributes,
    ...more,
    meta: { resourceType: type.name, location, ...meta },
  }
}

async function describeUsers(made: readonly Awaited<ReturnType<typeof createUser>>[]) {
  for (const { no, id, attributes, version, createdAt, updatedAt } of made) {
    const groups = (await groupsOf(db, no)).map((group) => ({
      value: group.id,
      $ref: `${scope().baseUrl}/Groups/${group.id}`,
      display: group.displayName,
      type: group.direct ? 'direct' : 'indirect',
    }))
    const meta = { created: createdAt.toISOString(), lastModified: updatedAt.toISOString(), version: `W/"${version}"` }
    resources.users.set(id, described(userType, id, attributes, groups.length > 0 ? { groups } : {}, meta))
  }
}

async function describeGroups(made: readonly Awaited<ReturnType<typeof createGroup>>[]) {
  for (const { no, id, attributes, createdAt } of made) {
    const members = (await membersOf(db, no, { limit: 100 })).map((member): Json => {
      if (member.kind === 'pending') return { value: member.value }
      const [type, place] = member.kind === 'user' ? ['User', 'Users'] : ['Group', 'Groups']
      return { value: member.id, display: member.displayName, type, $ref: `${scope().baseUrl}/${place}/${member.id}` }
    })
    const latest = await db.row<{ id: string; at: Date }>(
      sql`select id, at from requests where target_id = ${id} order by id desc limit 1`,
    )
    const meta = {
      created: createdAt.toISOString(),
      lastModified: latest!.at.toISOString(),
      version: `W/"${latest!.id}"`,
    }
    resources.groups.set(id, described(groupType, id, attributes, { members }, meta))
  }
}

/** What scim's own predicate, a plain reading of the filter and the compiled statement each find; undefined when the filter is refused. */
async function both(filter: string, type: ResourceType) {
  let read: ReturnType<typeof parseFilter>
  try {
    read = parseFilter(filter, type)
  } catch {
    return undefined
  }
  const of = type === userType ? resources.users : resources.groups
  const predicate = compilePredicate(read)
  const expected = [...of].filter(([, resource]) => predicate(resource)).map(([id]) => id)
  const oracle = oracleOf(filter, type)
  const plain = [...of].filter(([, resource]) => oracle(resource)).map(([id]) => id)
  const [table, target] =
    type === userType ? [sql.part`users u`, userTarget(scope())] : [sql.part`groups g`, groupTarget(scope())]
  const rows = await db.rows<{ id: string }>(sql`select id from ${table} where ${compileFilter(read, target)}`)
  return { expected: expected.sort(), plain: plain.sort(), found: rows.map(({ id }) => id).sort() }
}

describe.each([
  ['users', userType],
  ['groups', groupType],
] as const)('a filter on %s, as SQL', (kind, type) => {
  it('finds whom the predicate of scim/ and a plain reading of the filter find', async () => {
    let compared = 0
    let hits = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constant(0).chain(() => filters(type, resources[kind])),
        async (filter) => {
          const outcome = await both(filter, type)
          fc.pre(outcome !== undefined)
          compared++
          if (outcome!.expected.length > 0) hits++
          expect(outcome!.expected, `scim/ of ${filter}`).toEqual(outcome!.plain)
          expect(outcome!.found, `SQL of ${filter}`).toEqual(outcome!.expected)
        },
      ),
      { numRuns: Number(process.env.FILTER_RUNS ?? 400) },
    )
    expect(compared).toBeGreaterThan(100)
    expect(hits).toBeGreaterThan(compared / 10)
  }, 60_000)
})

describe('two texts of which case does not count', () => {
  it('are equal in SQL when they are folded equally in JavaScript, for every letter of Unicode 16', async () => {
    const letters: string[] = []
    for (let point = 1; point <= 0x10ffff; point++)
      if (point < 0xd800 || point > 0xdfff) letters.push(String.fromCodePoint(point))
    const rows = await fresh.owner.rows<{ letter: string; folded: string }>(
      sql`select letter, ${folded(sql.part`letter`)} as folded from unnest(${letters}::text[]) as letter`,
    )
    // Unicode 17, of 2025, brought some that PostgreSQL 18 has not heard of.
    const known = rows.filter(({ letter }) => /^[^\ua7ce\ua7d2\ua7d4\u{16ea0}-\u{16eb8}]$/u.test(letter))
    expect(known.filter((row) => row.folded !== fold(row.letter))).toEqual([])
  })
})
