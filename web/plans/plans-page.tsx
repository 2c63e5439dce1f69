import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function PlansPage() {
  return <Page title={text('plans.title')}>{null}</Page>
}
