import type { Because } from '../../src/contract/because.ts'
import type { Plan, PlannedChange } from '../../src/contract/plan.ts'
import { languageName, list, type Message, number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'

const fields: Readonly<Record<string, Message>> = {
  role: 'plans.field.role',
  'user-group': 'plans.field.userGroup',
  'device-groups': 'plans.field.deviceGroups',
  language: 'plans.field.language',
  'welcome-template': 'plans.field.welcomeTemplate',
  'settings-template': 'plans.field.settingsTemplate',
  access: 'plans.field.access',
}

/** What a change is about: a product with its tier, or a field. */
export function subjectOf({ kind, product, tier }: PlannedChange): string {
  if (product) return productName(product, tier)
  const field = fields[kind.split('.')[0]!]
  return field ? text(field) : kind
}

const kinds: Readonly<Record<string, Message>> = {
  'seat.given': 'plans.what.given',
  'seat.moved': 'plans.what.moved',
  'seat.returned': 'plans.what.returned',
  'seat.lost': 'plans.what.lost',
  'seat.freed': 'plans.what.freed',
  'seat.waiting': 'plans.what.waiting',
  'seat.left-line': 'plans.what.leftLine',
  'loss.stopped': 'plans.what.stopped',
  'loss.cause-gone': 'plans.what.stopEnds',
  'role.stopped': 'plans.what.roleStopped',
  'role.kept': 'plans.what.roleKept',
  'role.cause-gone': 'plans.what.stopEnds',
  'access.given': 'plans.what.accessGiven',
  'access.ended': 'plans.what.accessEnded',
}

/** Names of tiers by their ids, as a plan has them. */
export type TierNames = ReadonlyMap<string, string>

export function tierNames(plan: Pick<Plan, 'products'>): TierNames {
  return new Map(plan.products.flatMap(({ tiers }) => tiers.map(({ tier }) => [tier.id, tier.name])))
}

/** What happens to it: "gets a seat", "English → French". */
export function whatOf({ kind, detail }: PlannedChange, tiers: TierNames): string {
  const { from, to, graceUntil } = asDetail(detail)
  if (kind === 'role.changed') return arrow(roleIn(from), roleIn(to))
  if (kind === 'language.changed') return arrow(languageIn(from), languageIn(to))
  if (kind === 'device-groups.changed') return deviceGroups(from, to)
  if (kind === 'seat.moved') {
    const [was, is] = [tiers.get(String(from)), tiers.get(String(to))]
    if (was && is) return arrow(was, is)
  }
  if (kind === 'seat.lost' && graceUntil) return text('plans.what.lostInGrace')
  const message = kinds[kind]
  if (message) return text(message)
  if (isUnset(from)) return text('plans.what.set')
  return text(isUnset(to) ? 'plans.what.unset' : 'plans.what.other')
}

/** Why, in a sentence of the console's language. */
export function reasonOf({ kind, rule, pin, product, text: said }: Because): string {
  if (kind === 'rule') return rule ? text('plans.because.rule', { rule: rule.name }) : said
  if (kind === 'pin') return pin ? text('plans.because.pin', { reason: pin.name }) : said
  if (kind === 'carried') return product ? text('plans.because.carried', { product: product.name }) : said
  return text(`plans.because.${kind}`)
}

const arrow = (from: string, to: string) => `${from} \u2192 ${to}`
const isUnset = (value: unknown) => value === null || value === undefined || value === 'none'

function asDetail(detail: unknown): Readonly<Record<string, unknown>> {
  return typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : {}
}

const roles = ['member', 'manager', 'admin', 'super-admin'] as const

function roleIn(value: unknown): string {
  const role = roles.find((each) => each === asDetail(value).role) ?? 'member'
  return text(`role.${role}`)
}

function languageIn(value: unknown): string {
  return typeof value === 'string' ? languageName(value) : text('plans.notSet')
}

function deviceGroups(from: unknown, to: unknown): string {
  const [was, is] = [from, to].map((groups) => new Set(Array.isArray(groups) ? groups : []))
  const more = [...is!].filter((group) => !was!.has(group)).length
  const fewer = [...was!].filter((group) => !is!.has(group)).length
  return list([...(more > 0 ? [`+${number(more)}`] : []), ...(fewer > 0 ? [number(-fewer)] : [])])
}
