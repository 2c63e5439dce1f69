import type { Group, Groups } from '../contract/group.ts'
import type { User, Users } from '../contract/user.ts'
import { type Ask, noAnswer } from './ask.ts'

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By id, else by userName, else by address, else by displayName, else by how a name begins where only one does. */
export async function userNamed(ask: Ask, who: string): Promise<User> {
  if (id.test(who)) return ask<User>(`/users/${who}`)
  const quoted = JSON.stringify(who)
  const questions = [
    { filter: `userName eq ${quoted}` },
    { filter: `emails eq ${quoted}` },
    { filter: `displayName eq ${quoted}` },
    { search: who },
  ]
  for (const question of questions) {
    const { users } = await ask<Users>('/users', { ...question, limit: '6' })
    if (users.length === 1) return users[0]!
    if (users.length > 1)
      throw several(
        who,
        users.map((user) => `${user.displayName} · ${user.userName} · ${user.id}`),
      )
  }
  throw noAnswer(`There is no user ${who}.`)
}

/** Directory groups by id or name, several after commas. A name with a comma in it is one where there is such a group. */
export async function groupsNamed(ask: Ask, text: string): Promise<readonly string[]> {
  const whole = await groupNamed(ask, text)
  if (whole) return [whole]
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const found: string[] = []
  for (const part of parts) {
    const group = parts.length === 1 ? undefined : await groupNamed(ask, part)
    if (!group) throw noAnswer(`There is no directory group ${part}.`)
    found.push(group)
  }
  return found
}

async function groupNamed(ask: Ask, name: string): Promise<string | undefined> {
  if (id.test(name)) return name
  const { groups } = await ask<Groups>('/groups', { filter: `displayName eq ${JSON.stringify(name)}`, limit: '6' })
  if (groups.length > 1)
    throw several(
      name,
      groups.map((group: Group) => `${group.name} · ${group.source.name} · ${group.id}`),
    )
  return groups[0]?.id
}

function several(name: string, found: readonly string[]): Error {
  const lines = found.slice(0, 5).map((line) => `  ${line}`)
  return noAnswer(`Several are called ${name}; name one by its userName or id:\n${lines.join('\n')}`)
}
