import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyStandings, carriedOut, crowd, keeping, say, standing, waiting } from '../../test/support/roles.ts'
import type { UserNo } from '../directory/user.ts'
import type { RoleName } from '../rules/rule.ts'
import { decideRoles, isNewAdmin, newAdminsMax } from './roles.ts'

const all = (count: number, action: string) => Array.from({ length: count }, (_, index) => `${index + 1} ${action}`)
const recently = (count: number, role: RoleName = 'admin') =>
  Array.from({ length: count }, (_, index) => ({ user: (100 + index) as UserNo, had: 'member' as const, role }))

describe('a new admin', () => {
  it.each<[RoleName, RoleName, boolean]>([
    ['member', 'manager', false],
    ['member', 'admin', true],
    ['manager', 'admin', true],
    ['manager', 'super-admin', true],
    ['admin', 'admin', false],
    ['admin', 'super-admin', true],
    ['super-admin', 'admin', false],
    ['super-admin', 'super-admin', false],
    ['admin', 'member', false],
  ])('from %s to %s: %s', (had, wanted, is) => {
    expect(isNewAdmin(had, wanted)).toBe(is)
  })

  it('is allowed five times, and the sixth stops all of them', () => {
    expect(say(crowd(5, 'member', 'admin'))).toEqual(all(5, 'give'))
    expect(say(crowd(6, 'manager', 'super-admin'))).toEqual(all(6, 'stop'))
    expect(say([...crowd(5, 'member', 'admin'), standing(6, 'admin', 'super-admin')])).toEqual(all(6, 'stop'))
  })

  it('adds to those of the last day who have it still', () => {
    expect(say(crowd(2, 'member', 'admin'), { recent: recently(4) })).toEqual(all(2, 'stop'))
    expect(say(crowd(2, 'member', 'admin'), { recent: recently(4, 'member') })).toEqual(all(2, 'give'))
    const leaving = recently(4).map(({ user }) => standing(user, 'admin', 'member'))
    expect(say([...crowd(2, 'member', 'admin'), ...leaving], { recent: recently(4) })).toEqual(all(2, 'give'))
  })

  it('counts once, though it became admin today and is to be super admin now', () => {
    const again = recently(3).map(({ user }) => standing(user, 'admin', 'super-admin'))
    expect(say([...again, ...crowd(2, 'member', 'admin')], { recent: recently(3) })).toEqual([
      '100 give',
      '101 give',
      '102 give',
      '1 give',
      '2 give',
    ])
  })

  it('joins those who wait, however few they are', () => {
    expect(say([standing(1, 'member', 'admin')], { someWait: true })).toEqual(['1 stop'])
    expect(say([standing(1, 'member', 'admin'), standing(2, 'member', 'admin', { open: waiting('admin') })])).toEqual(
      all(2, 'stop'),
    )
  })

  it('whom a pin names is neither stopped nor counted', () => {
    const pinned = { byWord: true }
    expect(say([...crowd(6, 'member', 'admin', pinned), standing(7, 'member', 'admin')])).toEqual(all(7, 'give'))
    expect(say([standing(1, 'member', 'admin', pinned)], { someWait: true })).toEqual(['1 give'])
  })

  it('who is withheld is none', () => {
    expect(say(crowd(9, 'member', 'admin', { isWithheld: true }))).toEqual([])
  })
})

describe('a stopped new admin', () => {
  const stopped = { open: waiting('admin') }

  it('waits for ever', () => {
    expect(say([standing(1, 'member', 'admin', stopped)])).toEqual(['1 stop'])
  })

  it('gets the role when a super admin has confirmed it, and others do not', () => {
    const confirmed = standing(1, 'member', 'admin', { open: waiting('admin', true) })
    expect(say([confirmed, standing(2, 'member', 'admin', stopped)])).toEqual(['1 give', '2 stop'])
    expect(say([confirmed], { someWait: true, recent: recently(5) })).toEqual(['1 give'])
  })

  it('confirmed as admin is not confirmed as super admin', () => {
    expect(say([standing(1, 'member', 'super-admin', { open: waiting('admin', true) })])).toEqual(['1 stop'])
    expect(say([standing(1, 'member', 'admin', { open: waiting('super-admin', true) })])).toEqual(['1 give'])
  })

  it('is let go when the cause is gone', () => {
    expect(say([standing(1, 'manager', 'manager', stopped)])).toEqual(['1 let-go'])
  })

  it('stays so while withheld, confirmed or not', () => {
    expect(say([standing(1, 'manager', 'admin', { ...stopped, isWithheld: true })])).toEqual(['1 stop'])
    const confirmed = { open: waiting('admin', true), isWithheld: true }
    expect(say([standing(1, 'manager', 'admin', confirmed)])).toEqual(['1 stop'])
  })
})

describe('the last super admin', () => {
  const leaving = standing(1, 'super-admin', 'member')

  it('keeps the role, and so do all who would go at once', () => {
    expect(say([leaving])).toEqual(['1 keep'])
    expect(say([leaving, standing(2, 'super-admin', 'admin', { byWord: true })])).toEqual(all(2, 'keep'))
  })

  it('goes where another is able to sign in, now or by the same run', () => {
    expect(say([leaving], { someSuperAdmin: true })).toEqual([])
    expect(say([leaving, standing(2, 'super-admin', 'super-admin')])).toEqual([])
    expect(say([leaving, standing(2, 'member', 'super-admin')])).toEqual(['2 give'])
  })

  it('is not replaced by one who is withheld, or stopped', () => {
    expect(say([leaving, standing(2, 'super-admin', 'super-admin', { isWithheld: true })])).toEqual(['1 keep'])
    expect(say([leaving, standing(2, 'admin', 'super-admin')], { someWait: true })).toEqual(['1 keep', '2 stop'])
  })

  it('cannot be kept when withheld upstream', () => {
    expect(say([standing(1, 'super-admin', 'super-admin', { isWithheld: true })])).toEqual([])
  })

  it('is let go as soon as somebody else is super admin', () => {
    const kept = standing(1, 'super-admin', 'member', { open: keeping('member') })
    expect(say([kept])).toEqual(['1 keep'])
    expect(say([kept, standing(2, 'member', 'super-admin')])).toEqual(['1 let-go', '2 give'])
    expect(say([kept], { someSuperAdmin: true })).toEqual(['1 let-go'])
  })
})

describe('any decision on roles', () => {
  it('lets no more than five pass in a day, and none past those who wait', () => {
    fc.assert(
      fc.property(anyStandings, ({ standings, elsewhere }) => {
        const given = decideRoles(standings, elsewhere).filter(({ action }) => action === 'give')
        const unnamed = given.filter((decision) => decision.action === 'give' && !decision.byWord)
        expect(unnamed.length).toBeLessThanOrEqual(elsewhere.someWait ? 0 : newAdminsMax)
      }),
    )
  })

  it('leaves a super admin who can sign in where there was one', () => {
    fc.assert(
      fc.property(anyStandings, ({ standings, elsewhere }) => {
        const able = standings.some(({ had, isWithheld }) => had === 'super-admin' && !isWithheld)
        const then = carriedOut(standings, decideRoles(standings, elsewhere))
        const ableThen = then.some(({ had, isWithheld }) => had === 'super-admin' && !isWithheld)
        if (able) expect(ableThen || elsewhere.someSuperAdmin).toBe(true)
      }),
    )
  })

  it('is the same in any order, and made again it changes nothing', () => {
    fc.assert(
      fc.property(anyStandings, ({ standings, elsewhere }) => {
        const decisions = decideRoles(standings, elsewhere)
        const sorted = (some: typeof decisions) => some.toSorted((a, b) => a.user - b.user)
        expect(sorted(decideRoles(standings.toReversed(), elsewhere))).toEqual(sorted(decisions))
        const then = carriedOut(standings, decisions)
        const stays = decisions.filter(({ action }) => action === 'stop' || action === 'keep')
        expect(decideRoles(then, elsewhere)).toEqual(stays)
      }),
    )
  })
})
