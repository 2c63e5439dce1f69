import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function FailuresPage() {
  return <Page title={text('failures.title')}>{null}</Page>
}
