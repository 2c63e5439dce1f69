import {
  GroupCount,
  GroupCountQuery,
  GroupDetail,
  type Group as GroupJson,
  GroupQuery as GroupListQuery,
  Groups,
} from '../../contract/group.ts'
import { ById, type Reference } from '../../contract/reference.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { parseFilter } from '../../scim/filter/parse.ts'
import { groupType } from '../../scim/schemas/group.ts'
import type { DirectoryGroup, GroupId, GroupNo } from '../group.ts'
import {
  type GroupQuery,
  groupById,
  groupCount,
  groupNeighbours,
  groupsAround,
  groupsInside,
  groupsPage,
} from '../store/groups.ts'
import { memberCounts } from '../store/membership.ts'
import type { SourceId } from '../user.ts'

export interface DirectoryDeps {
  /** For each group the live rules of any state that name it. */
  readonly rulesNaming: (db: Db, groups: readonly GroupId[]) => Promise<ReadonlyMap<string, readonly Reference[]>>
  /** Numbers of the groups that live rules name. */
  readonly groupsOfRules: (db: Db) => Promise<readonly number[]>
  readonly sourceNames: (db: Db) => Promise<ReadonlyMap<string, string>>
}

const tags = ['groups']

/** Directory groups, as the sources state them: to look at only. */
export function groupRoutes(fastify: TypedRoutes, deps: DirectoryDeps): void {
  fastify.get(
    '/groups',
    {
      schema: {
        tags,
        summary: 'Directory groups, in the order they came',
        querystring: GroupListQuery,
        response: { 200: Groups },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100, cursor, ...filters } = query
      const after = readCursor(cursor, isNumber) as GroupNo | undefined
      const asked = await readAsked(db, filters, deps)
      const rows = await groupsPage(db, asked, { limit: limit + 1, ...(after !== undefined && { after }) })
      const { page, next } = pageOf(rows, limit, (row) => row.no)
      return { groups: await shownGroups(db, page, deps), next }
    },
  )

  fastify.get(
    '/groups/count',
    {
      schema: {
        tags,
        summary: 'How many groups the filters leave',
        querystring: GroupCountQuery,
        response: { 200: GroupCount },
      },
    },
    async ({ caller: { db }, query }) => ({ count: await groupCount(db, await readAsked(db, query, deps)) }),
  )

  fastify.get(
    '/groups/:id',
    { schema: { tags, summary: 'One group, and the groups around it', params: ById, response: { 200: GroupDetail } } },
    async ({ caller: { db }, params }) => {
      const group = await groupNamed(db, params.id)
      const [[shown], { children }] = await Promise.all([shownGroups(db, [group], deps), groupNeighbours(db, group.no)])
      return { ...shown!, children: children.map(named) }
    },
  )
}

async function readAsked(
  db: Db,
  { filter, search, source, used }: GroupCountQuery,
  deps: DirectoryDeps,
): Promise<GroupQuery> {
  if (source !== undefined && !isId(source))
    throw new Refused(422, 'UNKNOWN_REFERENCE', `There is no such source: ${source}`, { pointer: '/source' })
  return {
    ...(search?.trim() && { search: search.trim() }),
    ...(filter?.trim() && { filter: parseFilter(filter, groupType) }),
    ...(source !== undefined && { source: source as SourceId }),
    ...(used !== undefined && { among: { groups: await usedGroups(db, deps), isIn: used } }),
  }
}

/** Groups that rules name, and those inside them: whoever is in one is seen by a rule. */
async function usedGroups(db: Db, { groupsOfRules }: DirectoryDeps): Promise<readonly GroupNo[]> {
  return groupsInside(db, (await groupsOfRules(db)) as readonly GroupNo[])
}

/** @throws {Refused} 404 */
export async function groupNamed(db: Db, id: string): Promise<DirectoryGroup> {
  const group = isId(id) ? await groupById(db, id as GroupId) : undefined
  if (!group) throw new Refused(404, 'NOT_FOUND', 'There is no such directory group.')
  return group
}

async function shownGroups(db: Db, groups: readonly DirectoryGroup[], deps: DirectoryDeps): Promise<GroupJson[]> {
  if (groups.length === 0) return []
  const [numbers, ids] = [groups.map((group) => group.no), groups.map((group) => group.id)]
  const [counts, around, used, rules, sources] = await Promise.all([
    memberCounts(db, numbers),
    groupsAround(db, numbers),
    usedGroups(db, deps),
    deps.rulesNaming(db, ids),
    deps.sourceNames(db),
  ])
  const isUsed = new Set(used)
  return groups.map((group) => {
    const { users = 0, usersInAll = 0, pending = 0 } = counts.get(group.no) ?? {}
    return {
      ...named(group),
      externalId: group.externalId,
      source: { id: group.source, name: sources.get(group.source) ?? '' },
      members: users,
      membersInAll: usersInAll,
      pending,
      rules: [...(rules.get(group.id) ?? [])],
      used: isUsed.has(group.no),
      parents: [...(around.get(group.no)?.parents ?? [])],
      lastPush: around.get(group.no)?.lastPush?.toISOString() ?? null,
      deletedAt: group.deletedAt?.toISOString() ?? null,
    }
  })
}

function named({ id, displayName }: DirectoryGroup): Reference {
  return { id, name: displayName }
}
