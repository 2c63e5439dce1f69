import Type from 'typebox'
import {
  Adopt,
  Adopted,
  ExistingAccounts,
  ExistingImported,
  type ExistingAccount as ExistingJson,
  ExistingQuery,
} from '../../contract/existing-account.ts'
import { ById } from '../../contract/reference.ts'
import { usersByNo } from '../../directory/store/users.ts'
import { acceptFiles, readFile } from '../../inbound/csv/body.ts'
import { requireAdmin } from '../../organization/caller.ts'
import { frameOf } from '../../plan/store/frame.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { adopt } from '../adopt.ts'
import { countsOf, type ExistingAccount, standingsOf } from '../existing.ts'
import { forgetAccount, readListed, saveListed } from '../listed.ts'
import { allAccounts } from '../store/existing.ts'

export interface ExistingDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
}

const tags = ['existing accounts']

/** Accounts from before Rollcall. Registered by itself, so that only here a body may be a file. */
export function existingAccountRoutes(fastify: TypedRoutes, { clock, wake }: ExistingDeps): void {
  acceptFiles(fastify)

  fastify.post(
    '/existing-accounts/import',
    {
      schema: {
        tags,
        summary: 'Say who had what before Rollcall',
        description:
          'text/csv with the columns address, product and tier. Who has such an account and was given nothing yet is left alone until it is adopted.',
        consumes: ['text/csv'],
        response: { 200: ExistingImported },
      },
    },
    async ({ caller, raw, headers }) => {
      requireAdmin(caller)
      const listed = await readFile({ raw, headers }, readListed)
      await saveListed(caller, listed, clock.now())
      wake(caller.db.organization)
      const { lines, invalid } = listed
      return { lines, invalid, counts: countsOf(await accountsOf(caller.db)) }
    },
  )

  fastify.get(
    '/existing-accounts',
    {
      schema: {
        tags,
        summary: 'Accounts from before Rollcall, and how they stand',
        querystring: ExistingQuery,
        response: { 200: ExistingAccounts },
      },
    },
    async ({ caller: { db }, query }) => {
      const { limit = 100, state } = query
      const after = readCursor(query.cursor, isText) ?? ''
      const all = await accountsOf(db)
      const wanted = all.filter((account) => account.id > after && (state === undefined || account.state === state))
      const { page, next } = pageOf(wanted.slice(0, limit + 1), limit, ({ id }) => id)
      return { accounts: await shownAccounts(db, page), counts: countsOf(all), next }
    },
  )

  fastify.post(
    '/existing-accounts/adopt',
    {
      schema: {
        tags,
        summary: 'Adopt accounts from before Rollcall',
        description:
          'Their users hold the seats at once, and get no mail. What rules do not give becomes pins with the reason "adopted" (GET /pins?reason=adopted), unless rulesDecide is true.',
        body: Adopt,
        response: { 200: Adopted },
      },
    },
    async ({ caller, body }) => {
      requireAdmin(caller)
      const adopted = await adopt(caller, body, clock.now())
      wake(caller.db.organization)
      return adopted
    },
  )

  fastify.delete(
    '/existing-accounts/:id',
    {
      schema: { tags, summary: 'Forget an account that was not adopted', params: ById, response: { 204: Type.Null() } },
    },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      if (!isId(params.id)) throw new Refused(404, 'NOT_FOUND', 'There is no such account that is not adopted.')
      await forgetAccount(caller, params.id, clock.now())
      wake(caller.db.organization)
      return reply.code(204).send(null)
    },
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'

async function accountsOf(db: Db): Promise<readonly ExistingAccount[]> {
  return standingsOf(await allAccounts(db), await frameOf(db))
}

async function shownAccounts(db: Db, accounts: readonly ExistingAccount[]): Promise<ExistingJson[]> {
  const numbers = accounts.flatMap(({ user }) => user ?? [])
  const users = new Map((await usersByNo(db, numbers)).map((user) => [user.no, user]))
  return accounts.map(({ id, address, product, tier, state, problem, importedAt, adoptedAt, adoptedBy, user: no }) => {
    const user = no === null ? undefined : users.get(no)
    return {
      id,
      address,
      product,
      tier,
      state,
      problem,
      user: user && problem !== 'several-users' ? { id: user.id, name: user.displayName } : null,
      importedAt: importedAt.toISOString(),
      adoptedAt: adoptedAt?.toISOString() ?? null,
      adoptedBy,
    }
  })
}
