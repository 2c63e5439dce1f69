import Type, { type Static } from 'typebox'
import { Nullable, Reference, ReferenceInput } from './reference.ts'

export const RoleName = Type.Union([
  Type.Literal('member'),
  Type.Literal('manager'),
  Type.Literal('admin'),
  Type.Literal('super-admin'),
])
export type RoleName = Static<typeof RoleName>

export const Privilege = Type.Union(
  [
    Type.Literal('manage-users'),
    Type.Literal('manage-seats'),
    Type.Literal('manage-user-product-settings'),
    Type.Literal('manage-user-groups'),
    Type.Literal('manage-device-groups'),
    Type.Literal('manage-settings-templates'),
    Type.Literal('run-reports'),
    Type.Literal('access-recordings'),
    Type.Literal('manage-account'),
    Type.Literal('view-invoices'),
    Type.Literal('view-and-pay-invoices'),
  ],
  { title: 'Privilege' },
)
export type Privilege = Static<typeof Privilege>

/** User groups with their subgroups, or all. */
export const ManagedGroups = Type.Union([Type.Literal('all'), Type.Array(Reference)])
export type ManagedGroups = Static<typeof ManagedGroups>

export const Role = Type.Union(
  [
    Type.Object({ role: Type.Union([Type.Literal('member'), Type.Literal('admin'), Type.Literal('super-admin')]) }),
    Type.Object({ role: Type.Literal('manager'), privileges: Type.Array(Privilege), managedGroups: ManagedGroups }),
  ],
  { title: 'Role' },
)
export type Role = Static<typeof Role>

const Simple = Type.Union([Type.Literal('member'), Type.Literal('admin'), Type.Literal('super-admin')])

/** A manager without managed groups, or with none chosen, manages all. A privilege brings the one it is part of. */
export const RoleInput = Type.Union(
  [
    Simple,
    Type.Object({ role: Simple }, { additionalProperties: false }),
    Type.Object(
      {
        role: Type.Literal('manager'),
        privileges: Type.Array(Privilege, { maxItems: 100 }),
        managedGroups: Type.Optional(
          Nullable(Type.Union([Type.Literal('all'), Type.Array(ReferenceInput, { maxItems: 1000 })])),
        ),
      },
      { additionalProperties: false },
    ),
  ],
  { title: 'RoleInput' },
)
export type RoleInput = Static<typeof RoleInput>

export const LanguageCode = Type.Union([
  Type.Literal('en'),
  Type.Literal('fr'),
  Type.Literal('it'),
  Type.Literal('de'),
  Type.Literal('es'),
  Type.Literal('pt'),
  Type.Literal('nl'),
])
export type LanguageCode = Static<typeof LanguageCode>
