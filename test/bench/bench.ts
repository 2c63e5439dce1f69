import { parseArgs } from 'node:util'
import { consoleInteractions, consoleRows } from './console.ts'
import { demoReady } from './demo-ready.ts'
import { engine, engineRows } from './engine.ts'
import { memberRates } from './members.ts'
import { memoryIdle } from './memory.ts'
import { nodeRates } from './nodes.ts'
import { pageRows, pages } from './pages.ts'
import type { Row } from './row.ts'
import { scimRates } from './scim.ts'
import { seatLatency } from './seat-latency.ts'

/**
 * `npm run bench`: the numbers this project promises, each beside a floor measured in the same run where there is one.
 * A floor does the same durable work (same bytes and columns, same indexes, as many connections, fsync on) and leaves
 * out only our logic.
 */
const benches: readonly {
  readonly names: readonly string[]
  /** Measured only for who names it with --only. */
  readonly onlyNamed?: true
  readonly run: (wanted: ReadonlySet<string>) => Promise<readonly Row[]>
}[] = [
  { names: ['scim.create', 'scim.find'], run: scimRates },
  { names: pageRows('100k'), run: pages('100k') },
  { names: pageRows('1m'), run: pages('1m'), onlyNamed: true },
  { names: ['scim.addMember.100', 'scim.addMember.100k', 'scim.addMembers100'], run: memberRates },
  { names: ['seat.latency.p50', 'seat.latency.p99'], run: seatLatency },
  { names: ['demo.ready'], run: demoReady },
  { names: ['memory.idle'], run: memoryIdle },
  {
    names: ['nodes.1', 'nodes.2', 'nodes.3', 'nodes.1.runs', 'nodes.2.runs', 'nodes.3.runs'],
    run: nodeRates,
  },
  { names: consoleRows('100k'), run: consoleInteractions('100k') },
  { names: consoleRows('10k'), run: consoleInteractions('10k'), onlyNamed: true },
  { names: engineRows('10k'), run: engine('10k'), onlyNamed: true },
  { names: engineRows('100k'), run: engine('100k') },
  { names: engineRows('1m'), run: engine('1m'), onlyNamed: true },
]

const { values: flags } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
})
const known = benches.flatMap((bench) => bench.names)
const usual = benches.filter((bench) => !bench.onlyNamed).flatMap((bench) => bench.names)
const wanted = new Set(flags.only?.split(',') ?? usual)
const unknown = [...wanted].filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(2)
}

const rows: Row[] = []
for (const bench of benches) {
  if (!bench.names.some((name) => wanted.has(name))) continue
  console.error(`measuring ${bench.names.filter((name) => wanted.has(name)).join(', ')} …`)
  rows.push(...(await bench.run(wanted)).filter((row) => wanted.has(row.name)))
}
if (flags.json) console.log(JSON.stringify(rows))
else print(rows)

function print(all: readonly Row[]): void {
  const shown = (value: number | null) =>
    value === null ? '–' : value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en')
  const lines = [
    ['name', 'unit', 'ours', 'floor', 'ratio'],
    ...all.map((row) => [row.name, row.unit, shown(row.ours), shown(row.floor), shown(row.ratio)]),
  ]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
}
