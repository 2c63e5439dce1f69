import type { WhatIf as WhatIfJson } from '../../contract/what-if.ts'
import type { DirectoryUser } from '../../directory/user.ts'
import { resolveLanguage } from '../../organization/language.ts'
import type { Db } from '../../platform/db/db.ts'
import { carriersOf } from '../../products/includes.ts'
import type { Product } from '../../products/product.ts'
import type { Origin } from '../../rules/decide.ts'
import type { Value } from '../../rules/explain.ts'
import type { Names } from '../../rules/routes/shown.ts'
import type { Rule } from '../../rules/rule.ts'
import { namesOf } from '../../rules/store/names.ts'
import { pinsOf } from '../../rules/store/pins.ts'
import type { Compared, Said } from '../../rules/what-if.ts'
import { say } from '../../words/say.ts'
import type { Person } from '../person.ts'
import type { WhatIf } from '../store/what-if.ts'
import { namedInValue, shownValue, valueText } from './told.ts'
import { seatAfter, stateOf } from './what-if-seat.ts'

type FieldJson = WhatIfJson['fields'][number]
type ProductJson = WhatIfJson['products'][number]
type OriginJson = FieldJson['before']['winner']

/** An answer to "what if", with names and in words. */
export async function shownWhatIf(
  db: Db,
  user: DirectoryUser,
  rules: 'live' | 'draft',
  what: WhatIf,
): Promise<WhatIfJson> {
  const pins = await pinsOf(db, [user.no])
  const origins = what.values.flatMap(({ before, after }) => [before.from, after.from])
  const names = await namesOf(db, [
    ...what.values.flatMap(({ before, after }) =>
      [before.value, after.value].flatMap((value) => (value === null ? [] : namedInValue(value))),
    ),
    ...origins.flatMap((from) => (from && 'rule' in from ? [from.rule] : [])),
    ...[...what.rules.after, ...what.rules.before].map((rule) => rule.group),
  ])
  const originIn =
    (of: readonly Rule[]) =>
    (from: Origin | null): OriginJson => {
      if (from === null) return null
      if ('rule' in from) return shownRuleIn(of, from.rule, names)
      const pin = pins.find(({ id }) => id === from.pin)
      return { kind: 'pin', reason: pin?.reason ?? '', createdBy: pin?.createdBy ?? '' }
    }
  const winner = { before: originIn(what.rules.before), after: originIn(what.rules.after) }
  const fields = what.values.flatMap((each) => shownField(each, what, names, winner))
  const products = shownProducts(what, winner)
  return {
    user: { id: user.id, name: user.displayName },
    sentence: sentenceOf(user.displayName, what, fields, products),
    rules,
    groups: [...what.direct],
    withheld: { before: what.before.withheld, after: what.after.withheld },
    access: { before: what.before.assignment?.access ?? false, after: accessOf(what.after) },
    mail: what.difference.mail,
    fields,
    products,
  }
}

/** A rule of a draft has a name of its own, or its group's, though no live rule has its id. */
function shownRuleIn(rules: readonly Rule[], id: string, names: Names): OriginJson {
  const rule = rules.find((some) => some.id === id)
  const name = rule?.name ?? names.get(rule?.group ?? '')?.name ?? ''
  return { kind: 'rule', rule: { id, name }, rank: rule?.rank ?? 0 }
}

function accessOf(person: Person): boolean {
  const role = person.entitlement.role?.value.role ?? 'member'
  return person.withheld === null && (role !== 'member' || person.seats.size > 0)
}

interface Winners {
  readonly before: (from: Origin | null) => OriginJson
  readonly after: (from: Origin | null) => OriginJson
}

/** Of one field, with what applies over the rules: a role that is withheld, a language that the person chose. */
function shownField({ asked, before, after }: Compared, what: WhatIf, names: Names, winner: Winners): FieldJson[] {
  if (asked.field === 'product') return []
  const { field } = asked
  const had = applied(field, before, what.before, what)
  const has = applied(field, after, what.after, what)
  const shown = (value: Value | null, from: OriginJson) => {
    if (field === 'device-groups' && value === null) return { value: false, text: say('value.no'), winner: from }
    if (field === 'device-groups') return { value: true, text: say('value.yes'), winner: from }
    return { value: shownValue(field, value, names), text: valueText(field, value, names), winner: from }
  }
  const isChosen = field === 'language' && what.before.chosenLanguage !== null
  const one = {
    before: shown(had, isChosen ? null : winner.before(before.from)),
    after: shown(has, isChosen ? null : winner.after(after.from)),
  }
  const group = field === 'device-groups' && { group: { id: asked.group, name: names.get(asked.group)?.name ?? '' } }
  return [{ field, ...group, ...one, changed: one.before.text !== one.after.text }]
}

function applied(field: Compared['asked']['field'], { value }: Said, person: Person, { frame }: WhatIf): Value | null {
  if (field === 'language')
    return resolveLanguage(
      person.chosenLanguage,
      person.entitlement.language?.value ?? null,
      person.directoryLanguage,
      frame.defaultLanguage,
    )
  const isWithheld = person.withheld !== null && (field === 'role' || field === 'device-groups')
  return isWithheld ? null : value
}

function shownProducts(what: WhatIf, winner: Winners): ProductJson[] {
  const { before, after, frame, values } = what
  const carriers = carriersOf(frame.products)
  const said = new Map(values.flatMap((each) => (each.asked.field === 'product' ? [[each.asked.product, each]] : [])))
  const carrierOf = (person: Person, product: Product) =>
    frame.products.find(({ id }) => carriers.get(product.id)!.has(id) && person.seats.get(id)?.state === 'held')
  return frame.products.flatMap((product): ProductJson[] => {
    const { id } = product
    const compared = said.get(id)
    const had = [before, after].some(
      (person) => person.seats.has(id) || person.waiting.has(id) || carrierOf(person, product),
    )
    if (!compared && !had) return []
    const tierOf = (tier: Value | null | undefined) => {
      const name = (frame.pools.get(id) ?? []).find((pool) => pool.tier === tier)?.name
      return name === undefined ? null : { id: String(tier), name }
    }
    const side = (person: Person, when: 'before' | 'after') => {
      const { tier, state } = stateOf(person, id)
      const { value, from } = compared?.[when] ?? { value: null, from: null }
      return { entitled: tierOf(value), winner: winner[when](from), tier: tierOf(tier), state }
    }
    const one = { before: side(before, 'before'), after: side(after, 'after') }
    const carrier = carrierOf(after, product)
    const seat = seatAfter(what, product, carrier?.name ?? null, tierOf)
    const changed =
      JSON.stringify([one.before.tier, one.before.state]) !== JSON.stringify([one.after.tier, one.after.state])
    return [
      {
        product: { id, name: product.name },
        ...one,
        changed: changed || Boolean(carrier) !== Boolean(carrierOf(before, product)) || seat.outcome === 'stopped',
        seat: { ...seat, carriedBy: carrier ? { id: carrier.id, name: carrier.name } : null },
      },
    ]
  })
}

function sentenceOf(
  name: string,
  { after, frame }: WhatIf,
  fields: readonly FieldJson[],
  products: readonly ProductJson[],
): string {
  const seats = products.filter(({ changed }) => changed).map(({ seat }) => seat.sentence)
  const others = fields
    .filter(({ changed }) => changed)
    .map(({ field, group, before, after }) => {
      const values = { field: say(`field.${field}`), before: before.text, after: after.text }
      return group ? say('if.device', { ...values, group: group.name }) : say('if.field', values)
    })
  const all = [...seats, ...others]
  const withheld = after.withheld ? [say(`because.${after.withheld}`)] : []
  if (all.length === 0) return [say('if.nothing', { who: name }), ...withheld].join(' ')
  const paused = frame.userSync === 'paused' ? [say('if.paused')] : []
  return [say('if.changes', { who: name, changes: all.join('; ') }), ...paused].join(' ')
}
