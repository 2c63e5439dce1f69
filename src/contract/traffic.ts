import Type, { type Static } from 'typebox'
import { Done } from './deed.ts'
import { Next, PageQuery } from './paging.ts'
import { Body, Id, Moment, Name, Nullable } from './reference.ts'
import { ScimAccess } from './source.ts'

const oneOf = <const Names extends readonly string[]>(names: Names) => Type.Unsafe<Names[number]>(Type.Enum([...names]))

/** What a request asks for, told by its method and path. */
export const operations = [
  'user.create',
  'user.find',
  'user.read',
  'user.replace',
  'user.change',
  'user.delete',
  'group.create',
  'group.find',
  'group.read',
  'group.replace',
  'group.change',
  'group.delete',
  'search',
  'bulk',
  'discovery',
  'token',
  'other',
] as const
const Operation = oneOf(operations)
export type Operation = Static<typeof Operation>

/** What was understood and done; `refused`: it was not, and `reason` says why. */
export const outcomes = [
  'user-created',
  'user-found',
  'user-read',
  'user-renamed',
  'user-changed',
  'user-deactivated',
  'user-reactivated',
  'user-unchanged',
  'user-deleted',
  'group-created',
  'group-found',
  'group-read',
  'group-renamed',
  'group-members',
  'group-members-replaced',
  'group-changed',
  'group-unchanged',
  'group-deleted',
  'searched',
  'bulk',
  'described',
  'token-given',
  'refused',
] as const

/** Why a request was refused: SCIM's own error types, and what of ours or of the token was in the way. */
export const refusals = [
  'token-none',
  'token-unknown',
  'token-expired',
  'token-revoked',
  'token-elsewhere',
  'basic-off',
  'client-unknown',
  'assertion-refused',
  'paused',
  'not-there',
  'no-endpoint',
  'no-method',
  'not-offered',
  'name-taken',
  'changed-meanwhile',
  'too-large',
  'too-many-requests',
  'busy',
  'defect',
  'invalidFilter',
  'invalidSyntax',
  'invalidPath',
  'invalidValue',
  'noTarget',
  'mutability',
  'tooMany',
  'other',
] as const
const Refusal = oneOf(refusals)
export type Refusal = Static<typeof Refusal>

export const Understood = Type.Object(
  {
    code: oneOf(outcomes),
    /** Of the user or group. */
    name: Type.Optional(Type.String()),
    /** A new name. */
    to: Type.Optional(Type.String()),
    count: Type.Optional(Type.Integer()),
    added: Type.Optional(Type.Integer()),
    removed: Type.Optional(Type.Integer()),
    pending: Type.Optional(
      Type.Integer({ description: 'Members that are not known yet; they join when they arrive.' }),
    ),
    fields: Type.Optional(Type.Array(Type.String())),
    done: Type.Optional(Done),
    reason: Type.Optional(Refusal),
    detail: Type.Optional(Type.String({ description: 'The sentence that the client was answered.' })),
  },
  { title: 'Understood' },
)
export type Understood = Static<typeof Understood>

const Quirk = Type.Object({
  code: oneOf([
    'path-as-attribute',
    'ignored',
    'renamed',
    'first-version',
    'schema-unnamed',
    'json-in-string',
    'several-primary',
    'only-element',
    'empty-string',
    'string-as-value',
    'one-element',
    'strings-as-elements',
    'string-as-boolean',
    'op-case',
    'remove-by-value',
    'no-operations',
  ]),
  path: Type.String(),
  sentence: Type.String(),
})

/** One request to a source's SCIM address. */
export const ScimRequest = Type.Object(
  {
    id: Id,
    at: Moment,
    method: Type.String(),
    path: Type.String({ description: 'Below the source’s address, with its query.' }),
    operation: Operation,
    status: Type.Integer(),
    tookMs: Type.Number(),
    client: Nullable(Type.String({ description: 'As it names itself: User-Agent.' })),
    understood: Understood,
    quirks: Type.Array(Quirk, { description: 'What was not as the RFC has it, and was taken all the same.' }),
    credential: Nullable(Type.String({ description: 'Label of the token or OAuth client that it came with.' })),
    droppedBefore: Type.Integer({ description: 'Requests just before it that were not kept: too many came at once.' }),
  },
  { title: 'ScimRequest' },
)
export type ScimRequest = Static<typeof ScimRequest>

export const Traffic = Type.Object({ requests: Type.Array(ScimRequest), next: Next }, { title: 'Traffic' })
export type Traffic = Static<typeof Traffic>

export const trafficStatuses = ['ok', 'refused', 'failed'] as const
export const TrafficQuery = Type.Object(
  {
    ...PageQuery,
    status: Type.Optional(oneOf(trafficStatuses)),
    operation: Type.Optional(Operation),
    since: Type.Optional(Moment),
  },
  { additionalProperties: false },
)
export type TrafficQuery = Static<typeof TrafficQuery>

/** With the bodies: secrets masked, cut off after 16 kB. */
export const ScimRequestWhole = Type.Object(
  {
    ...ScimRequest.properties,
    requestId: Type.String({ description: 'The answer’s X-Request-Id; the server’s log has it too.' }),
    received: Nullable(Type.String()),
    answered: Nullable(Type.String()),
  },
  { title: 'ScimRequestWhole' },
)
export type ScimRequestWhole = Static<typeof ScimRequestWhole>
export const ByRequest = Type.Object({ id: Type.String(), request: Type.String() })

/** What a connection must have shown before it can be relied on, in the order in which it is shown. */
export const steps = ['token', 'user', 'group', 'membership', 'rename', 'deactivate', 'reactivate', 'delete'] as const
const Step = oneOf(steps)
export type Step = Static<typeof Step>

const Proof = Type.Object({
  at: Moment,
  request: Id,
  method: Type.String(),
  path: Type.String(),
  status: Type.Integer(),
  understood: Understood,
})

export const Checklist = Type.Object(
  { steps: Type.Array(Type.Object({ step: Step, proof: Nullable(Proof) })) },
  { title: 'Checklist' },
)
export type Checklist = Static<typeof Checklist>

/** A link by which somebody without an account sees how a source is being connected. */
const link = {
  id: Id,
  label: Type.String(),
  createdAt: Moment,
  createdBy: Type.String(),
  expiresAt: Moment,
  usedAt: Nullable(Moment),
  tokenAllowed: Type.Boolean({ description: 'Whoever has the link may make one token, once.' }),
  tokenMadeAt: Nullable(Moment),
}
export const SourceLinks = Type.Object({ links: Type.Array(Type.Object(link)) }, { title: 'SourceLinks' })
export type SourceLinks = Static<typeof SourceLinks>
export const SourceLinkInput = Body(
  { label: Type.Optional(Name), tokenAllowed: Type.Optional(Type.Boolean({ default: false })) },
  'SourceLinkInput',
)
/** The address is shown this once. */
export const NewSourceLink = Type.Object({ ...link, url: Type.String() }, { title: 'NewSourceLink' })
export type NewSourceLink = Static<typeof NewSourceLink>
export const ByLink = Type.Object({ id: Type.String(), link: Type.String() })

/** What a link shows: how it goes, and nobody's name. */
export const Connecting = Type.Object(
  {
    source: Type.String(),
    organization: Type.String(),
    url: Type.String(),
    state: Type.Union([Type.Literal('on'), Type.Literal('paused')]),
    expiresAt: Moment,
    tokenAllowed: Type.Boolean({ description: 'A token may be made by this link, and was not yet.' }),
    checklist: Checklist,
    requests: Type.Array(ScimRequest),
  },
  { title: 'Connecting' },
)
export type Connecting = Static<typeof Connecting>
export const ByConnectLink = Type.Object({ link: Type.String({ maxLength: 200 }) })
export const ConnectToken = Type.Object({ scim: ScimAccess })
