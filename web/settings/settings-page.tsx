import { getRouteApi } from '@tanstack/react-router'
import type { Organization } from '../../src/contract/organization.ts'
import { text } from '../locales/text.ts'
import { SwitchUserSync } from '../plans/switch-user-sync.tsx'
import { Answer } from '../ui/answer.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { General } from './general.tsx'
import { History } from './history.tsx'
import { useOrganization } from './queries.ts'
import { Safeguard } from './safeguard.tsx'

const route = getRouteApi('/signed-in/shell/settings')

const parts = {
  general: General,
  safeguard: Safeguard,
  history: History,
  'user-sync': () => <SwitchUserSync />,
} as const satisfies Record<string, (props: { organization: Organization }) => React.ReactNode>

type Part = keyof typeof parts
const isPart = (tab: string): tab is Part => tab in parts

/** What an organization is set to. Each setting is saved by itself. */
export function SettingsPage() {
  const { tab = 'general' } = route.useSearch()
  const navigate = route.useNavigate()
  const organization = useOrganization()
  return (
    <Page title={text('settings.title')} about={organization.data?.name}>
      <Tabs
        label={text('settings.title')}
        chosen={isPart(tab) ? tab : 'general'}
        onChoose={(chosen) => void navigate({ search: chosen === 'general' ? {} : { tab: chosen }, replace: true })}
        tabs={(Object.keys(parts) as Part[]).map((id) => {
          const Shown = parts[id]
          return {
            id,
            name: text(`settings.tab.${id}`),
            body: () => <Answer to={organization}>{(found) => <Shown organization={found} />}</Answer>,
          }
        })}
      />
    </Page>
  )
}
