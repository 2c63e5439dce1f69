import type { Brand } from '../platform/brand.ts'

/**
 * library/ owns what a rule can hand out beside products: user groups, device groups, settings templates and welcome
 * templates. It never decides who gets them.
 */
export type UserGroupId = Brand<string, 'UserGroupId'>
export type DeviceGroupId = Brand<string, 'DeviceGroupId'>
export type SettingsTemplateId = Brand<string, 'SettingsTemplateId'>
export type WelcomeTemplateId = Brand<string, 'WelcomeTemplateId'>
