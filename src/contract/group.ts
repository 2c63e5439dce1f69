import Type, { type Static } from 'typebox'
import { Request } from './because.ts'
import { Next, PageQuery } from './paging.ts'
import { Id, Moment, Nullable, Reference } from './reference.ts'

/** A directory group, as its source states it. */
export const Group = Type.Object(
  {
    id: Id,
    name: Type.String(),
    externalId: Nullable(Type.String()),
    source: Reference,
    members: Type.Integer({ description: 'Users who are directly in it.' }),
    membersInAll: Type.Integer({ description: 'And those who are in it through groups inside it.' }),
    pending: Type.Integer({ description: 'Members its source named before they exist.' }),
    rules: Type.Array(Reference, { description: 'Live rules of any state that name it.' }),
    used: Type.Boolean({ description: 'A live rule names it, or a group that it is in.' }),
    parents: Type.Array(Reference, { description: 'Groups that it is directly in.' }),
    lastPush: Type.Union([Moment, Type.Null()], {
      description: 'When its source last said something of it, as far as history is kept.',
    }),
    deletedAt: Nullable(Moment),
  },
  { title: 'Group' },
)
export type Group = Static<typeof Group>

export const GroupDetail = Type.Object(
  { ...Group.properties, children: Type.Array(Reference) },
  { title: 'GroupDetail' },
)
export type GroupDetail = Static<typeof GroupDetail>

const filters = {
  filter: Type.Optional(Type.String({ maxLength: 8192, description: 'A SCIM filter on the group.' })),
  search: Type.Optional(Type.String({ maxLength: 200, description: 'Words that are all in the name.' })),
  source: Type.Optional(Type.String({ maxLength: 200, description: 'Its id.' })),
  used: Type.Optional(Type.Boolean({ description: 'Whether a live rule names it, or a group that it is in.' })),
}

export const GroupQuery = Type.Object({ ...PageQuery, ...filters }, { additionalProperties: false })
export const GroupCountQuery = Type.Object(filters, { additionalProperties: false })
export type GroupCountQuery = Static<typeof GroupCountQuery>

export const Groups = Type.Object({ groups: Type.Array(Group), next: Next })
export type Groups = Static<typeof Groups>

export const GroupCount = Type.Object({ count: Type.Integer() })

export const MemberQuery = Type.Object(
  {
    ...PageQuery,
    search: filters.search,
    how: Type.Optional(
      Type.Union([Type.Literal('direct'), Type.Literal('through')], {
        description: 'direct: the source put them in. through: only groups inside it did.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** Users in a group. */
export const Members = Type.Object({
  members: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      userName: Type.String(),
      active: Type.Boolean(),
      direct: Type.Boolean(),
      through: Type.Array(Reference, { description: 'Groups inside it that they are directly in.' }),
    }),
  ),
  next: Next,
})
export type Members = Static<typeof Members>

/** Members a source named before they exist, as it named them. */
export const PendingMembers = Type.Object({
  pending: Type.Array(Type.Object({ value: Type.String(), since: Nullable(Moment) })),
  next: Next,
})
export type PendingMembers = Static<typeof PendingMembers>

/** What its source, an admin or the clock did to it. */
export const GroupActivity = Type.Object({ activity: Type.Array(Request), next: Next })
export type GroupActivity = Static<typeof GroupActivity>
