import Type, { type Static } from 'typebox'
import { Body, Id, Moment, Name, Nullable } from './reference.ts'

export const Source = Type.Object(
  {
    id: Id,
    name: Type.String(),
    slug: Type.String({ description: 'The last part of its SCIM address.' }),
    kind: Type.Union([Type.Literal('scim'), Type.Literal('active-directory'), Type.Literal('csv')]),
    state: Type.Union([Type.Literal('on'), Type.Literal('paused')]),
    url: Type.String(),
    domainRequired: Type.Boolean(),
    groupPatchAnswer: Type.Union([Type.Literal('no-content'), Type.Literal('body')]),
    trafficDays: Type.Integer({ description: 'How long its requests are kept in the traffic log.' }),
    strict: Type.Boolean({ description: 'What the protocol does not define is refused instead of understood.' }),
    discoveryPublic: Type.Boolean({ description: 'What the endpoint can do is told without credentials too.' }),
    basicAllowed: Type.Boolean({ description: 'A token may come as the password of HTTP Basic.' }),
    ratePerSecond: Nullable(Type.Integer({ description: 'Requests a second, sustained; null: as the server is set.' })),
    createdAt: Moment,
    /** When its provider was last let in, or a file last applied; null: never. */
    contactAt: Nullable(Moment),
    users: Type.Integer(),
    groups: Type.Integer(),
    tokens: Type.Array(
      Type.Object({
        id: Id,
        label: Type.String(),
        createdAt: Moment,
        expiresAt: Nullable(Moment),
        usedAt: Nullable(Moment),
      }),
    ),
    oauthClients: Type.Integer({ description: 'How many OAuth clients may get tokens of it.' }),
  },
  { title: 'Source' },
)
export type Source = Static<typeof Source>

export const Sources = Type.Object({ sources: Type.Array(Source) })
export type Sources = Static<typeof Sources>

export const SourceInput = Body(
  {
    name: Name,
    slug: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' })),
    kind: Type.Optional(
      Type.Union([Type.Literal('scim'), Type.Literal('csv')], { description: 'csv: files that an admin imports.' }),
    ),
    domainRequired: Type.Optional(Type.Boolean()),
    tokenExpiresAt: Type.Optional(
      Nullable(Type.String({ format: 'date-time', description: 'Of its first token; left out or null: never.' })),
    ),
  },
  'SourceInput',
)

export const SourceChange = Type.Object(
  {
    name: Type.Optional(Name),
    state: Type.Optional(Type.Union([Type.Literal('on'), Type.Literal('paused')])),
    domainRequired: Type.Optional(Type.Boolean()),
    groupPatchAnswer: Type.Optional(Type.Union([Type.Literal('no-content'), Type.Literal('body')])),
    trafficDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
    strict: Type.Optional(Type.Boolean()),
    discoveryPublic: Type.Optional(Type.Boolean()),
    basicAllowed: Type.Optional(Type.Boolean()),
    ratePerSecond: Type.Optional(Nullable(Type.Integer({ minimum: 25, maximum: 100_000 }))),
  },
  { additionalProperties: false, title: 'SourceChange' },
)

/** A deletion names what it deletes: the source's name as `?confirm=`, or here how many users it has. */
export const SourceDeletion = Nullable(Body({ users: Type.Integer({ minimum: 0 }) }, 'SourceDeletion'))
export const SourceDeletionQuery = Type.Object(
  { confirm: Type.Optional(Type.String({ maxLength: 200, description: 'The name of the source.' })) },
  { additionalProperties: false },
)

/** Its users and groups as they were; `finished` false: it goes on by itself, and everybody loses what they lose at its end. */
export const SourceDeleted = Type.Object(
  { users: Type.Integer(), groups: Type.Integer(), finished: Type.Boolean() },
  { title: 'SourceDeleted' },
)
export type SourceDeleted = Static<typeof SourceDeleted>

/** Where and by what secret the identity provider comes in. The token is shown this once. */
export const ScimAccess = Type.Object({ url: Type.String(), token: Type.String() }, { title: 'ScimAccess' })

/** A source of files has no access by SCIM. */
export const NewSource = Type.Object({ ...Source.properties, scim: Nullable(ScimAccess) }, { title: 'NewSource' })
export type NewSource = Static<typeof NewSource>

export const TokenInput = Nullable(
  Body({ label: Type.Optional(Name), expiresAt: Type.Optional(Nullable(Moment)) }, 'TokenInput'),
)
export const NewToken = Type.Object({ scim: ScimAccess })

/** Who gets access tokens for an hour: by a secret, or by an assertion of an issuer that is trusted. RFC 6749 §4.4, RFC 7523. */
const Trusted = {
  issuer: Type.String({ minLength: 1, maxLength: 2000, description: 'What iss must be.' }),
  audience: Type.String({ minLength: 1, maxLength: 2000, description: 'What aud must be, or have in it.' }),
  subject: Type.String({ minLength: 1, maxLength: 2000, description: 'What sub must be.' }),
  jwksUrl: Type.String({ maxLength: 2000, description: 'Where the issuer has its public keys; https.' }),
}
export const OAuthClient = Type.Object(
  {
    id: Id,
    label: Type.String(),
    trusted: Nullable(Type.Object(Trusted)),
    createdAt: Moment,
    /** When it last got a token. */
    usedAt: Nullable(Moment),
  },
  { title: 'OAuthClient' },
)
export type OAuthClient = Static<typeof OAuthClient>

export const OAuthClients = Type.Object(
  {
    tokenUrl: Type.String({ description: 'Where a client gets its tokens.' }),
    clients: Type.Array(OAuthClient),
  },
  { title: 'OAuthClients' },
)
export type OAuthClients = Static<typeof OAuthClients>

/** Without `trusted` the client gets a secret. */
export const OAuthClientInput = Body(
  { label: Name, trusted: Type.Optional(Nullable(Body(Trusted, 'TrustedIssuer'))) },
  'OAuthClientInput',
)
/** The secret is shown this once; null: it comes by assertion. */
export const NewOAuthClient = Type.Object(
  {
    ...OAuthClient.properties,
    secret: Nullable(Type.String()),
    tokenUrl: Type.String(),
    url: Type.String({ description: 'The source’s SCIM address.' }),
  },
  { title: 'NewOAuthClient' },
)
export type NewOAuthClient = Static<typeof NewOAuthClient>
export const ByOAuthClient = Type.Object({ id: Type.String(), client: Type.String() })

/** The token in whose place the new one comes goes on working for so long. */
export const RotationInput = Body(
  {
    overlapHours: Type.Integer({ minimum: 0, maximum: 720 }),
    expiresAt: Type.Optional(Nullable(Moment)),
  },
  'RotationInput',
)
