import Type, { type Static } from 'typebox'
import { Body, Id, Name, Nullable, Reference, ReferenceInput } from './reference.ts'

/** User groups are a tree; a manager's groups count with their subgroups. */
export const UserGroup = Type.Object(
  { id: Id, name: Type.String(), parent: Nullable(Reference) },
  { title: 'UserGroup' },
)
export type UserGroup = Static<typeof UserGroup>
export const UserGroups = Type.Object({ userGroups: Type.Array(UserGroup) })

export const UserGroupInput = Body({ name: Name, parent: Type.Optional(Nullable(ReferenceInput)) }, 'UserGroupInput')
export const UserGroupChange = Body(
  { name: Type.Optional(Name), parent: Type.Optional(Nullable(ReferenceInput)) },
  'UserGroupChange',
)

export const DeviceGroups = Type.Object({ deviceGroups: Type.Array(Reference) })
export const SettingsTemplates = Type.Object({ settingsTemplates: Type.Array(Reference) })
export const WelcomeTemplates = Type.Object({ welcomeTemplates: Type.Array(Reference) })

export const NamedInput = Body({ name: Name }, 'NamedInput')
export type NamedInput = Static<typeof NamedInput>
