import type { User, Users } from '../contract/user.ts'
import type { Why } from '../contract/why.ts'
import { type Ask, asking, noAnswer } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'

export const why: Command = {
  usage: 'why USER PRODUCT',
  about: 'Why somebody has a product, or why not: the rule, the group, the rules that lost, the place in line.',
  examples: [
    ['rollcall why ada@lindenhof.example meeting', 'a userName or an address, a product'],
    ['rollcall why "Ada Rossi" "GoTo Webinar" --json', 'a name does, where only one begins so'],
  ],
  settings: apiSettings,
  flags: jsonFlag,
  run: (call) =>
    asking(call, async (ask) => {
      const [who = '', product = ''] = call.words
      const user = await userNamed(ask, who)
      const found = await ask<Why>(`/users/${user.id}/why`, { product })
      call.answer(call.flags.json ? JSON.stringify(found) : inWords(found))
    }),
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By id, else by userName, else by address, else by how a name begins where only one does. */
export async function userNamed(ask: Ask, who: string): Promise<User> {
  if (id.test(who)) return ask<User>(`/users/${who}`)
  const quoted = JSON.stringify(who)
  const questions = [{ filter: `userName eq ${quoted}` }, { filter: `emails eq ${quoted}` }, { search: who }]
  for (const question of questions) {
    const { users } = await ask<Users>('/users', { ...question, limit: '6' })
    if (users.length === 1) return users[0]!
    if (users.length > 1) {
      const names = users.slice(0, 5).map((user) => `  ${user.displayName} · ${user.userName} · ${user.id}`)
      throw noAnswer(`Several are called ${who}; name one by its userName or id:\n${names.join('\n')}`)
    }
  }
  throw noAnswer(`There is no user ${who}.`)
}

function inWords(why: Why): string {
  const lines = [why.sentence]
  if (why.winner?.kind === 'rule') {
    const { path, request } = why.winner
    if (path.length > 1) lines.push(`  path: ${path.map((group) => group.name).join(' ← ')}`)
    if (request) lines.push(`  in the group since ${request.at}, by ${request.actor.name} (${request.id})`)
  }
  if (why.since) lines.push(`  the seat as it is since ${why.since}`)
  if (why.request) lines.push(`  because of ${why.request.kind} by ${why.request.actor.name} (${why.request.id})`)
  const list = (head: string, rows: Why['losers'] | Why['missing']) => {
    if (rows.length > 0) lines.push(head)
    for (const { rank, rule, tier, sentence } of rows) lines.push(`  ${rank} ${rule.name} (${tier.name}): ${sentence}`)
  }
  list('Also given by', why.losers)
  list('Would be given by', why.missing)
  return lines.join('\n')
}
