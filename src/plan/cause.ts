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
  if (others > 0) parts.push(`${plural(others, 'more user')} for other reasons`)
  return `${parts.join('; ')}.`
}

export function causeText(cause: StopCause, stopped: Stopped, now: Date): string {
  const { actorName, requests, firstAt, lastAt } = cause
  if (!firstAt || !lastAt) return `Time passed, such as the end of a pin: ${plural(cause.users, 'user')}`
  return `${actorName ?? ''} ${deed(cause, stopped)} ${when(firstAt, lastAt, now)} (${plural(requests, 'request')})`
}

function deed({ action, because, targetKind, targetName, users }: StopCause, stopped: Stopped): string {
  const who = plural(users, 'user')
  const members = plural(users, 'member')
  const named = targetName ? `“${targetName}”` : ''
  if (stopped === 'loss' && because === 'inactive') return `deactivated ${who}`
  if (stopped === 'loss' && because === 'deleted') return `deleted ${who}`
  if (stopped === 'loss' && because === 'no-address') return `took the address of ${who}`
  if (action === 'group.delete') return `deleted the group ${named} with ${members}`
  if (action === 'group.rename') return `renamed the group ${named} with ${members}`
  if (targetKind === 'group' || action?.startsWith('members.'))
    return stopped === 'loss'
      ? `removed ${members} from ${named || 'groups'}`
      : `added ${members} to ${named || 'groups'}`
  if (targetKind === 'rule') return `${ruleDeeds[action ?? ''] ?? 'changed'} the rule ${named}, which concerns ${who}`
  if (action?.startsWith('rules.') || action?.startsWith('draft.')) return `changed the rules, which concerns ${who}`
  if (action?.startsWith('pin.')) return `changed pins of ${who}`
  if (action?.startsWith('user')) return `changed ${who}`
  return `(${[action, named].filter(Boolean).join(' ')}) led to it for ${who}`
}

const ruleDeeds: Readonly<Record<string, string>> = { 'rule.create': 'added', 'rule.delete': 'removed' }

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}

/** "at 10:02 UTC", "between 10:02 and 10:40 UTC"; with the day where it was not today. */
function when(first: Date, last: Date, now: Date): string {
  const [day, time] = moment(first)
  const [lastDay, lastTime] = moment(last)
  const today = moment(now)[0]
  if (day !== lastDay) return `between ${day} ${time} and ${lastDay} ${lastTime} UTC`
  const on = day === today ? '' : `on ${day} `
  return time === lastTime ? `${on}at ${time} UTC` : `${on}between ${time} and ${lastTime} UTC`
}

function moment(at: Date): readonly [day: string, time: string] {
  const text = at.toISOString()
  return [text.slice(0, 10), text.slice(11, 16)]
}
