import { dayText, momentText, say, timeText, type Word } from '../words/say.ts'

/** One kind of act by one actor that led to what a safeguard stopped. */
export interface StopCause {
  /** What it did to the users: the kind of the reason. */
  readonly because: string
  /** Null, like all that follows: no act led to it, time did. */
  readonly actorKind: 'source' | 'admin' | 'clock' | null
  readonly actorName: string | null
  readonly action: string | null
  /** What it was about; null where that was each user by itself. */
  readonly targetKind: string | null
  readonly targetId: string | null
  readonly targetName: string | null
  readonly users: number
  /** How many acts. */
  readonly requests: number
  readonly firstAt: Date | null
  readonly lastAt: Date | null
}

/** What is stopped: somebody ceasing to hold a product, or becoming admin. */
export type Stopped = 'loss' | 'new-admin'

/**
 * What most likely led to a stop, in a sentence: "Okta deactivated 2,000 users between 10:02 and 10:40 UTC (2,000
 * requests)". Of several causes all are named, the largest first, and how many users others led to.
 */
export function causesText(causes: readonly StopCause[], count: number, stopped: Stopped, now: Date): string {
  const others = count - causes.reduce((sum, cause) => sum + cause.users, 0)
  const parts = causes.map((cause) => causeText(cause, stopped, now))
  if (others > 0) parts.push(say('led.others', { count: others }))
  return `${parts.join('; ')}.`
}

export function causeText(cause: StopCause, stopped: Stopped, now: Date): string {
  const { actorName, action, targetName, users, requests, firstAt, lastAt } = cause
  if (!firstAt || !lastAt) return say('led.time', { count: users })
  const led = say(deedOf(cause, stopped), {
    actor: actorName ?? '',
    name: targetName ?? '',
    action: [action, targetName && `“${targetName}”`].filter(Boolean).join(' '),
    count: users,
    when: when(firstAt, lastAt, now),
  })
  return say('led.requests', { led, count: requests })
}

function deedOf({ action, because, targetKind, targetName }: StopCause, stopped: Stopped): Word {
  if (stopped === 'loss' && because === 'inactive') return 'led.deactivated'
  if (stopped === 'loss' && because === 'deleted') return 'led.deleted'
  if (stopped === 'loss' && because === 'no-address') return 'led.addressTaken'
  if (action === 'group.delete') return 'led.groupDeleted'
  if (action === 'group.rename') return 'led.groupRenamed'
  if (targetKind === 'group' || action?.startsWith('members.')) {
    if (stopped === 'loss') return targetName ? 'led.membersRemoved' : 'led.membersRemovedMany'
    return targetName ? 'led.membersAdded' : 'led.membersAddedMany'
  }
  if (targetKind === 'rule') return ruleDeeds[action ?? ''] ?? 'led.ruleChanged'
  if (action?.startsWith('rules.') || action?.startsWith('draft.')) return 'led.rules'
  if (action?.startsWith('pin.')) return 'led.pins'
  if (action?.startsWith('user')) return 'led.users'
  return 'led.other'
}

const ruleDeeds: Readonly<Record<string, Word>> = { 'rule.create': 'led.ruleAdded', 'rule.delete': 'led.ruleRemoved' }

/** "at 10:02 UTC", "between 10:02 and 10:40 UTC"; with the day where it was not today. */
function when(first: Date, last: Date, now: Date): string {
  const [day, from, to] = [dayText(first), timeText(first), timeText(last)]
  if (day !== dayText(last)) return say('when.days', { from: momentText(first), to: momentText(last) })
  if (day === dayText(now)) return from === to ? say('when.at', { time: from }) : say('when.between', { from, to })
  return from === to ? say('when.onAt', { day, time: from }) : say('when.onBetween', { day, from, to })
}
