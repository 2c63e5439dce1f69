import type { Pin, PinInput } from '../../src/contract/pin.ts'
import type { Privilege, RoleName } from '../../src/contract/role.ts'
import type { Option } from '../ui/choice.tsx'

export type PinField = Pin['field']
export const pinFields: readonly PinField[] = ['product', 'role', 'user-group', 'device-groups', 'settings-template']

/** What is being pinned, as far as it was said. Empty: not chosen yet. */
export interface PinDraft {
  readonly field: PinField
  readonly product: string
  readonly tier: string
  readonly role: RoleName
  readonly privileges: readonly Privilege[]
  readonly managed: readonly Option[]
  readonly userGroup: string
  readonly deviceGroups: readonly Option[]
  readonly settingsTemplate: string
  readonly reason: string
  /** A day of the viewer's zone, `2026-11-24`, of which the end is meant; empty: for ever. */
  readonly lastDay: string
}

export const emptyPin: PinDraft = {
  field: 'product',
  product: '',
  tier: '',
  role: 'manager',
  privileges: ['manage-users'],
  managed: [],
  userGroup: 'none',
  deviceGroups: [],
  settingsTemplate: 'default',
  reason: '',
  lastDay: '',
}

/** The moment at which a day ends where the viewer is; undefined for what is no day. */
export function endOf(day: string): Date | undefined {
  const [year, month, date] = day.split('-').map(Number)
  const end = new Date(year ?? Number.NaN, (month ?? Number.NaN) - 1, (date ?? Number.NaN) + 1)
  return Number.isNaN(end.getTime()) ? undefined : end
}

/** What the API is asked; undefined while something is missing. `reason` stands in for one that is not typed yet. */
export function pinInput(user: string, draft: PinDraft, reason: string): PinInput | undefined {
  const end = draft.lastDay === '' ? undefined : endOf(draft.lastDay)
  if (reason.trim() === '') return undefined
  const about = { user, reason, ...(end && { endsAt: end.toISOString() }) }
  switch (draft.field) {
    case 'product': {
      const { product, tier } = draft
      return product === '' || tier === '' ? undefined : { ...about, field: 'product', product, tier }
    }
    case 'role': {
      const { role, privileges, managed } = draft
      if (role !== 'manager') return { ...about, field: 'role', role }
      if (privileges.length === 0) return undefined
      const managedGroups = managed.length === 0 ? ('all' as const) : managed.map(({ id }) => id)
      return { ...about, field: 'role', role: { role, privileges: [...privileges], managedGroups } }
    }
    case 'user-group':
      return { ...about, field: 'user-group', userGroup: draft.userGroup }
    case 'device-groups':
      return { ...about, field: 'device-groups', deviceGroups: draft.deviceGroups.map(({ id }) => id) }
    case 'settings-template':
      return { ...about, field: 'settings-template', settingsTemplate: draft.settingsTemplate }
  }
}

/** What makes the same pin again. The API refuses an end that has passed by now. */
export function againAs(pin: Pin): PinInput {
  const about = { user: pin.user.id, reason: pin.reason, ...(pin.endsAt !== null && { endsAt: pin.endsAt }) }
  const idOr = <Word extends string>(value: Word | { readonly id: string } | undefined, otherwise: Word) =>
    value === undefined ? otherwise : typeof value === 'string' ? value : value.id
  switch (pin.field) {
    case 'product':
      return { ...about, field: 'product', product: pin.product?.id ?? '', tier: idOr(pin.tier, 'none') }
    case 'role': {
      const role = pin.role ?? { role: 'member' as const }
      if (role.role !== 'manager') return { ...about, field: 'role', role: role.role }
      const { privileges, managedGroups: managed } = role
      const managedGroups = managed === 'all' ? managed : managed.map(({ id }) => id)
      return { ...about, field: 'role', role: { role: 'manager', privileges, managedGroups } }
    }
    case 'user-group':
      return { ...about, field: 'user-group', userGroup: idOr(pin.userGroup, 'none') }
    case 'device-groups':
      return { ...about, field: 'device-groups', deviceGroups: (pin.deviceGroups ?? []).map(({ id }) => id) }
    case 'settings-template':
      return { ...about, field: 'settings-template', settingsTemplate: idOr(pin.settingsTemplate, 'default') }
  }
}
