import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function OverviewPage() {
  return <Page title={text('overview.title')}>{null}</Page>
}
