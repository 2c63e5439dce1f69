import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pageOf, type Rule } from '../test/support/scim-page.ts'

// Runs every test of SCIM and writes docs/scim-support.md from what came out.
const folder = join(import.meta.dirname, '..')
const results = mkdtempSync(join(tmpdir(), 'rollcall-scim-'))
const file = join(results, 'scim.json')
const args = ['run', '--project', 'pure', '--project', 'integration', 'src/scim/', 'test/scim/']
spawnSync(
  join(folder, 'node_modules/.bin/vitest'),
  [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  {
    cwd: folder,
    stdio: 'inherit',
  },
)

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly ancestorTitles: readonly string[]
      readonly title: string
    }[]
  }[]
}

const report = JSON.parse(readFileSync(file, 'utf8')) as Report
rmSync(results, { recursive: true, force: true })
const files = report.testResults.toSorted((a, b) => a.name.localeCompare(b.name))
const rules = files.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ status, ancestorTitles: [subject = '', ...above], title }): Rule => {
    return { subject, text: [...above, title].join(' '), file: relative(folder, name), holds: status === 'passed' }
  }),
)
writeFileSync(join(folder, 'docs/scim-support.md'), pageOf(rules))
const broken = rules.filter((rule) => !rule.holds).length
console.log(`docs/scim-support.md: ${rules.length} rules, ${broken} of them not kept`)
process.exitCode = broken > 0 || files.some((each) => each.assertionResults.length === 0) ? 1 : 0
