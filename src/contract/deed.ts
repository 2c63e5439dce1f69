import Type, { type Static } from 'typebox'

/** What an operation of a bulk request did. */
export const deeds = [
  'users-created',
  'users-changed',
  'users-deleted',
  'groups-created',
  'groups-changed',
  'groups-deleted',
  'unchanged',
  'refused',
] as const
export type Deed = (typeof deeds)[number]

export const Done = Type.Array(Type.Object({ deed: Type.Unsafe<Deed>(Type.Enum([...deeds])), count: Type.Integer() }), {
  description: 'Of a bulk request: how many of its operations did what.',
})
export type Done = Static<typeof Done>
