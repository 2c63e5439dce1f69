import Type, { type Static } from 'typebox'
import { Id, Moment, Nullable, Reference } from './reference.ts'

/** What a source said of a user, as it is stored: nothing of it is ours. */
export const UserRecord = Type.Object(
  {
    id: Id,
    source: Reference,
    externalId: Nullable(Type.String()),
    createdAt: Moment,
    updatedAt: Moment,
    deletedAt: Nullable(Moment),
    version: Type.Integer({ description: 'How often the source wrote it.' }),
    record: Type.Record(Type.String(), Type.Unknown(), {
      description: 'The SCIM document without id, meta, groups and password.',
    }),
  },
  { title: 'UserRecord' },
)
export type UserRecord = Static<typeof UserRecord>
