import type { User, Users } from '../contract/user.ts'
import { asking } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'
import { table } from './table.ts'

const columns = ['USER', 'NAME', 'STATUS', 'ROLE', 'HAS', 'WAITS FOR']

export const users: Command = {
  usage: 'users',
  about: 'Users with their status, their role, and what they have and wait for. A hundred at a time unless --all.',
  examples: [
    ['rollcall users --search ada', 'with these words in name, userName or address'],
    ['rollcall users --filter \'title co "engineer"\'', 'a SCIM filter on their own record'],
    ['rollcall users --all --json', 'everybody, one line of JSON each'],
  ],
  settings: apiSettings,
  flags: {
    ...jsonFlag,
    filter: { type: 'string', about: 'A SCIM filter (RFC 7644).' },
    search: { type: 'string', about: 'Words that are all in name, userName or address.' },
    all: { type: 'boolean', about: 'Every page. With --json, one line for each user.' },
  },
  run: (call) =>
    asking(call, async (ask) => {
      const text = (flag: 'filter' | 'search') => {
        const value = call.flags[flag]
        return typeof value === 'string' ? value : undefined
      }
      const query = { filter: text('filter'), search: text('search'), limit: call.flags.all ? '500' : undefined }
      const rows: (readonly string[])[] = []
      let cursor: string | null = null
      do {
        const page: Users = await ask<Users>('/users', { ...query, cursor: cursor ?? undefined })
        cursor = page.next
        if (call.flags.json && !call.flags.all) return call.answer(JSON.stringify(page))
        if (call.flags.json) for (const user of page.users) call.answer(JSON.stringify(user))
        else rows.push(...page.users.map(rowOf))
      } while (cursor !== null && call.flags.all)
      if (call.flags.json) return
      call.answer(table(columns, rows))
      if (cursor !== null) call.say(`The first ${rows.length}; --all shows every one.`)
    }),
}

function rowOf(user: User): readonly string[] {
  const seats = (state: 'held' | 'grace' | 'waiting') =>
    user.seats.filter((seat) => seat.state === state).map(({ product, tier }) => `${product.name} ${tier.name}`)
  const grace = seats('grace').map((seat) => `${seat} (grace)`)
  const carried = user.carried.map(({ product, by }) => `${product.name} (by ${by.name})`)
  const has = [...seats('held'), ...grace, ...carried].join(', ')
  return [user.userName, user.displayName, user.status, user.role, has, seats('waiting').join(', ')]
}
