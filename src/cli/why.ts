import type { Why, WhyField, WhyQuery, WhyValue } from '../contract/why.ts'
import { type Ask, asking } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'
import { userNamed } from './named.ts'

/** Fields by how people call them. Everything else is a product. */
const fields: Readonly<Record<string, Exclude<WhyField, 'product'>>> = {
  role: 'role',
  'welcome-template': 'welcome-template',
  language: 'language',
  'user-group': 'user-group',
  'device-groups': 'device-groups',
  'device-group': 'device-groups',
  'settings-template': 'settings-template',
  status: 'status',
  access: 'access',
}

export const why: Command = {
  usage: 'why USER PRODUCT|FIELD',
  about:
    'Why somebody has a product or a value of a field, or why not: the rule, the group, the rules that lost, the place in line. ' +
    'Fields: role, language, user-group, device-groups, settings-template, welcome-template, status, access.',
  examples: [
    ['rollcall why ada@lindenhof.example meeting', 'a userName or an address, a product'],
    ['rollcall why "Ada Rossi" "GoTo Webinar" --json', 'a name does, where only one is called so'],
    ['rollcall why ada@lindenhof.example role', 'a field'],
    ['rollcall why ada@lindenhof.example device-groups --group Berlin', 'one device group'],
  ],
  settings: apiSettings,
  flags: { ...jsonFlag, group: { type: 'string', about: 'Of device groups, one of them.' } },
  run: (call) =>
    asking(call, async (ask) => {
      const [who = '', what = ''] = call.words
      const user = await userNamed(ask, who)
      const found = await ask<Why | WhyValue>(`/users/${user.id}/why`, asked(what, call.flags.group))
      call.answer(call.flags.json ? JSON.stringify(found) : inWords(found).join('\n'))
    }),
}

function asked(what: string, group: unknown): Parameters<Ask>[1] & WhyQuery {
  const field = fields[what.trim().toLowerCase().replaceAll(' ', '-')]
  if (!field) return { product: what }
  return { field, ...(typeof group === 'string' && { group }) }
}

function inWords(why: Why | WhyValue): readonly string[] {
  return [why.sentence, ...wayOf(why), ...(why.field === 'product' ? seatOf(why) : fieldOf(why))]
}

/** How it came about: the ways to the group, since when, who caused it. */
function wayOf({ winner, since, cause }: Why | WhyValue): readonly string[] {
  const lines: string[] = []
  if (winner?.kind === 'rule') {
    for (const path of winner.paths)
      if (path.length > 1) lines.push(`  path: ${path.map(({ name }) => name).join(' ← ')}`)
    const { request, edit } = winner
    if (request) lines.push(`  in the group since ${request.at}, by ${request.actor.name} (${request.id})`)
    if (edit)
      lines.push(`  the rule gives it since version ${edit.version}, ${edit.request.at}, by ${edit.request.actor.name}`)
  }
  if (since) lines.push(`  as it is since ${since}`)
  if (cause) lines.push(`  cause: ${cause.sentence} (${cause.request.id})`)
  return lines
}

function seatOf(why: Why): readonly string[] {
  const told = [why.waiting, why.grace, why.stopped, why.lastLoss].flatMap((some) =>
    some ? [`  ${some.sentence}`] : [],
  )
  const row = ({ tier, ...rule }: Why['losers'][number] | Why['missing'][number]) => ({ ...rule, text: tier.name })
  return [...told, ...list('Also given by', why.losers.map(row)), ...list('Would be given by', why.missing.map(row))]
}

function fieldOf(why: WhyValue): readonly string[] {
  const steps = (why.steps ?? []).map(({ holds, sentence }) => `  ${holds ? '✓' : '·'} ${sentence}`)
  const groups = (why.deviceGroups ?? []).flatMap((each) => [
    `  ${each.sentence}`,
    ...list('  Also given by', each.losers),
    ...list('  Would be given by', each.missing),
  ])
  const applied = (why.applied ?? []).map(
    ({ product, template, at }) =>
      `  ${product.name}: ${template === 'default' ? 'the default one' : template.name}, applied at ${at}`,
  )
  if (why.deviceGroups) return groups
  return [...steps, ...applied, ...list('Also set by', why.losers), ...list('Would be set by', why.missing)]
}

interface Row {
  readonly rank: number
  readonly rule: { readonly name: string }
  readonly text: string
  readonly sentence: string
  readonly lacks?: Why['missing'][number]['lacks']
}

function list(head: string, rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return []
  const told = ({ sentence, lacks }: Row) => lacks?.map((lack) => lack.sentence).join(' ') ?? sentence
  return [head, ...rows.map((row) => `  ${row.rank} ${row.rule.name} (${row.text}): ${told(row)}`)]
}
