import type { Pin as PinJson } from '../../contract/pin.ts'
import type { Pin } from '../pin.ts'
import type { ShownPin } from '../store/shown-pins.ts'
import { type Names, namedInRole, referenceIn, shownRole } from './shown.ts'

/** Ids of everything a pin names. */
export function namedInPin(pin: Pin): readonly string[] {
  switch (pin.field) {
    case 'product':
      return [pin.product, pin.tier].filter((id) => id !== 'none')
    case 'role':
      return namedInRole(pin.role)
    case 'user-group':
      return [pin.userGroup].filter((id) => id !== 'none')
    case 'device-groups':
      return pin.deviceGroups
    case 'settings-template':
      return [pin.template].filter((id) => id !== 'default')
  }
}

export function shownPin({ pin, user }: ShownPin, names: Names): PinJson {
  return {
    id: pin.id,
    user,
    field: pin.field,
    ...pinnedValue(pin, names),
    reason: pin.reason,
    createdAt: pin.createdAt.toISOString(),
    createdBy: pin.createdBy,
    endsAt: pin.endsAt?.toISOString() ?? null,
  }
}

function pinnedValue(pin: Pin, names: Names): Partial<PinJson> {
  const ref = referenceIn(names)
  switch (pin.field) {
    case 'product':
      return { product: ref(pin.product), tier: pin.tier === 'none' ? 'none' : ref(pin.tier) }
    case 'role':
      return { role: shownRole(pin.role, names) }
    case 'user-group':
      return { userGroup: pin.userGroup === 'none' ? 'none' : ref(pin.userGroup) }
    case 'device-groups':
      return { deviceGroups: pin.deviceGroups.map(ref) }
    case 'settings-template':
      return { settingsTemplate: pin.template === 'default' ? 'default' : ref(pin.template) }
  }
}
