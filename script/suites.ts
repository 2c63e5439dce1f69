import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasPostgres15, installPackages, startPostgres15 } from './debian.ts'

// Runs every suite, one after the other, and counts: a check such as the linter is one. What was left out is named,
// and fails the run where CI=true. The last line is "N passed, N failed".
const results = mkdtempSync(join(tmpdir(), 'rollcall-suites-'))
const skipped: string[] = []
let passed = 0
let failed = 0

skipped.push(...installPackages())
if (existsSync('web/vite.config.ts')) check('web', 'vite', 'build', 'web')
check('lint', 'biome', 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`)
check('types', 'tsc')
suite('pure', ['--project', 'pure'])
suite('integration', ['--project', 'integration'])
if (globSync('test/e2e/**/*.test.ts').length > 0) suite('e2e', ['--project', 'e2e'])
else skipped.push('e2e (there is none)')
await oldestPostgres()
rmSync(results, { recursive: true, force: true })

for (const each of skipped) console.log(`skipped: ${each}`)
const strict = process.env.CI === 'true'
if (strict && skipped.length > 0) console.log('CI=true: what was skipped counts as failed.')
if (strict) failed += skipped.length
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** A tool that says yes or no. */
function check(name: string, command: string, ...args: readonly string[]): void {
  console.log(`\n== ${name}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status === 0) passed++
  else failed++
}

function suite(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  console.log(`\n== ${name}`)
  const file = join(results, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { status } = spawnSync('vitest', ['run', ...args, ...reporters], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const counted = existsSync(file) ? count(name, file) : 0
  // A run that failed without a failed test: a file that did not load, an error outside any test.
  if (status !== 0 && counted === 0) failed++
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** Adds what the report says to the sums. @returns how many failed */
function count(suiteName: string, path: string): number {
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report
  const tests = report.testResults.flatMap((each) => each.assertionResults)
  const of = (...states: readonly string[]) => tests.filter((test) => states.includes(test.status))
  const unread = report.testResults.filter((each) => each.status === 'failed' && each.assertionResults.length === 0)
  passed += of('passed').length
  failed += of('failed').length + unread.length
  skipped.push(...of('pending', 'skipped', 'todo', 'disabled').map((test) => `${suiteName}: ${test.fullName}`))
  return of('failed').length + unread.length
}

/** The migrations, and one journey, on the oldest PostgreSQL we run on: Debian 12's. */
async function oldestPostgres(): Promise<void> {
  if (!hasPostgres15()) return void skipped.push('PostgreSQL 15 (not installed)')
  const server = await startPostgres15()
  const journeys = [
    'src/platform/db/migrate.test.ts',
    'src/platform/jobs/jobs.test.ts',
    'test/journeys/hire.test.ts',
  ].filter((path) => existsSync(path))
  suite('PostgreSQL 15', ['--project', 'integration', ...journeys], { ROLLCALL_TEST_DATABASE: server.url })
  await server.stop()
}
