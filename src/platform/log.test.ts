import { describe, expect, it } from 'vitest'
import { createLog, type Log } from './log.ts'
import { makeSecret } from './secrets.ts'

function logged(use: (log: Log) => void): Record<string, unknown> {
  const lines: string[] = []
  use(createLog({ destination: { write: (line) => void lines.push(line) } }))
  return JSON.parse(lines.join('')) as Record<string, unknown>
}

describe('the log', () => {
  it('is a JSON line with a level in words and a moment', () => {
    const line = logged((log) => log.info({ port: 1 }, 'listening'))
    expect(line).toMatchObject({ level: 'info', msg: 'listening', port: 1, time: expect.stringMatching(/^\d{4}-.*Z$/) })
  })

  it('never holds a secret, whatever carries it', () => {
    const secret = makeSecret('scim')
    const cause = new Error(`cause ${secret}`)
    const text = JSON.stringify([
      logged((log) => log.error({ err: new Error(`wrong ${secret}`, { cause }) }, `failed for ${secret}`)),
      logged((log) => log.info({ req: { headers: { authorization: 'Bearer x1', 'set-cookie': 'x2' } }, token: 'x3' })),
      logged((log) => log.info('postgres://rollcall:x4@host/db')),
    ])
    expect(text).toContain('rc_scim_[redacted]')
    expect(text).not.toContain(secret)
    expect(text).not.toMatch(/x[1-4]/)
  })

  it('describes an error and its cause, without what PostgreSQL quotes of the row', () => {
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'users_name',
      detail: 'Key (user_name)=(anna)',
    })
    const line = logged((log) => log.error({ err: new Error('not written', { cause }) }))
    expect(line.err).toMatchObject({ message: 'not written', cause: { code: '23505', constraint: 'users_name' } })
    expect(JSON.stringify(line)).not.toContain('anna')
  })
})
