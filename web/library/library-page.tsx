import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function LibraryPage() {
  return <Page title={text('library.title')}>{null}</Page>
}
