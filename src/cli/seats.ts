import type { Seats } from '../contract/seat.ts'
import type { Stopped } from '../contract/stop.ts'
import { asking } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'
import { amount, table } from './table.ts'

export const seats: Command = {
  usage: 'seats',
  about: 'Seats per product and tier: owned, held, in grace, free, and how many wait.',
  examples: [
    ['rollcall seats', 'all pools'],
    ["rollcall seats --json | jq '.seats[] | select(.waiting > 0)'", 'pools that are short'],
  ],
  settings: apiSettings,
  flags: { ...jsonFlag, all: { type: 'boolean', about: 'Also pools that are unlimited and that nobody uses.' } },
  run: (call) =>
    asking(call, async (ask) => {
      const found = await ask<Seats>('/seats')
      if (call.flags.json) return call.answer(JSON.stringify(found))
      const shown = found.seats.filter(
        ({ owned, held, grace, waiting }) => call.flags.all || owned !== null || held + grace + waiting > 0,
      )
      const rows = shown.map(({ product, tier, owned, held, grace, free, waiting }) => [
        product.name,
        tier.name,
        amount(owned),
        String(held),
        String(grace),
        amount(free),
        String(waiting),
      ])
      call.answer(
        table(['PRODUCT', 'TIER', 'OWNED', 'HELD', 'GRACE', 'FREE', 'WAITING'], rows, [
          'OWNED',
          'HELD',
          'GRACE',
          'FREE',
          'WAITING',
        ]),
      )
      const others = found.seats.length - shown.length
      if (others > 0) call.say(`${others} more are unlimited and unused; --all shows them.`)
      for (const line of stoppedLines(await ask<Stopped>('/stopped'))) call.say(line)
    }),
}

/** What waits for an admin, with the probable cause. */
function stoppedLines({ stops, roles, lastSuperAdmins }: Stopped): readonly string[] {
  const waits = (count: number, one: string, more: string) =>
    `${count} ${count === 1 ? `${one} waits` : `${more} wait`}`
  const lines = stops.flatMap(({ count, product: { name }, cause }) => [
    `${waits(count, `loss of ${name}`, `losses of ${name}`)} for an admin: see Plans, stopped.`,
    `  ${cause}`,
  ])
  if (roles) {
    const { count, gains, cause } = roles
    const named = gains.slice(0, 5).map(({ user, role }) => `${user.name} (${role.replace('-', ' ')})`)
    const others = count > named.length ? ` and ${count - named.length} more` : ''
    lines.push(
      `${waits(count, 'new admin', 'new admins')} for a super admin: ${named.join(', ')}${others}.`,
      `  ${cause}`,
    )
  }
  for (const { user } of lastSuperAdmins)
    lines.push(`${user.name} stays super admin until somebody else who can sign in is one.`)
  return lines
}
