import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { ImportReview } from '../contract/import.ts'
import type { Sources } from '../contract/source.ts'
import { type Ask, asking, noAnswer } from './ask.ts'
import { apiSettings, type Call, type Command, jsonFlag } from './command.ts'
import { table } from './table.ts'

const LOOK_EVERY_MS = 2000

export const importFile: Command = {
  usage: 'import FILE',
  about:
    'Reviews a CSV file of users and memberships for a source of files, and with --apply applies it. Columns: userName, givenName, familyName, email, active, title, department …, groups (separated by semicolons).',
  examples: [
    ['rollcall import staff.csv --source Payroll', 'what it would change, line by line; nothing is written'],
    ['rollcall import staff.csv --source Payroll --full --apply', 'who is not in the file is deactivated'],
  ],
  settings: apiSettings,
  flags: {
    ...jsonFlag,
    source: { type: 'string', about: 'Name, slug or id of a source of kind csv.' },
    full: { type: 'boolean', about: 'The file is everybody. Without it, it only adds.' },
    apply: { type: 'boolean', about: 'Apply it, if every line can be taken.' },
  },
  run: (call) =>
    asking(call, async (ask) => {
      const at = `/sources/${await sourceOf(ask, call.flags.source)}/import`
      const sent = contentOf(call.words[0]!)
      const review = await ask<ImportReview>(at, { mode: call.flags.full ? 'full' : 'add' }, sent)
      if (!call.flags.apply) return show(call, review, review.counts.invalid > 0 ? 'Correct these lines first.' : '')
      if (review.counts.invalid > 0) {
        show(call, review, '')
        throw noAnswer(`${review.counts.invalid} lines cannot be taken: nothing was applied.`)
      }
      let applied = await ask<ImportReview>(`${at}/${review.id}/apply`, {}, {})
      while (applied.state === 'applying') {
        await setTimeout(LOOK_EVERY_MS)
        applied = await ask<ImportReview>(`${at}/${review.id}`)
      }
      show(call, applied, '')
    }),
}

async function sourceOf(ask: Ask, named: string | boolean | undefined): Promise<string> {
  const { sources } = await ask<Sources>('/sources')
  const files = sources.filter(({ kind }) => kind === 'csv')
  const found =
    typeof named === 'string' ? sources.filter((each) => [each.id, each.slug, each.name].includes(named)) : files
  if (found.length === 1) return found[0]!.id
  const names = files.map(({ name }) => name).join(', ') || 'none yet: add one of kind csv'
  throw noAnswer(`Say which source of files with --source. There are: ${names}.`)
}

function contentOf(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path))
  } catch (cause) {
    throw noAnswer(`${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`)
  }
}

function show({ flags, answer, say }: Call, review: ImportReview, hint: string): void {
  if (flags.json) {
    answer(JSON.stringify(review))
    return
  }
  const { counts, applied } = review
  const added = review.new.map(({ line, userName, joins }) => [String(line), userName, 'new', joins.join(', ')])
  const changed = review.changed.map(({ line, userName, fields, joins, leaves }) => {
    const groups = [...joins.map((name) => `joins ${name}`), ...leaves.map((name) => `leaves ${name}`)]
    return [String(line), userName, 'changed', [...fields, ...groups].join(', ')]
  })
  const missing = review.mode === 'full' ? review.missing.map(({ user }) => ['', user.name, 'deactivated', '']) : []
  const conflicting = review.conflicting.map(({ line, userName, address, source }) => [
    String(line),
    userName,
    'conflict',
    `${source} has ${address} already`,
  ])
  const invalid = review.invalid.map(({ line, userName, problem, remedy }) => [
    String(line),
    userName ?? '',
    'INVALID',
    `${problem} ${remedy}`,
  ])
  answer(table(['LINE', 'USER', 'WHAT', 'DETAIL'], [...invalid, ...conflicting, ...added, ...changed, ...missing]))
  say(
    `${counts.lines} lines: ${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.deactivated} deactivated, ${counts.conflicting} in conflict, ${counts.invalid} invalid.`,
  )
  if (applied)
    say(`Applied: ${applied.created} created, ${applied.changed} changed, ${applied.deactivated} deactivated.`)
  for (const { line, userName, problem } of applied?.refused ?? []) say(`Line ${line}, ${userName}: ${problem}`)
  if (hint) say(hint)
}
