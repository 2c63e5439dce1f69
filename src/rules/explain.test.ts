import { describe, expect, it } from 'vitest'
import type { UserNo } from '../directory/user.ts'
import type { DeviceGroupId, SettingsTemplateId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import type { ProductId, TierId } from '../products/product.ts'
import { decide, type Entitlement, type Origin, withPins } from './decide.ts'
import { type Asked, type Bearing, deviceGroupsNamed, explain } from './explain.ts'
import type { Pin, PinId, PinValue } from './pin.ts'
import type { Gives, Rule, RuleId, RuleState } from './rule.ts'

const meeting = 'Meeting' as ProductId
const sold = 'sold' as DeviceGroupId
const lent = 'lent' as DeviceGroupId

const bearing = (
  rank: number,
  gives: Partial<Gives>,
  { state = 'on', ...more }: Partial<Bearing> & { state?: RuleState } = {},
): Bearing => ({
  rule: {
    id: `rule ${rank}` as RuleId,
    rank,
    name: null,
    description: '',
    group: `group ${rank}` as Rule['group'],
    condition: null,
    state,
    gives: { products: [], deviceGroups: [], ...gives },
  },
  isMember: true,
  conditionHolds: true,
  failing: [],
  groupGone: false,
  ...more,
})
const pinned = (value: PinValue): Pin => ({
  id: 'pin' as PinId,
  user: 1 as UserNo,
  reason: '',
  createdBy: '',
  createdAt: new Date(0),
  endsAt: null,
  ...value,
})
const tier = (name: string): Partial<Gives> => ({ products: [{ product: meeting, tier: name as TierId }] })
const verdicts = (asked: Asked, bearings: readonly Bearing[], pins: readonly Pin[] = []) =>
  explain(asked, bearings, pins).rules.map(({ verdict }) => verdict)

/** Of each field: what is asked, two values that rules give, and a pin. */
const fields: readonly (readonly [Asked, Partial<Gives>, Partial<Gives>, Pin | null])[] = [
  [
    { field: 'product', product: meeting },
    tier('Pro'),
    tier('Plus'),
    pinned({ field: 'product', product: meeting, tier: 'none' }),
  ],
  [
    { field: 'role' },
    { role: { role: 'admin' } },
    { role: { role: 'member' } },
    pinned({ field: 'role', role: { role: 'member' } }),
  ],
  [
    { field: 'welcome-template' },
    { welcomeTemplate: 'default' },
    { welcomeTemplate: 'warm' as WelcomeTemplateId },
    null,
  ],
  [{ field: 'language' }, { language: 'fr' }, { language: 'de' }, null],
  [
    { field: 'user-group' },
    { userGroup: 'none' },
    { userGroup: 'A' as UserGroupId },
    pinned({ field: 'user-group', userGroup: 'B' as UserGroupId }),
  ],
  [
    { field: 'settings-template' },
    { settingsTemplate: 'default' },
    { settingsTemplate: 'strict' as SettingsTemplateId },
    pinned({ field: 'settings-template', template: 'default' }),
  ],
]

describe('why a user has a value', () => {
  for (const [asked, above, below, pin] of fields) {
    it(`names the highest-ranked rule that matches and sets it, and the rules it outranks: ${asked.field}`, () => {
      const explained = explain(asked, [bearing(1, {}), bearing(2, above), bearing(3, below)], [])
      expect(explained.from).toEqual({ rule: 'rule 2' })
      expect(explained.value).toEqual(explained.rules[0]!.value)
      expect(explained.rules.map(({ verdict }) => verdict)).toEqual(['wins', 'outranked'])
    })

    if (pin)
      it(`names the pin that stands before every rule: ${asked.field}`, () => {
        const explained = explain(asked, [bearing(1, above), bearing(2, below)], [pin])
        expect(explained).toMatchObject({ pin, from: { pin: 'pin' } })
        expect(verdicts(asked, [bearing(1, above), bearing(2, below)], [pin])).toEqual(['pinned', 'pinned'])
      })
  }

  it('names, of a device group, every rule that gives it: they add up', () => {
    const asked = { field: 'device-groups', group: sold } as const
    const rules = [
      bearing(1, { deviceGroups: [lent] }),
      bearing(2, { deviceGroups: [sold] }),
      bearing(3, { deviceGroups: [sold, lent] }),
    ]
    expect(explain(asked, rules, [])).toMatchObject({ value: sold, from: { rule: 'rule 2' } })
    expect(verdicts(asked, rules)).toEqual(['wins', 'gives-it-too'])
    expect(deviceGroupsNamed(rules, [])).toEqual([lent, sold])
  })

  it('names the pin that leaves a device group out', () => {
    const pin = pinned({ field: 'device-groups', deviceGroups: [lent] })
    const rules = [bearing(1, { deviceGroups: [sold] })]
    expect(explain({ field: 'device-groups', group: sold }, rules, [pin])).toMatchObject({
      value: null,
      from: null,
      pin,
      rules: [{ verdict: 'pinned' }],
    })
    expect(explain({ field: 'device-groups', group: lent }, rules, [pin])).toMatchObject({
      value: lent,
      from: { pin: 'pin' },
    })
  })

  it('is not confused by a pin of another field or product', () => {
    const others = [
      pinned({ field: 'product', product: 'Webinar' as ProductId, tier: 'none' }),
      pinned({ field: 'user-group', userGroup: 'none' }),
    ]
    expect(verdicts({ field: 'product', product: meeting }, [bearing(1, tier('Pro'))], others)).toEqual(['wins'])
  })
})

describe('why not', () => {
  const asked = { field: 'product', product: meeting } as const

  it('names of each rule the first thing that is missing', () => {
    expect(
      verdicts(asked, [
        bearing(1, tier('Pro'), { groupGone: true, isMember: false }),
        bearing(2, tier('Pro'), { isMember: false }),
        bearing(3, tier('Pro'), { conditionHolds: false }),
        bearing(4, tier('Pro'), { state: 'off' }),
        bearing(5, tier('Pro'), { state: 'shadow' }),
        bearing(6, tier('Plus')),
      ]),
    ).toEqual(['group-gone', 'not-a-member', 'condition', 'off', 'shadow', 'wins'])
  })

  it('names everything else that is missing too', () => {
    const rule = bearing(1, tier('Pro'), { isMember: false, conditionHolds: false, state: 'off' })
    expect(explain(asked, [rule], []).rules[0]!.lacks).toEqual(['not-a-member', 'condition', 'off'])
    const gone = bearing(1, tier('Pro'), { groupGone: true, isMember: false, state: 'shadow' })
    expect(explain(asked, [gone], []).rules[0]!.lacks).toEqual(['group-gone', 'shadow'])
  })
})

describe('what explains and what decides', () => {
  it('agree on the value and where it comes from, for any rules, memberships and pins', () => {
    const random = numbers(20_261_124)
    for (let round = 0; round < 2000; round++) {
      const bearings = Array.from({ length: random(7) }, (_, index) => anyBearing(random, index + 1))
      const pins = anyPins(random)
      const matching = bearings.filter(
        (some) => some.rule.state === 'on' && some.isMember && some.conditionHolds && !some.groupGone,
      )
      const decided = withPins(decide(matching.map(({ rule }) => rule)), pins)
      for (const asked of everything) {
        const { value, from, rules } = explain(asked, bearings, pins)
        expect({ value, from }).toEqual(sayOf(decided, asked))
        expect(rules.filter(({ verdict }) => verdict === 'wins')).toHaveLength(from && 'rule' in from ? 1 : 0)
      }
    }
  })
})

const products = [meeting, 'Webinar' as ProductId]
const everything: readonly Asked[] = [
  ...products.map((product) => ({ field: 'product', product }) as const),
  ...[sold, lent].map((group) => ({ field: 'device-groups', group }) as const),
  ...(['role', 'welcome-template', 'language', 'user-group', 'settings-template'] as const).map((field) => ({ field })),
]

function sayOf(decided: Entitlement, asked: Asked): { value: unknown; from: Origin | null } {
  if (asked.field === 'device-groups') {
    const from = decided.deviceGroups.get(asked.group) ?? null
    return { value: from && asked.group, from }
  }
  const given = {
    product: asked.field === 'product' ? decided.products.get(asked.product) : undefined,
    role: decided.role,
    'welcome-template': decided.welcomeTemplate,
    language: decided.language,
    'user-group': decided.userGroup,
    'settings-template': decided.settingsTemplate,
  }[asked.field]
  return { value: given?.value ?? null, from: given?.from ?? null }
}

type Random = (below: number) => number

/** The same numbers every time: xorshift. */
function numbers(seed: number): Random {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

function anyBearing(random: Random, rank: number): Bearing {
  const often = () => random(4) > 0
  const some = <Value>(values: readonly Value[]) => values.filter(() => random(2) === 0)
  const maybe = <Value extends object>(value: Value) => (random(2) === 0 ? value : {})
  return bearing(
    rank,
    {
      products: some(products).map((product) => ({ product, tier: `tier ${random(3)}` as TierId })),
      deviceGroups: some([sold, lent]),
      ...maybe({ role: { role: random(2) ? ('admin' as const) : ('member' as const) } }),
      ...maybe({ welcomeTemplate: 'default' as const }),
      ...maybe({ language: random(2) ? ('fr' as const) : ('de' as const) }),
      ...maybe({ userGroup: random(2) ? ('none' as const) : ('A' as UserGroupId) }),
      ...maybe({ settingsTemplate: 'default' as const }),
    },
    {
      isMember: often(),
      conditionHolds: often(),
      groupGone: !often(),
      state: (['on', 'on', 'on', 'shadow', 'off'] as const)[random(5)]!,
    },
  )
}

function anyPins(random: Random): readonly Pin[] {
  const all: readonly PinValue[] = [
    { field: 'product', product: meeting, tier: random(2) ? 'none' : ('Pro' as TierId) },
    { field: 'role', role: { role: 'super-admin' } },
    { field: 'user-group', userGroup: 'none' },
    { field: 'device-groups', deviceGroups: random(2) ? [sold] : [] },
    { field: 'settings-template', template: 'default' },
  ]
  return all.filter(() => random(5) === 0).map((value, index) => ({ ...pinned(value), id: `pin ${index}` as PinId }))
}
