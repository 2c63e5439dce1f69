import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { groundSettings, nearest, readConfig, readFlags } from './config.ts'
import type { Refused } from './errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'config-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'rollcall.config.json')
  writeFileSync(path, text)
  return path
}

function refusal(work: () => unknown): Pick<Refused, 'code' | 'message'> {
  try {
    work()
  } catch (error) {
    return { code: (error as Refused).code, message: (error as Refused).message }
  }
  throw new Error('nothing was refused')
}

const read = (env: NodeJS.ProcessEnv, argv: readonly string[] = []) =>
  readConfig(groundSettings, { flags: readFlags(argv, groundSettings).flags, env })

describe('settings', () => {
  it('come from defaults, the file, the environment and flags, and the later wins', () => {
    const path = file('{"host": "a", "port": 1, "logLevel": "debug", "databasePrepare": false}')
    const { config, origin } = read({ ROLLCALL_PORT: '2', ROLLCALL_HOST: 'b' }, [
      'serve',
      '--config',
      path,
      '--host',
      'c',
    ])
    expect(config).toMatchObject({
      host: 'c',
      port: 2,
      logLevel: 'debug',
      databasePrepare: false,
      databasePoolSize: 10,
    })
    expect(origin).toMatchObject({ host: '--host', port: 'ROLLCALL_PORT', logLevel: path, databasePoolSize: 'default' })
  })

  it('take a secret from the environment or from a file, and never from a flag', () => {
    const path = join(folder, 'secret')
    writeFileSync(path, 'postgres://x\n')
    expect(read({ DATABASE_URL_FILE: path }).config.databaseUrl).toBe('postgres://x')
    expect(read({ DATABASE_URL: 'postgres://y' }).config.databaseUrl).toBe('postgres://y')
    expect(read({ ROLLCALL_DATABASE_URL: 'postgres://z' }).config.databaseUrl).toBe('postgres://z')
    expect(refusal(() => read({}, ['--metrics-token', 'x'])).code).toBe('CONFIG_UNKNOWN')
    expect(refusal(() => read({ ROLLCALL_METRICS_TOKEN_FILE: '/nowhere' })).message).toContain('/nowhere')
  })

  it('refuse a name that is not known and say which was meant', () => {
    expect(refusal(() => read({ ROLLCALL_PROT: '1' })).message).toContain('Did you mean ROLLCALL_PORT?')
    expect(refusal(() => read({}, ['--hots', 'x'])).message).toContain('Did you mean --host?')
    expect(refusal(() => read({}, ['--config', file('{"publicURI": "x"}')])).message).toContain(
      'Did you mean publicUrl?',
    )
    expect(nearest('xyzzy', ['serve', 'work'])).toBeUndefined()
  })

  it('leave the variables of tests and of the command line alone', () => {
    expect(() => read({ ROLLCALL_TEST_CLOCK: '1', ROLLCALL_URL: 'x', ROLLCALL_TOKEN: 'x' })).not.toThrow()
  })

  it('refuse a value they cannot have, by name and origin, without repeating a secret', () => {
    const { message } = refusal(() => read({ ROLLCALL_PORT: '80a' }))
    expect(message).toBe('port (ROLLCALL_PORT) must be a whole number from 0 to 65535, not "80a".')
    expect(refusal(() => read({ ROLLCALL_LOG_LEVEL: 'loud' })).code).toBe('CONFIG_INVALID')
    expect(refusal(() => read({ ROLLCALL_PUBLIC_URL: 'example.org' })).code).toBe('CONFIG_INVALID')
    expect(refusal(() => read({}, ['--config', file('[1]')])).code).toBe('CONFIG_INVALID')
    expect(refusal(() => read({}, ['--port'])).code).toBe('CONFIG_INVALID')
  })

  it('understand switches, lists and addresses', () => {
    const { config } = read(
      { ROLLCALL_TRUSTED_PROXIES: '10.0.0.0/8, ::1', ROLLCALL_PUBLIC_URL: 'https://a.example/' },
      ['--insecure-http', '--no-database-prepare'],
    )
    expect(config).toMatchObject({ insecureHttp: true, databasePrepare: false, trustedProxies: ['10.0.0.0/8', '::1'] })
    expect(config.publicUrl).toBe('https://a.example')
  })

  it('belong to a command where it has flags of its own', () => {
    const { flags, words } = readFlags(['demo', '--users', '50', '--open'], groundSettings, {
      users: 'string',
      open: 'boolean',
    })
    expect(words).toEqual(['demo'])
    expect(flags).toMatchObject({ users: '50', open: true })
  })
})
