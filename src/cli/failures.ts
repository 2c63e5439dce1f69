import type { FailedUsers, FailureRetried, Failures } from '../contract/failure.ts'
import type { GraceEnded } from '../contract/grace.ts'
import { type Ask, asking, noAnswer } from './ask.ts'
import { apiSettings, type Call, type Command, jsonFlag } from './command.ts'
import { userNamed } from './named.ts'
import { table } from './table.ts'

const which = {
  product: { type: 'string', about: 'Only of this product, by name.' },
  tier: { type: 'string', about: 'Only of this tier of it.' },
  code: { type: 'string', about: 'Only what was answered so.' },
} as const

const whom = {
  user: { type: 'string', about: 'Of these users: names, userNames or addresses, with commas between.' },
  all: { type: 'boolean', about: 'Of everybody.' },
} as const

export const failures: Command = {
  usage: 'failures',
  about: 'What should be and could not be done, by cause; with --cause, for whom, since when and why.',
  examples: [
    ['rollcall failures', 'every cause'],
    ['rollcall failures --cause no-seats-left --product Meeting', 'who waits for it'],
    ['rollcall failures --cause product-refused --all --json', 'everybody, one line of JSON each'],
  ],
  settings: apiSettings,
  flags: {
    ...jsonFlag,
    cause: {
      type: 'string',
      about: 'no-seats-left, no-address, product-refused, mail-bounced or address-conflict.',
    },
    ...which,
    all: { type: 'boolean', about: 'Every page. With --json, one line for each.' },
  },
  run: (call) =>
    asking(call, async (ask) => {
      const cause = text(call, 'cause')
      if (cause !== undefined) return people(call, ask, cause)
      const found = await ask<Failures>('/failures')
      if (call.flags.json) return call.answer(JSON.stringify(found))
      if (found.failures.length === 0) return call.say('Nothing failed.')
      const rows = found.failures.map(({ cause: why, count, since, sentence }) => [
        why,
        String(count),
        since ?? '',
        sentence,
      ])
      call.answer(table(['CAUSE', 'COUNT', 'SINCE', 'WHAT'], rows, ['COUNT']))
    }),
}

async function people(call: Call, ask: Ask, cause: string): Promise<void> {
  const query = {
    product: text(call, 'product'),
    tier: text(call, 'tier'),
    code: text(call, 'code'),
    limit: call.flags.all ? '500' : undefined,
  }
  const rows: (readonly string[])[] = []
  let cursor: string | null = null
  do {
    const path = `/failures/${encodeURIComponent(cause)}`
    const page: FailedUsers = await ask<FailedUsers>(path, { ...query, cursor: cursor ?? undefined })
    cursor = page.next
    if (call.flags.json && !call.flags.all) return call.answer(JSON.stringify(page))
    if (call.flags.json) for (const one of page.people) call.answer(JSON.stringify(one))
    else
      for (const { user, product, tier, since, because, details } of page.people)
        rows.push([
          user.name,
          [product?.name, tier?.name].filter(Boolean).join(' '),
          since,
          details.sentence,
          because?.text ?? '',
        ])
  } while (cursor !== null && call.flags.all)
  if (call.flags.json) return
  call.answer(table(['USER', 'PRODUCT', 'SINCE', 'WHAT', 'BECAUSE'], rows))
  if (cursor !== null) call.say(`The first ${rows.length}; --all shows every one.`)
}

export const retry: Command = {
  usage: 'retry CAUSE',
  about: 'Tries again what failed for a cause: for some users, or for all. What fails again is a failure again.',
  examples: [
    ['rollcall retry product-refused --product Meeting --all', 'everything that the product refused'],
    ['rollcall retry mail-bounced --user ada@lindenhof.example', 'one mail'],
  ],
  settings: apiSettings,
  flags: { ...jsonFlag, ...which, ...whom },
  run: (call) =>
    asking(call, async (ask) => {
      const asked = { product: text(call, 'product'), tier: text(call, 'tier'), code: text(call, 'code') }
      const order = { cause: call.words[0], ...asked, ...(await meant(call, ask)) }
      const found = await ask<FailureRetried>('/failures/retry', {}, order)
      if (call.flags.json) return call.answer(JSON.stringify(found))
      call.answer(`${found.retried} tried again.`)
      if (found.notFailing.length > 0) call.say(`For ${found.notFailing.length} of them nothing had failed so.`)
    }),
}

export const seatsEndGrace: Command = {
  usage: 'seats end-grace PRODUCT',
  about: 'Ends graces now: the next run frees the seats and gives them to who waits.',
  examples: [
    ['rollcall seats end-grace Meeting --user ada@lindenhof.example', 'of one user'],
    ['rollcall seats end-grace Meeting --all', 'of everybody whose seat of it is in grace'],
  ],
  settings: apiSettings,
  flags: { ...jsonFlag, ...whom },
  run: (call) =>
    asking(call, async (ask) => {
      const order = { product: call.words[0], ...(await meant(call, ask)) }
      const found = await ask<GraceEnded>('/seats/grace/end', {}, order)
      call.answer(call.flags.json ? JSON.stringify(found) : `${found.ended} ended.`)
    }),
}

/** Everybody, or the users that --user names. */
async function meant(call: Call, ask: Ask): Promise<{ readonly all: true } | { readonly users: readonly string[] }> {
  const named = (text(call, 'user') ?? '').split(',').map((name) => name.trim())
  const users = named.filter((name) => name !== '')
  if (users.length > 0 === (call.flags.all === true)) throw noAnswer('Say --user or --all, one of the two.')
  if (call.flags.all) return { all: true }
  const ids: string[] = []
  for (const name of users) ids.push((await userNamed(ask, name)).id)
  return { users: ids }
}

function text(call: Call, flag: string): string | undefined {
  const value = call.flags[flag]
  return typeof value === 'string' ? value : undefined
}
