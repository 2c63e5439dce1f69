import type { UserNo } from '../directory/user.ts'
import type { DeviceGroupId, SettingsTemplateId, UserGroupId } from '../library/library.ts'
import type { Brand } from '../platform/brand.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { Role } from './rule.ts'

export type PinId = Brand<string, 'PinId'>

/** What a pin sets. A product pinned to "none" denies it, which no rule can. */
export type PinValue =
  | { readonly field: 'product'; readonly product: ProductId; readonly tier: TierId | 'none' }
  | { readonly field: 'role'; readonly role: Role }
  | { readonly field: 'user-group'; readonly userGroup: 'none' | UserGroupId }
  | { readonly field: 'device-groups'; readonly deviceGroups: readonly DeviceGroupId[] }
  | { readonly field: 'settings-template'; readonly template: 'default' | SettingsTemplateId }

/** A manual exception for one user and one field, with who, why and until when: stronger than every rule, weaker than inactive. */
export type Pin = PinValue & {
  readonly id: PinId
  readonly user: UserNo
  readonly reason: string
  readonly createdBy: string
  readonly createdAt: Date
  /** Null: until somebody removes it. */
  readonly endsAt: Date | null
}
