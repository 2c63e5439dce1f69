import { Readable } from 'node:stream'
import Type from 'typebox'
import { AtQuery, PastUser, PastUsers, UserAtQuery, UserCountQuery, UserExportQuery } from '../../contract/past.ts'
import { ById } from '../../contract/reference.ts'
import { User, UserCount, UserGroups, Users } from '../../contract/user.ts'
import { groupsOf } from '../../directory/store/membership.ts'
import { groupPath } from '../../directory/store/path.ts'
import { userCount, usersPage } from '../../directory/store/users.ts'
import type { UserNo } from '../../directory/user.ts'
import { readPast } from '../../history/moment.ts'
import type { Clock } from '../../platform/clock.ts'
import { Refused } from '../../platform/errors.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { readAskedUsers } from './asked-users.ts'
import { usersExport } from './export-users.ts'
import { userNamed } from './named.ts'
import { pastUsers } from './past.ts'
import { shownUsers } from './user.ts'
import { userRecordRoutes } from './user-record.ts'

const tags = ['users']
/** By more filters than these, counting everybody takes long: then it is counted so far. */
const EXACT_BY = 2
const COUNTED = 10_000
const PAST =
  'With `at`, what was assigned and held then. Attributes of the directory are kept as of now only: names, search and filter are about how it is now.'

/** Users: what they have, and what they wait for. */
export function userRoutes(fastify: TypedRoutes, { clock }: { readonly clock: Clock }): void {
  userRecordRoutes(fastify)
  fastify.get(
    '/users',
    {
      schema: {
        tags,
        summary: 'Users, in the order they came, now or as of a moment',
        description: PAST,
        querystring: UserAtQuery,
        response: { 200: Type.Union([Users, PastUsers]) },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100, cursor, ...filters } = query
      const asked = await readAskedUsers(db, filters, clock.now())
      const { at } = asked
      const after = readCursor(cursor, isNumber) as UserNo | undefined
      const rows = await usersPage(db, asked, { limit: limit + 1, ...(after !== undefined && { after }) })
      const { page, next } = pageOf(rows, limit, (row) => row.no)
      if (at) return { at: at.toISOString(), users: await pastUsers(db, page, at), next }
      return { users: await shownUsers(db, page, clock.now()), next }
    },
  )

  fastify.get(
    '/users/count',
    {
      schema: {
        tags,
        summary: 'How many users the filters leave',
        querystring: UserCountQuery,
        response: { 200: UserCount },
      },
    },
    async ({ caller: { db }, query }) => {
      const asked = await readAskedUsers(db, query, clock.now())
      const most = (asked.which?.length ?? 0) > EXACT_BY ? COUNTED : null
      const found = await userCount(db, asked, most)
      return most !== null && found > most ? { count: most, more: true } : { count: found }
    },
  )

  fastify.get(
    '/users/export',
    {
      schema: {
        tags,
        summary: 'All users that the filters leave, as a file',
        description:
          'In the order they came, sent as it is read. CSV (RFC 4180, UTF-8): a cell that a spreadsheet would take for a formula begins with an apostrophe.',
        querystring: UserExportQuery,
        response: { 200: Type.String() },
      },
    },
    async ({ caller: { db }, query }, reply) => {
      const { format, ...filters } = query
      const now = clock.now()
      const asked = await readAskedUsers(db, filters, now)
      const day = (asked.at ?? now).toISOString().slice(0, 10)
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="users-${day}.${format}"`)
      // A stream is no text, but what comes of it is.
      return Readable.from(usersExport(db, asked, now)) as unknown as string
    },
  )

  fastify.get(
    '/users/:id',
    {
      schema: {
        tags,
        summary: 'One user, now or as of a moment',
        description: PAST,
        params: ById,
        querystring: Type.Object(AtQuery, { additionalProperties: false }),
        response: { 200: Type.Union([User, PastUser]) },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const user = await userNamed(db, params.id)
      if (query.at === undefined) return (await shownUsers(db, [user], clock.now()))[0]!
      const at = await readPast(db, query.at, '/at', clock.now())
      if (user.createdAt > at) throw new Refused(404, 'NOT_FOUND', 'There was no such user at that moment.')
      return (await pastUsers(db, [user], at))[0]!
    },
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
