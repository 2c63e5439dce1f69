import { MyChoice, MyPage, MyPageQuery } from '../../contract/mine.ts'
import { userById } from '../../directory/store/users.ts'
import type { DirectoryUser, UserId } from '../../directory/user.ts'
import { type Caller, requireAdmin } from '../../organization/caller.ts'
import { shownUsers } from '../../plan/routes/user.ts'
import type { Clock } from '../../platform/clock.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { isId } from '../../platform/id.ts'
import { chooseLanguage } from '../choose-language.ts'
import { chosenLanguageOf, userOfAdmin } from '../store/mine.ts'

export interface MineDeps {
  readonly clock: Clock
  readonly wake: (organization: string) => void
}

const tags = ['mine']

/** What somebody sees of themselves, and may change. */
export function mineRoutes(fastify: TypedRoutes, { clock, wake }: MineDeps): void {
  fastify.get(
    '/me/page',
    {
      config: { managers: true },
      schema: {
        tags,
        summary: 'What you have, and what is decided for you',
        querystring: MyPageQuery,
        response: { 200: MyPage },
      },
    },
    ({ caller, query }) => shown(caller, query.user, clock.now()),
  )

  fastify.patch(
    '/me/page',
    {
      config: { managers: true },
      schema: { tags, summary: 'Choose your language', body: MyChoice, response: { 200: MyPage } },
    },
    async ({ caller, body }) => {
      const user = await myself(caller)
      if (!user)
        throw new Refused(404, 'NO_USER', 'No directory has anybody with your address, so there is nothing to change.')
      await chooseLanguage(caller, { no: user.no, id: user.id, name: user.displayName }, body.language, clock.now())
      wake(caller.db.organization)
      return shown(caller, undefined, clock.now())
    },
  )
}

async function shown(caller: Caller, other: string | undefined, now: Date): Promise<MyPage> {
  const { db } = caller
  const me = await myself(caller)
  const own = other === undefined || other === me?.id
  if (!own) requireAdmin(caller)
  const user = own ? me : await somebody(caller, other)
  if (!user) return { user: null, chosenLanguage: null, own }
  const [[page], chosenLanguage] = await Promise.all([shownUsers(db, [user], now), chosenLanguageOf(db, user.no)])
  return { user: page!, chosenLanguage, own }
}

/** Whose address the caller signed in with. A token that nobody owns is nobody. */
async function myself({ db, actor }: Caller): Promise<DirectoryUser | undefined> {
  const id = actor.kind === 'admin' && actor.id !== null ? await userOfAdmin(db, actor.id) : undefined
  return id && userById(db, id)
}

/** @throws {Refused} 404 */
async function somebody({ db }: Caller, id: string): Promise<DirectoryUser> {
  const user = isId(id) ? await userById(db, id as UserId) : undefined
  if (!user) throw new Refused(404, 'NOT_FOUND', 'There is no such user.')
  return user
}
