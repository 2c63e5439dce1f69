import type { UserNo } from '../../src/directory/user.ts'
import { decideSeats, type Turn } from '../../src/plan/seats.ts'
import type { Standing } from '../../src/plan/standing.ts'
import type { Pool, ProductId, Shortage, TierId } from '../../src/products/product.ts'
import type { RuleId } from '../../src/rules/rule.ts'

/** Users as they stand to one product, for tests of what becomes of its seats. */
export const tier = (name: string) => name as TierId
export const pool = (
  name: string,
  owned: number | null,
  used: number,
  more: { position?: number; shortage?: Shortage } = {},
): Pool => ({
  product: 'Meeting' as ProductId,
  tier: tier(name),
  name,
  position: more.position ?? 0,
  owned,
  used,
  shortage: more.shortage ?? 'wait',
})
export const user = (no: number, more: Partial<Standing> = {}): Standing => ({
  user: no as UserNo,
  joinedAt: no,
  seat: null,
  waiting: null,
  want: null,
  denied: false,
  carried: false,
  stopped: 'no',
  ...more,
})
export const wants = (name: string, rank = 1) => ({ want: { tier: tier(name), rule: `rule ${rank}` as RuleId, rank } })
export const holds = (name: string) => ({ seat: { tier: tier(name), state: 'held' as const, graceUntil: null } })
export const inGrace = (name: string, graceUntil: number) => ({
  seat: { tier: tier(name), state: 'grace' as const, graceUntil },
})
export const waits = (name: string, sinceRun: number, rank = 1) => ({
  ...wants(name, rank),
  waiting: { tier: tier(name), rule: `rule ${rank}` as RuleId, sinceRun },
})

export function decide(pools: readonly Pool[], standings: readonly Standing[], more: Partial<Turn> = {}) {
  const outcome = decideSeats({
    pools,
    standings,
    graceMs: 0,
    run: 10,
    now: 1000,
    safeguard: { lossShareMax: 0.1, lossesAllowed: 5 },
    losses: { recent: 0, holders: standings.filter((s) => s.seat?.state === 'held').length, stoppedElsewhere: 0 },
    lineGoesOn: new Map(),
    seatlessGoOn: new Map(),
    ...more,
  })
  const said = outcome.decisions.map((d) => {
    const at =
      'tier' in d
        ? ` ${d.tier}`
        : d.action === 'move'
          ? ` ${d.from} to ${d.to}`
          : d.action === 'wait'
            ? ` ${d.want.tier}`
            : ''
    return `${d.user} ${d.action}${at}`
  })
  return { said, ...outcome }
}
