import type { Change } from '../../src/contract/activity.ts'
import type { Request } from '../../src/contract/because.ts'
import { type Message, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'

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
  'pin.create': 'act.pinCreate',
  'pin.delete': 'act.pinDelete',
  'pool.change': 'act.poolChange',
  'stopped.apply': 'act.stoppedApply',
  'stopped.keep': 'act.stoppedKeep',
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

/** "Members of Sales changed". A kind that this console has no words for yet is shown as it is called. */
export function actText({ kind, target }: Pick<Request, 'kind' | 'target'>): string {
  const message = acts[kind]
  const name = target?.name ?? ''
  return message === undefined ? [kind, name].filter(Boolean).join(' · ') : text(message, { name })
}

/** "GoTo Webinar 500: seat given". */
export function changeText({ kind, product, tier }: Pick<Change, 'kind' | 'product' | 'tier'>): string {
  const message = changes[kind]
  const name = product ? productName(product, tier) : ''
  return message === undefined ? [kind, name].filter(Boolean).join(' · ') : text(message, { product: name })
}
