import Type from 'typebox'
import { type Mail, Mails } from '../../contract/mail.ts'
import { PageQuery } from '../../contract/paging.ts'
import { ById } from '../../contract/reference.ts'
import { UserRecord } from '../../contract/user-record.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { type Names, referenceIn } from '../../rules/routes/shown.ts'
import { namesOf } from '../../rules/store/names.ts'
import { type MailRow, mailsTo } from '../store/mails.ts'
import { assignedTo } from '../store/shown.ts'
import { userNamed } from './named.ts'

const tags = ['users']

/** What is kept of a user beside what they have: the record of their source, and the mails to them. */
export function userRecordRoutes(fastify: TypedRoutes): void {
  fastify.get(
    '/users/:id/record',
    {
      schema: {
        tags,
        summary: 'What the source said of somebody, as it is stored',
        params: ById,
        response: { 200: UserRecord },
      },
    },
    async ({ caller: { db }, params }) => {
      const user = await userNamed(db, params.id)
      const assigned = await assignedTo(db, [user.no])
      return {
        id: user.id,
        source: { id: user.source, name: assigned.get(user.no)?.source_name ?? '' },
        externalId: user.externalId,
        createdAt: user.createdAt.toISOString(),
        updatedAt: user.updatedAt.toISOString(),
        deletedAt: user.deletedAt?.toISOString() ?? null,
        version: user.version,
        record: { ...user.attributes },
      }
    },
  )

  fastify.get(
    '/users/:id/mails',
    {
      schema: {
        tags,
        summary: 'Mails to somebody, newest first',
        description: 'Without a mail server they are kept as not sent.',
        params: ById,
        querystring: Type.Object(PageQuery, { additionalProperties: false }),
        response: { 200: Mails },
      },
    },
    async ({ caller: { db }, params, query }) => {
      const { limit = 100 } = query
      const user = await userNamed(db, params.id)
      const after = readCursor(query.cursor, isIdText) ?? null
      const { page, next } = pageOf(await mailsTo(db, user.no, { after, limit: limit + 1 }), limit, ({ id }) => id)
      const names = await namesOf(
        db,
        page.flatMap(({ template_id: template }) => template ?? []),
      )
      return { mails: page.map((row) => shownMail(row, names)), next }
    },
  )
}

function shownMail(row: MailRow, names: Names): Mail {
  const { id, kind, language, address, state, attempts } = row
  return {
    id,
    at: row.at.toISOString(),
    kind,
    template: row.template_id === null ? null : referenceIn(names)(row.template_id),
    language,
    address,
    state,
    attempts,
    error:
      row.error_code === null
        ? null
        : { code: row.error_code, text: row.error_text ?? '', at: row.error_at?.toISOString() ?? null },
  }
}

const isIdText = (value: unknown): value is string => typeof value === 'string' && isId(value)
