import type { Caller } from './caller.ts'

/** One pool as `GET /api/v1/seats` gives it. */
interface Line {
  readonly product: { readonly name: string }
  readonly tier: { readonly name: string }
  readonly owned: number | null
  readonly held: number
  readonly grace: number
  readonly free: number | null
  readonly waiting: number
}

/** The pools that are bounded or used, as a table for people; an empty line where there is none. */
export async function seatTable(api: Caller): Promise<string> {
  const { seats } = await api.get<{ readonly seats: readonly Line[] }>('/seats')
  const shown = seats.filter((pool) => pool.owned !== null || pool.held + pool.grace + pool.waiting > 0)
  if (shown.length === 0) return ''
  const rows = [
    ['Product', 'Tier', 'Owned', 'Held', 'Grace', 'Free', 'Waiting'],
    ...shown.map(({ product, tier, owned, held, grace, free, waiting }) =>
      [product.name, tier.name, owned ?? '∞', held, grace, free ?? '∞', waiting].map(String),
    ),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) => row.map((cell, column) => pad(cell, widths[column]!, column)).join('  '))
  return `\n${lines.join('\n')}\n`
}

function pad(cell: string, width: number, column: number): string {
  return column < 2 ? cell.padEnd(width) : cell.padStart(width)
}
