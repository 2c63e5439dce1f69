import type { Change } from '../../src/contract/activity.ts'
import type { Request } from '../../src/contract/because.ts'
import type { RoleName } from '../../src/contract/role.ts'
import { languageName, type Message, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'

const roles: readonly RoleName[] = ['member', 'manager', 'admin', 'super-admin']

/** What people and sources do. */
const acts: Readonly<Record<string, Message>> = {
  'user.create': 'act.userCreate',
  'user.replace': 'act.userChange',
  'user.patch': 'act.userChange',
  'user.delete': 'act.userDelete',
  'group.create': 'act.groupCreate',
  'group.rename': 'act.groupRename',
  'group.replace': 'act.groupChange',
  'group.patch': 'act.groupChange',
  'group.members': 'act.groupMembers',
  'group.delete': 'act.groupDelete',
  'rule.create': 'act.ruleCreate',
  'rule.change': 'act.ruleChange',
  'rule.delete': 'act.ruleDelete',
  'rules.order': 'act.rulesOrder',
  'draft.apply': 'act.draftApply',
  'draft.revert': 'act.draftRevert',
  'draft.restore': 'act.draftRestore',
  'pin.create': 'act.pinCreate',
  'pin.delete': 'act.pinDelete',
  'pool.change': 'act.poolChange',
  'product.create': 'act.productCreate',
  'product.change': 'act.productChange',
  'product.delete': 'act.productDelete',
  'tier.create': 'act.tierCreate',
  'tier.delete': 'act.tierDelete',
  'stopped.apply': 'act.stoppedApply',
  'stopped.keep': 'act.stoppedKeep',
  'grace.end': 'act.graceEnd',
  'run.revert': 'act.runRevert',
  'failures.retry': 'act.failuresRetry',
  'conflicts.hand-over': 'act.handOver',
  'existing-accounts.import': 'act.existingImport',
  'existing-accounts.adopt': 'act.existingAdopt',
  'existing-accounts.forget': 'act.existingForget',
  'source.create': 'act.sourceCreate',
  'source.change': 'act.sourceChange',
  'source.delete': 'act.sourceDelete',
  'source.import': 'act.sourceImport',
  'token.create': 'act.tokenCreate',
  'token.revoke': 'act.tokenRevoke',
  'token.rotate': 'act.tokenRotate',
  'oauth-client.create': 'act.clientCreate',
  'oauth-client.revoke': 'act.clientRevoke',
  'link.create': 'act.linkCreate',
  'link.revoke': 'act.linkRevoke',
  'organization.change': 'act.organizationChange',
  'user-group.create': 'act.userGroupCreate',
  'user-group.change': 'act.userGroupChange',
  'user-group.delete': 'act.userGroupDelete',
  'device-group.create': 'act.deviceGroupCreate',
  'device-group.change': 'act.deviceGroupChange',
  'device-group.delete': 'act.deviceGroupDelete',
  'settings-template.create': 'act.settingsTemplateCreate',
  'settings-template.change': 'act.settingsTemplateChange',
  'settings-template.delete': 'act.settingsTemplateDelete',
  'welcome-template.create': 'act.welcomeTemplateCreate',
  'welcome-template.change': 'act.welcomeTemplateChange',
  'welcome-template.delete': 'act.welcomeTemplateDelete',
  'full-pass': 'act.fullPass',
  'users.re-evaluate': 'act.reEvaluated',
  'language.choose': 'act.languageChosen',
  'demo.filled': 'act.demoFilled',
}

/** What a run does to a user. */
const changes: Readonly<Record<string, Message>> = {
  'seat.given': 'change.given',
  'seat.moved': 'change.moved',
  'seat.returned': 'change.returned',
  'seat.lost': 'change.lost',
  'seat.freed': 'change.freed',
  'seat.waiting': 'change.waiting',
  'seat.left-line': 'change.leftLine',
  'loss.stopped': 'change.stopped',
  'loss.cause-gone': 'change.causeGone',
  'role.changed': 'change.role',
  'role.stopped': 'change.roleStopped',
  'role.kept': 'change.roleKept',
  'role.cause-gone': 'change.roleCauseGone',
  'user-group.changed': 'change.userGroup',
  'device-groups.changed': 'change.deviceGroups',
  'language.changed': 'change.language',
  'welcome-template.changed': 'change.welcomeTemplate',
  'settings-template.changed': 'change.settingsTemplate',
  'access.given': 'change.accessGiven',
  'access.ended': 'change.accessEnded',
}

/** "Members of Sales changed". A kind that this console has no words for yet is shown in its own. */
export function actText({ kind, target }: Pick<Request, 'kind' | 'target'>): string {
  const message = acts[kind]
  const name = target?.name ?? ''
  const said = message === undefined ? [readable(kind), name].filter(Boolean).join(' · ') : text(message, { name })
  // What has no name leaves no gap.
  return said.replace(/\s{2,}/g, ' ').trim()
}

type Changed = Pick<Change, 'kind' | 'product' | 'tier'> & { readonly detail?: unknown }

/** "GoTo Webinar 500: seat given". */
export function changeText({ kind, product, tier, detail }: Changed): string {
  const message = changes[kind]
  const name = product ? productName(product, tier) : ''
  if (message === undefined) return [readable(kind), name].filter(Boolean).join(' · ')
  const to = becomes(kind, detail)
  return to === undefined ? text(message, { product: name }) : text('change.to', { what: text(message), to })
}

/** What it becomes, where the detail says it in a word. */
function becomes(kind: string, detail: unknown): string | undefined {
  if (typeof detail !== 'object' || detail === null || !('to' in detail)) return undefined
  const { to } = detail
  if (kind === 'language.changed') return typeof to === 'string' ? languageName(to) : undefined
  if (kind !== 'role.changed' || typeof to !== 'object' || to === null || !('role' in to)) return undefined
  const role = roles.find((each) => each === to.role)
  return role && text(`role.${role}`)
}

/** "device-group.create" as words: "Device group create". */
export function readable(kind: string): string {
  const words = kind.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
