import Type, { type Static } from 'typebox'
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
    deletedAt: Nullable(Moment),
  },
  { title: 'Group' },
)
export type Group = Static<typeof Group>

export const GroupDetail = Type.Object(
  { ...Group.properties, parents: Type.Array(Reference), children: Type.Array(Reference) },
  { title: 'GroupDetail' },
)
export type GroupDetail = Static<typeof GroupDetail>

export const GroupQuery = Type.Object(
  {
    ...PageQuery,
    filter: Type.Optional(Type.String({ maxLength: 8192, description: 'A SCIM filter on the group.' })),
    search: Type.Optional(Type.String({ maxLength: 200, description: 'How the name begins.' })),
  },
  { additionalProperties: false },
)

export const Groups = Type.Object({ groups: Type.Array(Group), next: Next })
export type Groups = Static<typeof Groups>
