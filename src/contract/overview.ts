import Type, { type Static } from 'typebox'
import { Failure } from './failure.ts'
import { Organization } from './organization.ts'
import { Id, Moment, Nullable, Reference } from './reference.ts'
import { Seats } from './seat.ts'
import { Source } from './source.ts'

const Count = Type.Integer({ minimum: 0 })

export const OverviewQuery = Type.Object(
  {
    since: Type.Optional(
      Type.String({
        maxLength: 40,
        description:
          'A moment of the last 90 days: what happened since is counted as well. An earlier one counts as that.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** What happened from a moment until now. */
export const Happened = Type.Object(
  {
    since: Moment,
    joined: Type.Integer({ minimum: 0, description: 'Users who are new in the directory.' }),
    left: Type.Integer({ minimum: 0, description: 'Users whose access ended.' }),
    moved: Type.Integer({ minimum: 0, description: 'Changes of the members of a group.' }),
    given: Type.Integer({ minimum: 0, description: 'Seats that were given, or given back.' }),
    lost: Type.Integer({ minimum: 0, description: 'Seats that were lost, whether or not they are in grace.' }),
    waited: Type.Integer({ minimum: 0, description: 'Users who began to wait.' }),
  },
  { title: 'Happened' },
)
export type Happened = Static<typeof Happened>

/** A source, and how it is. */
export const SourceHealth = Type.Object(
  {
    id: Id,
    name: Type.String(),
    kind: Source.properties.kind,
    state: Source.properties.state,
    lastContactAt: Nullable(Moment),
    tokenExpiresAt: Type.Union([Moment, Type.Null()], {
      description: 'Of the token it used last, or that was made last. Null: it does not expire, or there is none.',
    }),
    health: Type.Enum(['good', 'paused', 'never', 'silent', 'no-token', 'expiring'], {
      description:
        'never: nothing has come by it. silent: nothing for a day. no-token: none is valid. expiring: within 30 days.',
    }),
  },
  { title: 'SourceHealth' },
)
export type SourceHealth = Static<typeof SourceHealth>

/** How an organization is, and what needs an admin: all that the first page of the console shows. */
export const Overview = Type.Object(
  {
    at: Moment,
    userSync: Organization.properties.userSync,
    users: Count,
    groups: Count,
    isBehind: Type.Boolean({ description: 'Somebody is touched and no run has looked at them yet.' }),
    lastChangeAt: Type.Union([Moment, Type.Null()], { description: 'When a run last changed something.' }),
    sources: Type.Array(SourceHealth),
    stopped: Type.Object({
      products: Type.Array(Type.Object({ product: Reference, count: Count, since: Moment })),
      roles: Type.Integer({ minimum: 0, description: 'Users who would become admin or super admin.' }),
    }),
    failures: Type.Array(Failure),
    draft: Nullable(Type.Object({ version: Type.Integer(), updatedAt: Moment, updatedBy: Type.String() })),
    seats: Type.Array(Seats.properties.seats.items, {
      description: 'Pools that are limited, or with which somebody has to do.',
    }),
    today: Happened,
    sinceThen: Type.Union([Happened, Type.Null()], { description: 'Where a moment was asked for.' }),
    runs: Type.Array(Type.Object({ at: Moment, runs: Count, changed: Count }), {
      description: 'Of the last 24 hours, an entry an hour, oldest first.',
    }),
    setup: Type.Object(
      {
        rules: Type.Integer({ minimum: 0, description: 'That are live.' }),
        pools: Type.Integer({ minimum: 0, description: 'Tiers of which a number of seats is owned.' }),
        firstContactAt: Nullable(Moment),
        firstUserAt: Nullable(Moment),
        firstGroupAt: Nullable(Moment),
        firstRuleAt: Nullable(Moment),
        firstSeatAt: Nullable(Moment),
      },
      { description: 'How far the organization is set up, by what really happened.' },
    ),
  },
  { title: 'Overview' },
)
export type Overview = Static<typeof Overview>
