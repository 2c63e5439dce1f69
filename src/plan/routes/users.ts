import { ById } from '../../contract/reference.ts'
import { User, UserGroups, UserQuery, Users } from '../../contract/user.ts'
import { groupsOf } from '../../directory/store/membership.ts'
import { groupPath } from '../../directory/store/path.ts'
import { usersPage } from '../../directory/store/users.ts'
import type { UserNo } from '../../directory/user.ts'
import type { Clock } from '../../platform/clock.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { parseFilter } from '../../scim/filter/parse.ts'
import { userType } from '../../scim/schemas/user.ts'
import { userNamed } from './named.ts'
import { shownUsers } from './user.ts'

const tags = ['users']

/** Users: what they have, and what they wait for. */
export function userRoutes(fastify: TypedRoutes, { clock }: { readonly clock: Clock }): void {
  fastify.get(
    '/users',
    { schema: { tags, summary: 'Users, in the order they came', querystring: UserQuery, response: { 200: Users } } },
    async ({ caller: { db }, query }) => {
      const { limit = 100, filter, search, deleted = false } = query
      const after = readCursor(query.cursor, isNumber) as UserNo | undefined
      const asked = {
        deleted,
        ...(search?.trim() && { search: search.trim() }),
        ...(filter?.trim() && { filter: parseFilter(filter, userType) }),
      }
      const rows = await usersPage(db, asked, { limit: limit + 1, ...(after !== undefined && { after }) })
      const { page, next } = pageOf(rows, limit, (row) => row.no)
      return { users: await shownUsers(db, page, clock.now()), next }
    },
  )

  fastify.get(
    '/users/:id',
    { schema: { tags, summary: 'One user', params: ById, response: { 200: User } } },
    async ({ caller: { db }, params }) => (await shownUsers(db, [await userNamed(db, params.id)], clock.now()))[0]!,
  )

  fastify.get(
    '/users/:id/groups',
    {
      schema: {
        tags,
        summary: 'The directory groups somebody is in, directly or through others',
        params: ById,
        response: { 200: UserGroups },
      },
    },
    async ({ caller: { db }, params }) => {
      const user = await userNamed(db, params.id)
      const groups = (await groupsOf(db, user.no)).map(async ({ id, displayName, direct }) => {
        const path = direct ? [] : await groupPath(db, user.no, id)
        return {
          id,
          name: displayName,
          direct,
          through: path
            .slice(0, -1)
            .map(({ id, name }) => ({ id, name }))
            .toReversed(),
        }
      })
      return { groups: await Promise.all(groups) }
    },
  )
}
