import Type, { type Static } from 'typebox'
import { Confirmed } from './plan.ts'
import { Body, Id, Moment, Reference } from './reference.ts'
import { Rule, RulesDiffer } from './rule.ts'

/** The rules being edited, one draft an organization. Not live. */
export const Draft = Type.Object(
  {
    version: Type.Integer({ description: 'Counts its edits.' }),
    basedOn: Type.Integer({ description: 'The version of the live rule set it was made from.' }),
    liveVersion: Type.Integer(),
    updatedAt: Moment,
    updatedBy: Type.String(),
    rules: Type.Array(Rule),
    differs: RulesDiffer,
  },
  { title: 'Draft' },
)
export type Draft = Static<typeof Draft>

/**
 * `replace` names a live version that is newer than what the draft was made from, and that it may replace. `plan` is the
 * plan that was seen: applying is refused when it would now take something else. `confirm` are losses that go through
 * whatever the safeguard says.
 */
export const DraftApply = Body(
  {
    replace: Type.Optional(Type.Integer({ minimum: 0 })),
    plan: Type.Optional(Type.String({ maxLength: 200 })),
    confirm: Type.Optional(Confirmed),
  },
  'DraftApply',
)

/** `gain`, `lose` and `change` count users, as the plan that was applied did. */
export const DraftApplied = Type.Object({
  version: Type.Integer(),
  users: Type.Object({ gain: Type.Integer(), lose: Type.Integer(), change: Type.Integer() }),
  confirmed: Type.Integer({ description: 'Losses that were confirmed in the same act.' }),
})
export type DraftApplied = Static<typeof DraftApplied>

/** `replace` throws away the draft that there is. */
export const DraftRevert = Body(
  {
    version: Type.Integer({ minimum: 0, description: 'Of the rule set, that the draft becomes as it was in.' }),
    replace: Type.Optional(Type.Boolean()),
  },
  'DraftRevert',
)

/** The draft that was made, and what the earlier rules gave that is gone since. */
export const DraftReverted = Type.Object(
  {
    ...Draft.properties,
    revertsTo: Type.Integer(),
    leftOut: Type.Array(
      Type.Object({
        rule: Reference,
        rank: Type.Integer(),
        kind: Type.Enum([
          'product',
          'tier',
          'user-group',
          'device-group',
          'settings-template',
          'welcome-template',
          'role',
        ]),
        id: Id,
        name: Type.String({ description: 'As it was called last, where that is known.' }),
      }),
    ),
  },
  { title: 'DraftReverted' },
)
export type DraftReverted = Static<typeof DraftReverted>
