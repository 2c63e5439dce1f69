import type { Privilege } from '../../src/contract/role.ts'
import { text } from '../locales/text.ts'
import { Checkbox, Select } from '../ui/choice.tsx'
import { labelClass } from '../ui/field.tsx'
import { type EnteredRole, NOT_SET } from './entered.ts'

const privileges = [
  'manage-users',
  'manage-seats',
  'manage-user-product-settings',
  'manage-user-groups',
  'manage-device-groups',
  'manage-settings-templates',
  'run-reports',
  'access-recordings',
  'manage-account',
  'view-invoices',
  'view-and-pay-invoices',
] as const satisfies readonly Privilege[]

const roles = ['member', 'manager', 'admin', 'super-admin'] as const

/** Not set, or a role; for a manager, what they may do. */
export function RoleField({
  role,
  onChange,
}: {
  readonly role: EnteredRole
  readonly onChange: (role: EnteredRole) => void
}) {
  const value = typeof role === 'string' ? role : 'manager'
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={text('rules.role')}
        hint={text('rules.roleHint')}
        options={[
          { id: NOT_SET, name: text('rules.notSet') },
          ...roles.map((id) => ({ id, name: text(`role.${id}`) })),
        ]}
        value={value}
        onChange={(id) =>
          onChange(
            id === 'manager' ? { privileges: ['manage-users'], managedGroups: 'all' } : (id as EnteredRole & string),
          )
        }
      />
      {typeof role !== 'string' && (
        <fieldset className="rounded-md border border-edge px-3 py-1.5">
          <legend className={`${labelClass} px-1`}>{text('rules.privileges')}</legend>
          {privileges.map((privilege) => (
            <Checkbox
              key={privilege}
              isSelected={role.privileges.includes(privilege)}
              onChange={(selected) =>
                onChange({
                  ...role,
                  privileges: privileges.filter((each) =>
                    each === privilege ? selected : role.privileges.includes(each),
                  ),
                })
              }
            >
              {text(`privilege.${privilege}`)}
            </Checkbox>
          ))}
        </fieldset>
      )}
    </div>
  )
}
