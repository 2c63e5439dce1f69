import type { Pin } from '../../src/contract/pin.ts'
import { list, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'

/** What a pin says: "GoTo Webinar 500", "Role: Admin", "No GoTo Meeting". */
export function pinnedText(pin: Pin): string {
  const is = (value: string) => text('user.pinIs', { field: text(`user.pinFields.${pin.field}`), value })
  switch (pin.field) {
    case 'product': {
      if (!pin.product) return is(text('user.none'))
      if (pin.tier === undefined || pin.tier === 'none') return text('user.pinNone', { product: pin.product.name })
      return productName(pin.product, pin.tier)
    }
    case 'role':
      return is(text(`role.${pin.role?.role ?? 'member'}`))
    case 'user-group':
      return is(named(pin.userGroup) ?? text('user.none'))
    case 'device-groups': {
      const groups = pin.deviceGroups ?? []
      return is(groups.length === 0 ? text('user.none') : list(groups.map(({ name }) => name)))
    }
    case 'settings-template':
      return is(named(pin.settingsTemplate) ?? text('user.default'))
  }
}

function named(value: string | { readonly name: string } | undefined): string | undefined {
  return typeof value === 'object' ? value.name : undefined
}
