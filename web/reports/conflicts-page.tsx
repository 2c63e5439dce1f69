import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function ConflictsPage() {
  return <Page title={text('reports.conflicts')}>{null}</Page>
}
