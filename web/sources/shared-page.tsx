import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function SharedPage() {
  return <Page title={text('sources.title')}>{null}</Page>
}
