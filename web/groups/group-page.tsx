import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function GroupPage() {
  return <Page title={text('groups.title')}>{null}</Page>
}
