/** What something is called that a rule or a pin names. */
export interface Named {
  readonly kind:
    | 'group'
    | 'product'
    | 'tier'
    | 'user-group'
    | 'device-group'
    | 'settings-template'
    | 'welcome-template'
    | 'rule'
    | 'pin'
  readonly id: string
  readonly name: string
  /** Of a tier, its product. */
  readonly product: string | null
  /** Of a directory group: it was deleted, and none of its name came after it. */
  readonly gone: boolean
}
