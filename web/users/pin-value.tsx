import { useState } from 'react'
import type { Privilege, RoleName } from '../../src/contract/role.ts'
import { number, text } from '../locales/text.ts'
import { Checkbox, type Option, Select } from '../ui/choice.tsx'
import { labelClass } from '../ui/field.tsx'
import { PickMany } from './pick-many.tsx'
import type { PinDraft } from './pin-draft.ts'
import { type Shelf, useProducts, useShelf } from './queries.ts'

interface Props {
  readonly draft: PinDraft
  readonly onChange: (change: Partial<PinDraft>) => void
}

/** What the chosen field is pinned to. */
export function PinValue({ draft, onChange }: Props) {
  switch (draft.field) {
    case 'product':
      return <ProductValue draft={draft} onChange={onChange} />
    case 'role':
      return <RoleValue draft={draft} onChange={onChange} />
    case 'user-group':
      return (
        <OneOf
          shelf="user-groups"
          label={text('user.field.user-group')}
          first={{ id: 'none', name: text('user.none') }}
          value={draft.userGroup}
          onChange={(userGroup) => onChange({ userGroup })}
        />
      )
    case 'device-groups':
      return (
        <SomeOf
          shelf="device-groups"
          label={text('user.field.device-groups')}
          hint={text('user.noDeviceGroupsHint')}
          chosen={draft.deviceGroups}
          onChange={(deviceGroups) => onChange({ deviceGroups })}
        />
      )
    case 'settings-template':
      return (
        <OneOf
          shelf="settings-templates"
          label={text('user.field.settings-template')}
          first={{ id: 'default', name: text('user.default') }}
          value={draft.settingsTemplate}
          onChange={(settingsTemplate) => onChange({ settingsTemplate })}
        />
      )
  }
}

/** A product, and one of its tiers with what is free of it; or no seat at all. */
function ProductValue({ draft, onChange }: Props) {
  const products = useProducts().data?.products ?? []
  const product = products.find(({ id }) => id === draft.product)
  const tiers = product?.tiers.map(({ id, name, free }) => ({
    id,
    name,
    hint: free === null ? text('user.unlimited') : text('user.free', { count: free, free: number(free) }),
  }))
  return (
    <div className={`grid grid-cols-1 gap-4 ${tiers ? 'sm:grid-cols-2' : ''}`}>
      <Select
        label={text('user.product')}
        options={products.map(({ id, name }) => ({ id, name }))}
        value={draft.product}
        onChange={(id) => onChange({ product: id, tier: products.find((each) => each.id === id)?.tiers[0]?.id ?? '' })}
      />
      {tiers && (
        <Select
          label={text('user.tier')}
          options={[...tiers, { id: 'none', name: text('user.denied') }]}
          value={draft.tier}
          onChange={(tier) => onChange({ tier })}
        />
      )}
    </div>
  )
}

const roles = ['member', 'manager', 'admin', 'super-admin'] as const satisfies readonly RoleName[]
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

function RoleValue({ draft, onChange }: Props) {
  const toggle = (privilege: Privilege, selected: boolean) =>
    onChange({
      privileges: privileges.filter((each) => (each === privilege ? selected : draft.privileges.includes(each))),
    })
  return (
    <>
      <Select
        label={text('user.field.role')}
        options={roles.map((id) => ({ id, name: text(`role.${id}`) }))}
        value={draft.role}
        onChange={(role) => onChange({ role: role as RoleName })}
      />
      {draft.role === 'manager' && (
        <>
          <fieldset className="rounded-md border border-line px-3 py-1.5">
            <legend className={`${labelClass} px-1`}>{text('user.privileges')}</legend>
            <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
              {privileges.map((privilege) => (
                <Checkbox
                  key={privilege}
                  isSelected={draft.privileges.includes(privilege)}
                  onChange={(selected) => toggle(privilege, selected)}
                >
                  {text(`privilege.${privilege}`)}
                </Checkbox>
              ))}
            </div>
          </fieldset>
          <SomeOf
            shelf="user-groups"
            label={text('user.managedGroups')}
            hint={text('user.managedGroupsHint')}
            chosen={draft.managed}
            onChange={(managed) => onChange({ managed })}
          />
        </>
      )}
    </>
  )
}

interface OneOfProps {
  readonly shelf: Shelf
  readonly label: string
  readonly first: Option
  readonly value: string
  readonly onChange: (id: string) => void
}

function OneOf({ shelf, label, first, value, onChange }: OneOfProps) {
  const options = useShelf(shelf).data ?? []
  return (
    <Select
      label={label}
      options={[first, ...options.map(({ id, name }) => ({ id, name }))]}
      value={value}
      onChange={onChange}
    />
  )
}

interface SomeOfProps {
  readonly shelf: Shelf
  readonly label: string
  readonly hint: string
  readonly chosen: readonly Option[]
  readonly onChange: (chosen: readonly Option[]) => void
}

function SomeOf({ shelf, label, hint, chosen, onChange }: SomeOfProps) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLocaleLowerCase()
  const options = (useShelf(shelf).data ?? []).filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  return (
    <PickMany
      label={label}
      hint={hint}
      options={options.slice(0, 100)}
      chosen={chosen}
      onSearch={setTyped}
      onChange={onChange}
    />
  )
}
