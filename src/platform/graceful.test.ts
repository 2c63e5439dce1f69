import { describe, expect, it } from 'vitest'
import { closeInOrder } from './graceful.ts'
import { createLog } from './log.ts'

const lines: string[] = []
const log = createLog({ destination: { write: (line) => void lines.push(line) } })

describe('closing', () => {
  it('goes from the last opened to the first, once', async () => {
    const closed: string[] = []
    const closing = closeInOrder(log)
    closing.add('database', async () => void closed.push('database'))
    closing.add('http', () => void closed.push('http'))
    expect(await Promise.all([closing.close(), closing.close()])).toEqual([true, true])
    expect(closed).toEqual(['http', 'database'])
  })

  it('goes on after a step that fails, and tells', async () => {
    const closed: string[] = []
    const closing = closeInOrder(log)
    closing.add('database', () => void closed.push('database'))
    closing.add('http', () => Promise.reject(new Error('port stuck')))
    expect(await closing.close()).toBe(false)
    expect(closed).toEqual(['database'])
    expect(lines.at(-1)).toContain('closing http failed')
  })

  it('does not wait for ever', async () => {
    const closing = closeInOrder(log, 30)
    closing.add('worker', () => new Promise(() => {}))
    expect(await closing.close()).toBe(false)
    expect(lines.at(-1)).toContain('worker did not close within 30 ms')
  })
})
