import type { DeviceGroupId, SettingsTemplateId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import type { Language } from '../organization/organization.ts'
import type { ProductId, TierId } from '../products/product.ts'
import type { Entitlement } from './decide.ts'
import { canonicalRole, type Role } from './rule.ts'
import { markOf, SIGNATURE, sign } from './signature.ts'

/** The values of an entitlement without where they come from: what is stored once and shared by all who are entitled to the same. */
export interface Content {
  readonly products: readonly (readonly [ProductId, TierId | 'none'])[]
  readonly role: Role | null
  readonly welcomeTemplate: 'default' | WelcomeTemplateId | null
  readonly language: Language | null
  readonly userGroup: 'none' | UserGroupId | null
  readonly deviceGroups: readonly DeviceGroupId[]
  readonly settingsTemplate: 'default' | SettingsTemplateId | null
}

const known = new WeakMap<Entitlement, { readonly content: Content; readonly key: string }>()

/**
 * The content of an entitlement and its key: the same for the same values, whichever rules gave them.
 * @param keptRole takes the place of the entitled role, where the safeguard keeps another
 */
export function contentOf(
  entitlement: Entitlement,
  keptRole?: Role | null,
): { readonly content: Content; readonly key: string } {
  if (keptRole !== undefined) {
    const content = { ...canonical(entitlement), role: keptRole && canonicalRole(keptRole) }
    return { content, key: keyOf(content) }
  }
  let found = known.get(entitlement)
  if (!found) {
    const content = canonical(entitlement)
    found = { content, key: keyOf(content) }
    known.set(entitlement, found)
  }
  return found
}

/** One text for each content. A stored content comes back with its members in another order, so they are named here. */
export function keyOf(content: Content): string {
  const { products, role, welcomeTemplate, language, userGroup, deviceGroups, settingsTemplate } = content
  const roleKey = role && (role.role === 'manager' ? [role.role, role.privileges, role.managedGroups] : [role.role])
  return JSON.stringify([products, roleKey, welcomeTemplate, language, userGroup, deviceGroups, settingsTemplate])
}

/** The signature of a content: see signature.ts. All zero where it gives nothing. */
export function signatureOf(content: Content): Int32Array {
  const signature = new Int32Array(SIGNATURE)
  for (const given of content.products) sign(signature, 0, markOf('product', given))
  for (const group of content.deviceGroups) sign(signature, 0, markOf('deviceGroup', group))
  const { welcomeTemplate, language, userGroup, settingsTemplate } = content
  const role = content.role && canonicalRole(content.role)
  for (const [field, value] of Object.entries({ role, welcomeTemplate, language, userGroup, settingsTemplate }))
    if (value !== null) sign(signature, 0, markOf(field, value))
  return signature
}

/** Whether it gives anything at all. */
export function isNothing(content: Content): boolean {
  return (
    content.products.length === 0 &&
    content.deviceGroups.length === 0 &&
    content.role === null &&
    content.welcomeTemplate === null &&
    content.language === null &&
    content.userGroup === null &&
    content.settingsTemplate === null
  )
}

function canonical(entitlement: Entitlement): Content {
  return {
    products: [...entitlement.products]
      .map(([product, given]) => [product, given.value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    role: entitlement.role && canonicalRole(entitlement.role.value),
    welcomeTemplate: entitlement.welcomeTemplate?.value ?? null,
    language: entitlement.language?.value ?? null,
    userGroup: entitlement.userGroup?.value ?? null,
    deviceGroups: [...entitlement.deviceGroups.keys()].sort(),
    settingsTemplate: entitlement.settingsTemplate?.value ?? null,
  }
}
