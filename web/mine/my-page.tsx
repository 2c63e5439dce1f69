import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function MyPage() {
  return <Page title={text('mine.title')}>{null}</Page>
}
