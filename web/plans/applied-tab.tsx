import { text } from '../locales/text.ts'
import { Panel } from '../ui/page.tsx'
import { RuleVersions } from './rule-versions.tsx'
import { RunList } from './run-list.tsx'

/** What was done: versions of the rules, and runs; each with a way back. */
export function AppliedTab() {
  return (
    <>
      <Panel flush title={text('plans.versions')} about={text('plans.versionsHint')}>
        <RuleVersions />
      </Panel>
      <Panel flush title={text('plans.runs')} about={text('plans.runsHint')}>
        <RunList />
      </Panel>
    </>
  )
}
