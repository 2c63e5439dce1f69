import Type, { type Static } from 'typebox'
import { Body, Id, Moment, Name, Nullable, Reference, ReferenceInput } from './reference.ts'
import { LanguageCode, Role, RoleInput } from './role.ts'

export const RuleState = Type.Union([Type.Literal('on'), Type.Literal('shadow'), Type.Literal('off')])
export type RuleState = Static<typeof RuleState>

const orDefault = Nullable(Type.Union([Type.Literal('default'), Reference]))

/** Null is "not set" and falls through to lower rules; "none" and "default" are values and win. */
export const Rule = Type.Object(
  {
    id: Id,
    rank: Type.Integer({ minimum: 1, description: '1 is the highest.' }),
    name: Type.String({ description: "Its own name, else its group's." }),
    ownName: Nullable(Type.String()),
    description: Type.String(),
    group: Reference,
    groupGone: Type.Boolean({ description: 'Its group was deleted; it matches nobody.' }),
    condition: Nullable(Type.String()),
    state: RuleState,
    products: Type.Array(Type.Object({ product: Reference, tier: Reference })),
    role: Nullable(Role),
    welcomeTemplate: orDefault,
    language: Nullable(LanguageCode),
    userGroup: Nullable(Type.Union([Type.Literal('none'), Reference])),
    deviceGroups: Type.Array(Reference),
    settingsTemplate: orDefault,
    members: Type.Integer({ description: 'Users it matches now, were it on.' }),
  },
  { title: 'Rule' },
)
export type Rule = Static<typeof Rule>

const Draft = Type.Object({ version: Type.Integer(), basedOn: Type.Integer() })

/** Which rules an answer is about: the live ones, or those of the draft. */
const Standing = {
  version: Type.Integer({ description: 'Of the live rule set.' }),
  live: Type.Boolean({ description: 'False: it is in the draft.' }),
  draft: Type.Optional(Draft),
}

/** How a list of rules differs from the live one, by rule; `moved` are the fewest whose move explains the order. */
export const RulesDiffer = Type.Object({
  added: Type.Array(Id),
  removed: Type.Array(Id),
  changed: Type.Array(Id),
  moved: Type.Array(Id),
})
export type RulesDiffer = Static<typeof RulesDiffer>

export const Rules = Type.Object(
  {
    version: Type.Integer(),
    draft: Nullable(
      Type.Object({ ...Draft.properties, updatedAt: Moment, updatedBy: Type.String(), differs: RulesDiffer }),
    ),
    rules: Type.Array(Rule),
  },
  { title: 'Rules' },
)
export type Rules = Static<typeof Rules>

const template = Type.Optional(Nullable(Type.Union([Type.Literal('default'), ReferenceInput])))

const ruleMembers = {
  group: ReferenceInput,
  name: Type.Optional(Nullable(Name)),
  description: Type.Optional(Type.String({ maxLength: 4000 })),
  condition: Type.Optional(Nullable(Type.String({ maxLength: 8192 }))),
  state: Type.Optional(RuleState),
  products: Type.Optional(
    Type.Array(Body({ product: ReferenceInput, tier: Type.Optional(ReferenceInput) }), { maxItems: 200 }),
  ),
  role: Type.Optional(Nullable(RoleInput)),
  welcomeTemplate: template,
  language: Type.Optional(Nullable(LanguageCode)),
  userGroup: Type.Optional(Nullable(Type.Union([Type.Literal('none'), ReferenceInput]))),
  deviceGroups: Type.Optional(Type.Array(ReferenceInput, { maxItems: 1000 })),
  settingsTemplate: template,
}

/** A new rule goes last. What is left out, or null, is not set. The tier may be left out where the product has one. */
export const RuleInput = Body(ruleMembers, 'RuleInput')
export type RuleInput = Static<typeof RuleInput>

/** What is left out stays; null is "not set". */
export const RuleChange = Body({ ...ruleMembers, group: Type.Optional(ReferenceInput) }, 'RuleChange')
export type RuleChange = Static<typeof RuleChange>

/**
 * Without `apply`, or with `false`, the edit goes into the organization's draft. `true` makes it live at once. `safe` does
 * where its plan takes nothing from anybody; else it goes into the draft.
 */
export const EditQuery = Type.Object(
  { apply: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false'), Type.Literal('safe')])) },
  { additionalProperties: false },
)
export type EditQuery = Static<typeof EditQuery>

export const RulesQuery = Type.Object({ draft: Type.Optional(Type.Boolean()) }, { additionalProperties: false })

export const EditedRule = Type.Object({ ...Rule.properties, ...Standing }, { title: 'EditedRule' })
export type EditedRule = Static<typeof EditedRule>

export const RemovedRule = Type.Object(Standing)

/** Every rule exactly once, best first. */
export const RuleOrder = Body({ ids: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100_000 }) }, 'RuleOrder')

export const OrderedRules = Type.Object({ ...Standing, rules: Type.Array(Rule) })
export type OrderedRules = Static<typeof OrderedRules>

export const Contributions = Type.Object(
  {
    contributions: Type.Array(
      Type.Object({
        rule: Id,
        decides: Type.Integer({ description: 'Users for whom it sets a value that no higher rule sets.' }),
      }),
      { description: 'Of every rule that is on, best rank first.' },
    ),
  },
  { title: 'Contributions' },
)
export type Contributions = Static<typeof Contributions>

export const TouchingQuery = Type.Object(
  {
    user: Type.String({ maxLength: 200, description: 'An id.' }),
    draft: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

export const Touching = Type.Object(
  {
    user: Reference,
    rules: Type.Array(
      Type.Object({ rule: Id, conditionHolds: Type.Boolean({ description: 'Of their own record, too.' }) }),
    ),
  },
  { title: 'Touching' },
)
export type Touching = Static<typeof Touching>
