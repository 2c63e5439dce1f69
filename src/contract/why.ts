import Type, { type Static } from 'typebox'
import { Request } from './because.ts'
import { Pin } from './pin.ts'
import { Moment, Nullable, Reference } from './reference.ts'
import { LanguageCode, Role } from './role.ts'
import { UserStatus, Withheld } from './user.ts'

/** Every field that can be asked about but a product, which has an answer of its own. */
const valueFields = [
  'role',
  'welcome-template',
  'language',
  'user-group',
  'device-groups',
  'settings-template',
  'status',
  'access',
] as const

export const WhyField = Type.Enum(['product', ...valueFields])
export type WhyField = Static<typeof WhyField>

const lackReason = Type.Enum(['group-gone', 'not-a-member', 'condition', 'off', 'shadow'])

/** What keeps a rule from matching. Of a condition: its parts that fail, and what the user has where they look. */
export const Lack = Type.Object(
  {
    reason: lackReason,
    sentence: Type.String(),
    failing: Type.Optional(
      Type.Array(
        Type.Object({
          part: Type.String(),
          has: Type.Array(Type.Object({ attribute: Type.String(), values: Type.Array(Type.String()) })),
        }),
      ),
    ),
  },
  { title: 'Lack' },
)
export type Lack = Static<typeof Lack>

/** How it came about: who did it, when, and what. */
export const Cause = Type.Object({ sentence: Type.String(), request: Request }, { title: 'Cause' })
export type Cause = Static<typeof Cause>

const rule = { rule: Reference, rank: Type.Integer() }
const lost = { reason: Type.Enum(['outranked', 'gives-it-too', 'pinned', 'chosen']), sentence: Type.String() }
const lacking = {
  group: Reference,
  reason: lackReason,
  sentence: Type.String({ description: 'What has to change first.' }),
  lacks: Type.Array(Lack, { description: 'All that would have to change, in that order.' }),
}

const way = {
  kind: Type.Literal('rule'),
  ...rule,
  group: Reference,
  path: Type.Array(Reference, {
    description: "From the rule's group down to the one the user is directly in; one where they are the same.",
  }),
  paths: Type.Array(Type.Array(Reference), { description: 'All ways that are as short, the first being `path`.' }),
  request: Nullable(Request),
  edit: Nullable(
    Type.Object(
      { version: Type.Integer(), request: Request },
      { description: 'Since which version of the rules this one gives it, and the edit that made it so.' },
    ),
  ),
}
const PinWinner = Type.Object({ kind: Type.Literal('pin'), pin: Pin, request: Nullable(Request) })

/** Why a user has a product, or why not. `sentence` says it; the rest is the tree below it. */
export const Why = Type.Object(
  {
    field: Type.Literal('product'),
    user: Reference,
    product: Reference,
    answer: Type.Union([
      Type.Literal('held'),
      Type.Literal('grace'),
      Type.Literal('waiting'),
      Type.Literal('carried'),
      Type.Literal('stopped', { description: 'Held although nothing gives it: the safeguard stopped the loss.' }),
      Type.Literal('none'),
    ]),
    sentence: Type.String(),
    tier: Nullable(Reference),
    winner: Nullable(Type.Union([Type.Object({ ...way, tier: Reference }), PinWinner])),
    losers: Type.Array(Type.Object({ ...rule, tier: Reference, ...lost })),
    missing: Type.Array(Type.Object({ ...rule, tier: Reference, ...lacking }), {
      description: 'Rules that would give it, and what each of them lacks.',
    }),
    withheld: Nullable(Withheld),
    since: Nullable(Moment),
    request: Nullable(Request),
    cause: Nullable(Cause),
    waiting: Nullable(
      Type.Object({
        place: Type.Integer(),
        since: Moment,
        tier: Reference,
        sentence: Type.String({ description: 'What it waits for: how the seats of that tier are taken.' }),
        pool: Type.Object({
          owned: Nullable(Type.Integer()),
          held: Type.Integer(),
          grace: Type.Integer(),
          stopped: Type.Integer({ description: 'Of those held: seats whose loss the safeguard stopped.' }),
        }),
      }),
    ),
    carriedBy: Nullable(Reference),
    grace: Nullable(Type.Object({ until: Moment, sentence: Type.String() })),
    stopped: Nullable(
      Type.Object({
        since: Moment,
        confirmedBy: Nullable(Type.String()),
        request: Nullable(Request),
        sentence: Type.String(),
      }),
    ),
    lastLoss: Nullable(
      Type.Object({ at: Moment, tier: Reference, request: Nullable(Request), sentence: Type.String() }),
    ),
  },
  { title: 'Why' },
)
export type Why = Static<typeof Why>

/** A value of a field: the word of a role, language or status, something of the library, or whether there is access. */
export const FieldValue = Type.Union(
  [Role, LanguageCode, Reference, Type.Array(Reference), Type.Enum(['none', 'default']), UserStatus, Type.Boolean()],
  { title: 'FieldValue' },
)
export type FieldValue = Static<typeof FieldValue>

const valued = { value: FieldValue, text: Type.String({ description: 'The value in words.' }) }

const Winner = Type.Union([
  Type.Object({ ...way, ...valued }),
  PinWinner,
  Type.Object({
    kind: Type.Enum(['chosen', 'directory', 'organization', 'standard']),
    sentence: Type.String({
      description: 'Neither a rule nor a pin: the person, their record, or what holds for all.',
    }),
  }),
])

/** What the rules and pins say of one value. */
const judged = {
  winner: Nullable(Winner),
  losers: Type.Array(Type.Object({ ...rule, ...valued, ...lost })),
  missing: Type.Array(Type.Object({ ...rule, ...valued, ...lacking }), {
    description: 'Rules that would set it, and what each of them lacks.',
  }),
}

/** Why a field of a user has the value that it has. `sentence` says it; the rest is the tree below it. */
export const WhyValue = Type.Object(
  {
    field: Type.Enum([...valueFields]),
    user: Reference,
    sentence: Type.String(),
    ...valued,
    entitled: Type.Object(valued, { description: 'What the rules and pins say now: another value waits for a run.' }),
    ...judged,
    withheld: Nullable(Withheld),
    since: Nullable(Moment),
    request: Nullable(Request),
    cause: Nullable(Cause),
    steps: Type.Optional(
      Type.Array(Type.Object({ kind: Type.String(), holds: Type.Boolean(), sentence: Type.String() }), {
        description: 'Of a language, status or access: what is asked one after the other, and how it is answered.',
      }),
    ),
    deviceGroups: Type.Optional(
      Type.Array(
        Type.Object({
          group: Reference,
          has: Type.Boolean(),
          sentence: Type.String(),
          since: Nullable(Moment),
          ...judged,
        }),
      ),
    ),
    applied: Type.Optional(
      Type.Array(
        Type.Object({ product: Reference, template: Type.Union([Type.Literal('default'), Reference]), at: Moment }),
        { description: 'Of a settings template: it is applied when a product is first held, once, ever.' },
      ),
    ),
  },
  { title: 'WhyValue' },
)
export type WhyValue = Static<typeof WhyValue>

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }))

export const WhyQuery = Type.Object(
  {
    field: Type.Optional(WhyField),
    product: text('Its id or name; the field is "product" then.'),
    group: text('Of device groups, one of them: its id or name.'),
  },
  { additionalProperties: false },
)
export type WhyQuery = Static<typeof WhyQuery>
