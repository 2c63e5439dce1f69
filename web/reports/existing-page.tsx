import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function ExistingPage() {
  return <Page title={text('reports.existing')}>{null}</Page>
}
