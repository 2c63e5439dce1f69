import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function ActivityPage() {
  return <Page title={text('activity.title')}>{null}</Page>
}
