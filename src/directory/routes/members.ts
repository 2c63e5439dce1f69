import Type from 'typebox'
import { GroupActivity, MemberQuery, Members, PendingMembers } from '../../contract/group.ts'
import { PageQuery } from '../../contract/paging.ts'
import { ById } from '../../contract/reference.ts'
import { shownRequest } from '../../history/shown.ts'
import { isNumber, pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { membersPage, pendingOf } from '../store/members.ts'
import { timelineOf } from '../store/timeline.ts'
import type { UserNo } from '../user.ts'
import { groupNamed } from './groups.ts'

const tags = ['groups']
const page = Type.Object(PageQuery, { additionalProperties: false })

/** Who is in a group, who is still to come, and what happened to it. */
export function memberRoutes(fastify: TypedRoutes): void {
  fastify.get(
    '/groups/:id/members',
    {
      schema: {
        tags,
        summary: 'Users in a group, directly or through groups inside it',
        params: ById,
        querystring: MemberQuery,
        response: { 200: Members },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const { limit = 100, cursor, how, search } = query
      const group = await groupNamed(db, params.id)
      const after = readCursor(cursor, isNumber) as UserNo | undefined
      const asked = { ...(how && { how }), ...(search?.trim() && { search: search.trim() }) }
      const rows = await membersPage(db, group.no, asked, {
        limit: limit + 1,
        ...(after !== undefined && { after }),
      })
      const { page, next } = pageOf(rows, limit, ({ user }) => user.no)
      const members = page.map(({ user: { id, displayName, userName, active }, direct, through }) => ({
        id,
        name: displayName,
        userName,
        active,
        direct,
        through: [...through],
      }))
      return { members, next }
    },
  )

  fastify.get(
    '/groups/:id/pending',
    {
      schema: {
        tags,
        summary: 'Members that its source named and that are not there yet',
        params: ById,
        querystring: page,
        response: { 200: PendingMembers },
      },
    },
    async ({ caller: { db }, params, query: { limit = 100, cursor } }) => {
      const group = await groupNamed(db, params.id)
      const after = readCursor(cursor, isDigest) ?? null
      const rows = await pendingOf(db, group.no, { after, limit: limit + 1 })
      const { page, next } = pageOf(rows, limit, (row) => row.digest)
      return { pending: page.map(({ value, since }) => ({ value, since: since?.toISOString() ?? null })), next }
    },
  )

  fastify.get(
    '/groups/:id/activity',
    {
      schema: {
        tags,
        summary: 'What happened to a group, newest first',
        params: ById,
        querystring: page,
        response: { 200: GroupActivity },
      },
    },
    async ({ caller: { db }, params, query: { limit = 100, cursor } }) => {
      const group = await groupNamed(db, params.id)
      const before = readCursor(cursor, isIdText)
      const rows = await timelineOf(db, group.id, { limit: limit + 1, ...(before !== undefined && { before }) })
      const { page, next } = pageOf(rows, limit, (row) => row.id)
      return { activity: page.map(shownRequest), next }
    },
  )
}

const isDigest = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)
const isIdText = (value: unknown): value is string => typeof value === 'string' && isId(value)
