import { GroupDetail, type Group as GroupJson, GroupQuery, Groups } from '../contract/group.ts'
import { ById, type Reference } from '../contract/reference.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import { isNumber, pageOf, readCursor } from '../platform/http/cursor.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { isId } from '../platform/id.ts'
import { parseFilter } from '../scim/filter/parse.ts'
import { groupType } from '../scim/schemas/group.ts'
import type { DirectoryGroup, GroupId, GroupNo } from './group.ts'
import { groupById, groupNeighbours, groupsPage } from './store/groups.ts'
import { memberCounts } from './store/membership.ts'

export interface DirectoryDeps {
  /** For each group the live rules of any state that name it. */
  readonly rulesNaming: (db: Db, groups: readonly GroupId[]) => Promise<ReadonlyMap<string, readonly Reference[]>>
  readonly sourceNames: (db: Db) => Promise<ReadonlyMap<string, string>>
}

const tags = ['groups']

/** Directory groups, as the sources state them: to look at only. */
export function directoryRoutes(fastify: TypedRoutes, deps: DirectoryDeps): void {
  fastify.get(
    '/groups',
    {
      schema: {
        tags,
        summary: 'Directory groups, in the order they came',
        querystring: GroupQuery,
        response: { 200: Groups },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100, filter, search } = query
      const after = readCursor(query.cursor, isNumber) as GroupNo | undefined
      const asked = {
        ...(search?.trim() && { search: search.trim() }),
        ...(filter?.trim() && { filter: parseFilter(filter, groupType) }),
      }
      const rows = await groupsPage(db, asked, { limit: limit + 1, ...(after !== undefined && { after }) })
      const { page, next } = pageOf(rows, limit, (row) => row.no)
      return { groups: await shownGroups(db, page, deps), next }
    },
  )

  fastify.get(
    '/groups/:id',
    { schema: { tags, summary: 'One group, and the groups around it', params: ById, response: { 200: GroupDetail } } },
    async ({ caller: { db }, params }) => {
      const group = isId(params.id) ? await groupById(db, params.id as GroupId) : undefined
      if (!group) throw new Refused(404, 'NOT_FOUND', 'There is no such directory group.')
      const [[shown], { parents, children }] = await Promise.all([
        shownGroups(db, [group], deps),
        groupNeighbours(db, group.no),
      ])
      return { ...shown!, parents: parents.map(named), children: children.map(named) }
    },
  )
}

async function shownGroups(db: Db, groups: readonly DirectoryGroup[], deps: DirectoryDeps): Promise<GroupJson[]> {
  if (groups.length === 0) return []
  const [counts, rules, sources] = await Promise.all([
    memberCounts(
      db,
      groups.map((group) => group.no),
    ),
    deps.rulesNaming(
      db,
      groups.map((group) => group.id),
    ),
    deps.sourceNames(db),
  ])
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
      deletedAt: group.deletedAt?.toISOString() ?? null,
    }
  })
}

function named({ id, displayName }: DirectoryGroup): Reference {
  return { id, name: displayName }
}
