import { afterAll, describe, expect, it } from 'vitest'
import { dataFolder, rollcall } from '../support/program.ts'

const data = dataFolder()
afterAll(() => data.remove())

async function run(...args: readonly string[]) {
  const program = rollcall(args)
  const { code } = await program.end()
  return { code, out: program.stdout(), err: program.stderr() }
}

describe('the command line', () => {
  it('helps with examples first', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    expect(out.startsWith('Examples\n')).toBe(true)
    for (const command of ['serve', 'work', 'demo', 'migrate', 'doctor', 'organization create', 'admin create'])
      expect(out).toContain(`  ${command} `)
  })

  it('helps with one command, its flags and what they are by default', async () => {
    const { code, out } = await run('serve', '--help')
    expect(code).toBe(0)
    expect(out.startsWith('Examples\n  rollcall serve\n')).toBe(true)
    expect(out).toMatch(/--port … +Port to listen on; 0 takes any free one. Default 8080./)
    expect(out).toContain('--[no-]work')
  })

  it('answers what it does not know with the nearest thing it does, and exit code 2', async () => {
    expect(await run('dmo')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('Did you mean rollcall demo?'),
    })
    expect((await run('organisation', 'create', 'X')).err).toContain('Did you mean rollcall organization create?')
    expect((await run('admin')).err).toContain('Did you mean rollcall admin create?')
    const flag = await run('demo', '--jsn')
    expect(flag).toMatchObject({ code: 2, out: '' })
    expect(flag.err).toContain('Did you mean --json?')
  })

  it('says how a command is called when words are missing', async () => {
    expect(await run('organization', 'create')).toMatchObject({
      code: 2,
      err: expect.stringContaining('rollcall organization create NAME'),
    })
  })

  it('says its version', async () => {
    expect((await run('--version')).out).toMatch(/^rollcall \d+\.\d+\.\d+\n$/)
  })

  it('refuses plain http where others reach it, unless told so', async () => {
    const refused = await run('serve', '--host', '0.0.0.0', '--port', '0', '--data', data.path)
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('--insecure-http')
  })
})
