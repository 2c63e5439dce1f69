import type { Brand } from '../platform/brand.ts'

/**
 * organization/ owns the tenants and their settings. Everything else belongs to exactly one organization; nothing is
 * ever visible across two of them.
 */
export type OrganizationId = Brand<string, 'OrganizationId'>

/** The seven languages of console, mails and self-service pages. */
export const languages = ['en', 'fr', 'it', 'de', 'es', 'pt', 'nl'] as const
export type Language = (typeof languages)[number]

export interface Organization {
  readonly id: OrganizationId
  readonly name: string
  readonly defaultLanguage: Language
  /** The one switch. Paused: the directory fills and plans are shown, nothing is applied. */
  readonly userSync: 'on' | 'paused'
  /** Days without being seen after which a user with access counts as inactive; takes nothing. */
  readonly inactiveAfterDays: 30 | 60 | 90
}
