import type { ImportApplied } from '../../contract/import.ts'
import { fold } from '../../directory/fold.ts'
import type { GroupId } from '../../directory/group.ts'
import type { UserId } from '../../directory/user.ts'
import { recordRequest } from '../../history/store.ts'
import type { Caller } from '../../organization/caller.ts'
import { Refused } from '../../platform/errors.ts'
import { ScimError } from '../../scim/errors.ts'
import { changeGroup, createGroup } from '../receive/group.ts'
import type { Inbound } from '../receive/inbound.ts'
import { createUser, patchUser, replaceUser } from '../receive/user.ts'
import type { Source } from '../source.ts'
import type { Effect, Known, Mode, UserEffect } from './effect.ts'
import { effectNow } from './review.ts'
import { knownOf, markApplied, markApplying, type StoredReview } from './store.ts'

/** Writes at a time: fewer than there are connections, so that others get their turn. */
const AT_ONCE = 4
/** Members of a group that one statement moves. */
const MEMBERS = 1000

/** Applies a file that was reviewed. @throws {Refused} as `effectNow` */
export async function applyReview(
  inbound: Inbound,
  { db, actor }: Caller,
  source: Source,
  review: StoredReview,
): Promise<void> {
  const effect = await effectNow(db, source, review)
  await markApplying(db, review.id, inbound.clock.now())
  const { groups } = await knownOf(db, source.id)
  const applied = await applyEffect(inbound, source, effect, review.mode, groups)
  const at = inbound.clock.now()
  const { refused, ...counts } = applied
  await db.transaction(async (tx) => {
    await markApplied(tx, review.id, applied, at)
    const target = { kind: 'source', id: source.id, name: source.name }
    const detail = { ...counts, refused: refused.length, mode: review.mode }
    await recordRequest(tx, { at, actor, action: 'source.import', target, detail })
  })
}

/**
 * Writes what a file does, as a client of the source would: user by user, then group by group. Each is whole by itself, and
 * what was cut off may be done again.
 */
async function applyEffect(
  inbound: Inbound,
  source: Source,
  effect: Effect,
  mode: Mode,
  groups: Known['groups'],
): Promise<ImportApplied> {
  const refused: ImportApplied['refused'] = []
  const counts = { created: 0, changed: 0, deactivated: 0, groups: 0 }
  const trying = async (about: { readonly line: number; readonly userName: string }, work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Refused || error instanceof ScimError)) throw error
      refused.push({ line: about.line, userName: about.userName, problem: error.message })
    }
  }

  const ids = new Map([...groups].map(([folded, { id }]) => [folded, id]))
  for (const displayName of effect.newGroups) {
    ids.set(fold(displayName), (await createGroup(inbound, source, { displayName }, [])).id)
    counts.groups++
  }
  const moved = new Map<GroupId, { readonly add: UserId[]; readonly remove: UserId[] }>()
  const move = (name: string, which: 'add' | 'remove', user: UserId) => {
    const group = ids.get(fold(name))
    if (!group) return
    const edit = moved.get(group) ?? { add: [], remove: [] }
    moved.set(group, edit)
    edit[which].push(user)
  }
  await each(effect.users, (one) =>
    trying(one, async () => {
      const user = await write(inbound, source, one, counts)
      for (const name of one.joins) move(name, 'add', user)
      for (const name of one.leaves) move(name, 'remove', user)
    }),
  )
  const missing = mode === 'full' ? effect.missing : []
  await each(missing, ({ id, userName }) =>
    trying({ line: 0, userName }, async () => {
      const gone = await patchUser(inbound, source, id, (current) => ({ ...current, active: false }))
      if (gone?.changed) counts.deactivated++
    }),
  )
  for (const [group, { add, remove }] of moved)
    for (let at = 0; at < Math.max(add.length, remove.length); at += MEMBERS) {
      const edit = { kind: 'change', add: add.slice(at, at + MEMBERS), remove: remove.slice(at, at + MEMBERS) } as const
      await changeGroup(inbound, source, group, 'group.patch', () => ({ members: edit }))
    }
  return { ...counts, refused: refused.slice(0, 200) }
}

async function write(
  inbound: Inbound,
  source: Source,
  { user, document, fields, userName }: UserEffect,
  counts: { created: number; changed: number },
): Promise<UserId> {
  if (user === null) {
    const { id } = await createUser(inbound, source, document)
    counts.created++
    return id
  }
  if (fields.length > 0 && !(await replaceUser(inbound, source, user, () => document)))
    throw new Refused(409, 'GONE_MEANWHILE', `${userName} was deleted meanwhile.`)
  counts.changed++
  return user
}

async function each<One>(all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  let at = 0
  const lane = async () => {
    while (at < all.length) await work(all[at++]!)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
