import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'

export function SettingsPage() {
  return <Page title={text('settings.title')}>{null}</Page>
}
