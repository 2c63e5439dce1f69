import { describe, expect, it } from 'vitest'
import { causesText, causeText, type StopCause } from './cause.ts'

const now = new Date('2026-01-05T18:00:00Z')
const okta: StopCause = {
  because: 'no-rule-matches',
  actorKind: 'source',
  actorName: 'Okta',
  action: 'group.members',
  targetKind: 'group',
  targetId: '1',
  targetName: 'Sales',
  users: 212,
  requests: 1,
  firstAt: new Date('2026-01-05T10:02:11Z'),
  lastAt: new Date('2026-01-05T10:02:11Z'),
}
const onUsers = { targetKind: null, targetId: null, targetName: null }
const later = { lastAt: new Date('2026-01-05T10:40:00Z') }

describe('the probable cause of a stop', () => {
  it.each<[string, Partial<StopCause>, 'loss' | 'new-admin']>([
    ['Okta removed 212 members from “Sales” at 10:02 UTC (1 request)', {}, 'loss'],
    ['Okta added 212 members to “Sales” at 10:02 UTC (1 request)', { because: 'rule' }, 'new-admin'],
    ['Okta deleted the group “Sales” with 212 members at 10:02 UTC (1 request)', { action: 'group.delete' }, 'loss'],
    ['Okta renamed the group “Sales” with 212 members at 10:02 UTC (1 request)', { action: 'group.rename' }, 'loss'],
    [
      'Okta deactivated 2,000 users between 10:02 and 10:40 UTC (2,000 requests)',
      { ...onUsers, ...later, because: 'inactive', action: 'user.patch', users: 2000, requests: 2000 },
      'loss',
    ],
    [
      'Okta deleted 1 user at 10:02 UTC (1 request)',
      { ...onUsers, because: 'deleted', action: 'user.delete', users: 1 },
      'loss',
    ],
    [
      'Okta took the address of 9 users at 10:02 UTC (9 requests)',
      { ...onUsers, because: 'no-address', action: 'user.patch', users: 9, requests: 9 },
      'loss',
    ],
    [
      'Okta changed 8 users at 10:02 UTC (8 requests)',
      { ...onUsers, because: 'rule', action: 'user.patch', users: 8, requests: 8 },
      'new-admin',
    ],
    [
      'Ada changed the rule “Staff” at 10:02 UTC, which concerns 212 users (1 request)',
      { actorKind: 'admin', actorName: 'Ada', action: 'rule.change', targetKind: 'rule', targetName: 'Staff' },
      'loss',
    ],
    [
      'Ada removed the rule “Staff” at 10:02 UTC, which concerns 212 users (1 request)',
      { actorKind: 'admin', actorName: 'Ada', action: 'rule.delete', targetKind: 'rule', targetName: 'Staff' },
      'loss',
    ],
    [
      'Ada changed the rules at 10:02 UTC, which concerns 212 users (1 request)',
      { ...onUsers, actorKind: 'admin', actorName: 'Ada', action: 'rules.order' },
      'loss',
    ],
    [
      'Time passed, such as the end of a pin: 7 users',
      { ...onUsers, actorKind: null, actorName: null, action: null, users: 7, firstAt: null, lastAt: null },
      'loss',
    ],
    [
      'Okta removed 212 members from “Sales” between Jan 5, 2026, 10:02 UTC and Jan 7, 2026, 09:00 UTC (4 requests)',
      { requests: 4, lastAt: new Date('2026-01-07T09:00:00Z') },
      'loss',
    ],
  ])('reads: %s', (sentence, cause, stopped) => {
    expect(causeText({ ...okta, ...cause }, stopped, now)).toBe(sentence)
  })

  it('names the day where it was not today', () => {
    expect(causeText(okta, 'loss', new Date('2026-01-06T08:00:00Z'))).toContain('on Jan 5, 2026 at 10:02 UTC')
  })

  it('is several, the largest first, and how many users others led to', () => {
    const other = { ...okta, targetName: 'Support', users: 30 }
    expect(causesText([okta, other], 250, 'loss', now)).toBe(
      'Okta removed 212 members from “Sales” at 10:02 UTC (1 request); Okta removed 30 members from “Support” at 10:02 UTC (1 request); 8 more users for other reasons.',
    )
  })
})
