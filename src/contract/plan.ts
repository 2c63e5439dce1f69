import Type, { type Static } from 'typebox'
import { Because } from './because.ts'
import { Next, PageQuery } from './paging.ts'
import { Body, Id, Moment, Nullable, Reference, ReferenceInput } from './reference.ts'
import { RuleChange, RuleInput } from './rule.ts'

const Users = Type.Integer({ minimum: 0, description: 'Users.' })

/** Seats of a tier at one moment: held, in grace; and who waits for it. */
const Count = Type.Object({ held: Users, grace: Users, waiting: Users })

export const PlannedTier = Type.Object({
  tier: Reference,
  owned: Nullable(Type.Integer({ description: 'Null: unlimited.' })),
  before: Count,
  after: Count,
  blocked: Type.Integer({
    description: 'Users who would begin to wait, though its pool blocks that: it cannot be applied.',
  }),
})

export const PlannedProduct = Type.Object(
  {
    product: Reference,
    gain: Users,
    lose: Users,
    move: Type.Integer({ description: 'Users who change tier.' }),
    wait: Type.Integer({ description: 'Users who begin to wait, or change place.' }),
    safeguard: Nullable(
      Type.Object(
        {
          stopped: Type.Boolean({ description: 'Over the limit: none of these losses goes through by itself.' }),
          losses: Type.Integer({ description: 'Those of the last 24 hours, and those pending.' }),
          limit: Type.Integer(),
        },
        { description: 'Null: nobody would lose it.' },
      ),
    ),
    tiers: Type.Array(PlannedTier),
  },
  { title: 'PlannedProduct' },
)

/** What one rule brings about: whom it gives something, who loses what it gave, for whom something changes. */
export const PlannedRule = Type.Object(
  {
    rule: Type.Object({ id: Id, name: Type.String({ description: 'Empty for one that only the draft has.' }) }),
    gain: Users,
    lose: Users,
    change: Users,
  },
  { title: 'PlannedRule' },
)
export type PlannedRule = Static<typeof PlannedRule>

/** What a change means for its user; `none`: nothing they have becomes more or less. */
export const Outcome = Type.Enum(['gain', 'lose', 'change', 'wait', 'none'])
export type Outcome = Static<typeof Outcome>

export const PlannedChange = Type.Object(
  {
    user: Reference,
    outcome: Outcome,
    kind: Type.String({ description: 'Such as seat.given.' }),
    product: Nullable(Reference),
    tier: Nullable(Reference),
    detail: Type.Unknown(),
    because: Because,
  },
  { title: 'PlannedChange' },
)
export type PlannedChange = Static<typeof PlannedChange>

/**
 * What would become of everybody, over all users. Nothing of it has happened. The id is null where it is that of a change
 * being typed, or of a run: kept nowhere.
 */
export const Plan = Type.Object(
  {
    id: Nullable(Id),
    at: Moment,
    madeBy: Nullable(Type.String({ description: 'Null where it is kept nowhere.' })),
    appliedAs: Nullable(Type.Integer({ description: 'The version of the rules that it became. Null: not applied.' })),
    ruleSetVersion: Type.Integer({ description: 'The live rules that it is compared with.' }),
    draftVersion: Nullable(Type.Integer()),
    digest: Type.String({ description: 'Of who loses, moves tier or changes role.' }),
    takes: Type.Boolean({ description: 'Whether anybody loses or moves anything.' }),
    users: Type.Object({ gain: Users, lose: Users, change: Users }, { description: 'One may be in several.' }),
    userCount: Type.Integer({ description: 'Users to whom anything happens, each once.' }),
    rules: Type.Array(PlannedRule, { description: 'Rules by which anything happens.' }),
    roles: Type.Object({
      changed: Users,
      admins: Type.Integer({ description: 'Of them, who becomes or ceases to be admin or super admin.' }),
    }),
    mails: Type.Object({ welcome: Users, change: Users }),
    products: Type.Array(PlannedProduct),
    changeCount: Type.Integer(),
    changes: Type.Array(PlannedChange, {
      description: 'The first hundred; where it is kept nowhere, the first of each outcome.',
    }),
    next: Next,
  },
  { title: 'Plan' },
)
export type Plan = Static<typeof Plan>

export const PlannedChanges = Type.Object({
  changes: Type.Array(PlannedChange),
  count: Nullable(Type.Integer({ description: 'Of all that the query asks for; null: not counted.' })),
  next: Next,
})
export type PlannedChanges = Static<typeof PlannedChanges>

export const PlannedChangesQuery = Type.Object(
  {
    ...PageQuery,
    product: Type.Optional(Type.String({ maxLength: 200 })),
    kind: Type.Optional(Type.String({ maxLength: 100, description: 'How the kind begins: seat, seat.lost.' })),
    outcome: Type.Optional(Outcome),
    rule: Type.Optional(Type.String({ maxLength: 200, description: 'The rule that is the reason.' })),
    search: Type.Optional(Type.String({ maxLength: 200, description: 'A part of the name or user name.' })),
  },
  { additionalProperties: false },
)

export const PlanExportQuery = Type.Object(
  { format: Type.Union([Type.Literal('csv'), Type.Literal('jsonl')]) },
  { additionalProperties: false },
)

/**
 * What is being edited, on top of the draft, or of the live rules where there is none: one of these. Without any of them
 * it is the draft itself, and its plan is kept to be applied.
 */
export const PlanInput = Nullable(
  Body(
    {
      add: Type.Optional(RuleInput),
      change: Type.Optional(Body({ id: Type.String({ maxLength: 200 }), to: RuleChange })),
      remove: Type.Optional(Type.String({ maxLength: 200 })),
      order: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100_000 })),
    },
    'PlanInput',
  ),
)

export type PlanInput = Static<typeof PlanInput>

/** Losses that an admin confirms in the act that causes them: of a product, of these users, or of all whom the plan names. */
export const Confirmed = Type.Array(
  Body({
    product: ReferenceInput,
    users: Type.Optional(Type.Array(ReferenceInput, { minItems: 1, maxItems: 100_000 })),
  }),
  { maxItems: 1000 },
)
