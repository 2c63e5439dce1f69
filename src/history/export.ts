import type { Db } from '../platform/db/db.ts'
import { type Entry, entriesOf, type NamesOf, type Question } from './activity.ts'

/** Read and sent at a time: what an export of any length holds in memory. */
const PAGE = 1000

export const exportTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const

/** Activity as the lines of a file, a page at a time, as fast as they are taken. */
export async function* exportOf(
  db: Db,
  question: Question,
  format: 'csv' | 'jsonl',
  namesOf: NamesOf,
): AsyncGenerator<string> {
  const lineOf = format === 'csv' ? (entry: Entry) => csvLine(cellsOf(entry)) : (entry: Entry) => jsonLine(entry)
  if (format === 'csv') yield csvLine(heads)
  let after: string | null = null
  for (;;) {
    const entries: readonly Entry[] = await entriesOf(db, question, { after, limit: PAGE }, namesOf)
    if (entries.length > 0) yield entries.map(lineOf).join('')
    if (entries.length < PAGE) return
    after = entries.at(-1)!.id
  }
}

const jsonLine = (entry: Entry) => `${JSON.stringify(entry)}\n`

const heads = [
  'at',
  'type',
  'kind',
  'actor',
  'actor kind',
  'target',
  'target kind',
  'target id',
  'product',
  'tier',
  'run',
  'reason',
  'detail',
  'request',
  'id',
] as const

function cellsOf(entry: Entry): readonly string[] {
  const { at, type, kind, id } = entry
  const detail = entry.detail === null || entry.detail === undefined ? '' : JSON.stringify(entry.detail)
  if (entry.type === 'request') {
    const { actor, target } = entry
    const whom = [target?.name ?? '', target?.kind ?? '', target?.id ?? '']
    return [at, type, kind, actor.name, actor.kind, ...whom, '', '', '', '', detail, id, id]
  }
  const { user, product, tier, run, because } = entry
  const what = [product?.name ?? '', tier?.name ?? '', String(run)]
  return [at, type, kind, '', '', user.name, 'user', user.id, ...what, because.text, detail, because.request ?? '', id]
}

/** RFC 4180 §2: lines end in CRLF, cells with a comma, a quote or a line break are quoted. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** Spreadsheets take what begins so for a formula, whatever stands around it. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u

function csvCell(text: string): string {
  const inert = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
