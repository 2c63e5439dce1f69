import { useState } from 'react'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { PickMany } from '../ui/pick-many.tsx'
import { Tag } from '../ui/tag.tsx'
import { chosenText } from './chosen-text.ts'
import { type EnteredManagerRole, type EnteredRole, type Missing, NOT_SET } from './entered.ts'
import { treeOf } from './lookups.ts'
import { inOrder, PrivilegesDialog } from './privileges-dialog.tsx'
import { useUserGroups } from './queries.ts'

const roles = ['member', 'manager', 'admin', 'super-admin'] as const

interface Props {
  readonly role: EnteredRole
  /** Whether who is signed in may make admins. */
  readonly mayMakeAdmins: boolean
  /** What is said to be missing, once it was tried to save. */
  readonly missing: readonly Missing[]
  readonly error: string | undefined
  readonly onChange: (role: EnteredRole) => void
}

/** Not set, or a role; for a manager, what they may do and for whom. */
export function RoleField({ role, mayMakeAdmins, missing, error, onChange }: Props) {
  // Changing the role and coming back loses nothing that was chosen.
  const [manager, setManager] = useState<EnteredManagerRole>(
    typeof role === 'string' ? { privileges: [], managedGroups: 'all' } : role,
  )
  const value = typeof role === 'string' ? role : 'manager'
  const isAdmin = value === 'admin' || value === 'super-admin'
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={text('rule.role')}
        hint={text(`rule.roleIs.${value}`)}
        error={error}
        options={[{ id: NOT_SET, name: text('rule.notSet') }, ...roles.map((id) => ({ id, name: text(`role.${id}`) }))]}
        value={value}
        onChange={(id) => onChange(id === 'manager' ? manager : (id as EnteredRole & string))}
      />
      {isAdmin && !mayMakeAdmins && (
        <Tag look="warn" icon="key">
          {text('rule.superAdminOnly')}
        </Tag>
      )}
      {typeof role !== 'string' && (
        <ManagerRole
          manager={role}
          missing={missing}
          onChange={(next) => {
            setManager(next)
            onChange(next)
          }}
        />
      )}
    </div>
  )
}

interface ManagerRoleProps {
  readonly manager: EnteredManagerRole
  readonly missing: readonly Missing[]
  readonly onChange: (manager: EnteredManagerRole) => void
}

function ManagerRole({ manager, missing, onChange }: ManagerRoleProps) {
  const [open, setOpen] = useState<'privileges' | 'groups'>()
  const tree = treeOf(useUserGroups().data?.userGroups ?? [])
  const { privileges, managedGroups } = manager
  const managed = managedGroups === 'all' ? [] : managedGroups
  const names = managed.map((id) => tree.find((each) => each.id === id)?.name ?? '…')
  const close = () => setOpen(undefined)
  return (
    <div className="divide-y divide-line rounded-md border border-edge @min-[26rem]:ml-37">
      <Chosen
        label={text('rule.privileges')}
        says={
          privileges.length === 0
            ? text('rule.noPrivilege')
            : chosenText(inOrder(privileges).map((id) => text(`privilege.${id}`)))
        }
        error={missing.includes('privileges') ? text('rule.privilegesMissing') : undefined}
        onPress={() => setOpen('privileges')}
      />
      <Chosen
        label={text('rule.managed')}
        says={managedGroups === 'all' ? text('rule.managesAll') : chosenText(names)}
        error={missing.includes('managedGroups') ? text('rule.managedMissing') : undefined}
        onPress={() => setOpen('groups')}
      />
      {open === 'privileges' && (
        <PrivilegesDialog
          chosen={privileges}
          onApply={(next) => onChange({ ...manager, privileges: next })}
          onClose={close}
        />
      )}
      {open === 'groups' && (
        <PickMany
          title={text('rule.managed')}
          about={text('rule.managedHint')}
          options={tree}
          chosen={managed}
          applyText={(count) => text('rule.applyManaged', { count })}
          onApply={(next) => onChange({ ...manager, managedGroups: next.length === 0 ? 'all' : next })}
          onClose={close}
        />
      )}
    </div>
  )
}

interface ChosenProps {
  readonly label: string
  readonly says: string
  readonly error: string | undefined
  readonly onPress: () => void
}

function Chosen({ label, says, error, onPress }: ChosenProps) {
  return (
    <div
      {...(error !== undefined && { 'data-invalid': true })}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2"
    >
      <div className="min-w-0 flex-1 basis-40 text-sm">
        <p className="font-medium">{label}</p>
        <p className="text-ink-soft">{says}</p>
        {error && <p className="text-bad-ink">{error}</p>}
      </div>
      <Button onPress={onPress} aria-label={text('rule.chooseOf', { what: label })}>
        {text('rule.choose')}
      </Button>
    </div>
  )
}
