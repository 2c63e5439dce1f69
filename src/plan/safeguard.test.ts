import { describe, expect, it } from 'vitest'
import { judge } from './safeguard.ts'

const defaults = { lossShareMax: 0.1, lossesAllowed: 5 }
const losses = { recent: 0, holders: 100, stopped: 0, pending: 0 }

describe('the safeguard', () => {
  it('allows a tenth of the holders, and stops one more', () => {
    expect(judge({ ...losses, pending: 10 }, defaults).verdict).toBe('allowed')
    expect(judge({ ...losses, pending: 11 }, defaults)).toEqual({ verdict: 'stopped', losses: 11, limit: 10 })
  })

  it('always allows five, however few hold the product', () => {
    expect(judge({ ...losses, holders: 5, pending: 5 }, defaults).verdict).toBe('allowed')
    expect(judge({ ...losses, holders: 6, pending: 6 }, defaults).verdict).toBe('stopped')
  })

  it('adds up the losses of the last day, so that one user a request makes no difference', () => {
    let [holders, recent] = [10_000, 0]
    while (judge({ recent, holders, stopped: 0, pending: 1 }, defaults).verdict === 'allowed') {
      holders--
      recent++
    }
    expect(recent).toBe(1000)
  })

  it('lets later losses join those that wait for an admin', () => {
    expect(judge({ ...losses, stopped: 1, pending: 1 }, defaults).verdict).toBe('stopped')
  })

  it('has nothing to stop where nobody loses', () => {
    expect(judge({ ...losses, stopped: 50 }, defaults).verdict).toBe('allowed')
  })
})
