import { cpSync, existsSync, globSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type DemoReady, dataFolder, endPrograms, program } from '../support/program.ts'
import { openScim } from '../support/scim-client.ts'

const root = join(import.meta.dirname, '../..')
const folder = dataFolder()
const clone = join(folder.path, 'clone')
const home = join(folder.path, 'home')
const installed = join(home, 'node_modules/rollcall')

/** A terminal's environment: the Node that the machine has, nothing that npm or Vitest say to their own. */
const terminal: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) =>
        /^(npm_(?!config_(cache|registry|.*proxy|cafile))|NODE_(?!EXTRA_CA)|VITEST|ROLLCALL_)/i.test(name),
      )
      .map((name) => [name, undefined]),
  ),
  PATH: process.env
    .PATH!.split(delimiter)
    .filter((each) => !each.endsWith('node_modules/.bin'))
    .join(delimiter),
}

const within = (cwd: string, ...words: readonly string[]) =>
  program('sh', ['-c', 'cd "$0" && exec "$@"', cwd, ...words], terminal)

async function outputOf(cwd: string, ...words: readonly string[]): Promise<string> {
  const told = within(cwd, ...words)
  const { code } = await told.end()
  if (code !== 0) throw new Error(`${words.join(' ')}: exit code ${code}\n${told.stdout()}\n${told.stderr()}`)
  return told.stdout()
}

const filesOf = (from: string, pattern: string) =>
  globSync(pattern, { cwd: from, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(from.length + 1))
    .sort()

// Packed in a copy, since the build replaces the console that other tests are looking at. The folder it is installed in
// has a package.json, or npm would look for one, or for a node_modules, in the folders above.
beforeAll(async () => {
  const startedAt = performance.now()
  const left = /^(node_modules|dist|coverage|\.(?!gitignore$).*|.*\.(tgz|log))$/
  for (const name of globSync('*', { cwd: root }).filter((each) => !left.test(each)))
    cpSync(join(root, name), join(clone, name), { recursive: true })
  cpSync(join(root, '.gitignore'), join(clone, '.gitignore'))
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{ "private": true }')
  await outputOf(clone, 'npm', 'pack', '--pack-destination', folder.path)
  const packedMs = performance.now() - startedAt
  const tarball = globSync(join(folder.path, 'rollcall-*.tgz'))[0]!
  await outputOf(home, 'npm', 'i', '--no-audit', '--no-fund', '--prefer-offline', tarball)
  const installedMs = performance.now() - startedAt - packedMs
  const times = `packed in ${(packedMs / 1000).toFixed(1)} s, installed in ${(installedMs / 1000).toFixed(1)} s`
  console.log(`package of ${Math.round(statSync(tarball).size / 1024)} KB: ${times}`)
}, 240_000)
afterEach(endPrograms)
afterAll(folder.remove)

describe('the npm package', () => {
  it('holds what runs, and nothing else', () => {
    const sources = filesOf(clone, 'src/**/*').filter((path) => !path.endsWith('.test.ts'))
    const migrations = filesOf(clone, 'migrations/*').filter((path) => path !== 'migrations/schema.sql')
    const built = sources.map((path) => `dist/${path.replace(/\.ts$/, '.js')}`)
    const named = ['CHANGELOG.md', 'LICENSE', 'README.md', 'bin/rollcall.js', 'package.json']
    const files = filesOf(installed, '**/*').filter((path) => !path.startsWith('node_modules/'))
    expect(files.filter((path) => !path.startsWith('dist/web/'))).toEqual([...built, ...migrations, ...named].sort())
    expect(files).toContain('dist/web/index.html')
    expect(migrations.length).toBeGreaterThan(0)
    expect(files.filter((path) => /\.(tsx?|map)$/.test(path))).toEqual([])
  })

  it('imports what it depends on, and no TypeScript', () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    const texts = filesOf(installed, 'dist/src/**/*.js').map((path) => readFileSync(join(installed, path), 'utf8'))
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/\b(?:from |import |import\()['"]((?:@[\w.-]+\/)?\w[\w.:-]*)[/'"]/g)].map((match) => match[1]!),
    )
    const packages = [...new Set(imported.filter((name) => !name.startsWith('node:')))].sort()
    expect(packages).toContain('fastify')
    expect(packages.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([])
    expect(texts.flatMap((text) => text.match(/(['"`])[^'"`\s]*\/[^'"`\s]*\.ts\1/g) ?? [])).toEqual([])
  })

  it('answers --help and --version on the Node of this machine, as a clone does', { timeout: 60_000 }, async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(await outputOf(home, 'npx', 'rollcall', '--version')).toBe(`rollcall ${version}\n`)
    // npx puts the pinned Node first; without it, the starter has to find it.
    const help = await outputOf(home, 'node', 'node_modules/.bin/rollcall', '--help')
    expect(help).toContain('rollcall serve')
    expect(await outputOf(home, 'npx', 'rollcall', '--help')).toBe(help)
    expect(await outputOf(root, 'node', 'bin/rollcall.js', '--help')).toBe(help)
    // Loads what the demo below runs: Node writes its compile cache (1,800 files) when a program ends, and only once.
    expect(await outputOf(home, 'npx', 'rollcall', 'demo', '--help')).toContain('--empty')
  })

  it('runs the demo, and stops it within five seconds', { timeout: 120_000 }, async () => {
    const data = join(folder.path, 'data')
    const demo = within(home, 'npx', 'rollcall', 'demo', '--json', '--port', '0', '--data', data, '--empty')
    onTestFinished(async () => void (await demo.end('SIGTERM')))
    const { url, scim } = JSON.parse(await demo.said(/^(\{.*\})$/m, 90_000)) as DemoReady
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(await (await fetch(url)).text()).toContain('<!doctype html>')
    const { status, body } = await openScim(scim).send('GET', '/ServiceProviderConfig')
    expect([status, body]).toMatchObject([200, { patch: { supported: true } }])
    // npx passes a SIGTERM on to its shell only: it has ended when the demo has closed its outputs.
    const { tookMs } = await demo.end('SIGTERM')
    expect(demo.stderr()).toMatch(/Stopping …\s*$/)
    expect(demo.stderr()).not.toMatch(/"level":"(error|fatal)"/)
    expect(tookMs).toBeLessThan(5000)
    expect(existsSync(join(data, 'owner.lock'))).toBe(false)
    console.log(`demo of the package stopped in ${(tookMs / 1000).toFixed(2)} s`)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })
})
