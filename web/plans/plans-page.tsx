import { getRouteApi } from '@tanstack/react-router'
import { number, text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { AppliedTab } from './applied-tab.tsx'
import { DraftTab } from './draft-tab.tsx'
import { StoppedTab } from './stopped-tab.tsx'
import { useStopped } from './stops.ts'
import { SwitchUserSync } from './switch-user-sync.tsx'

const route = getRouteApi('/signed-in/shell/plans')

/** What is planned, what was stopped, what was done. */
export function PlansPage() {
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  const stopped = useStopped().data
  const count = stopped ? stopped.stops.reduce((sum, stop) => sum + stop.count, stopped.roles?.count ?? 0) : 0
  return (
    <Page title={text('plans.title')} about={text('plans.about')}>
      <SwitchUserSync onlyPaused />
      <Tabs
        label={text('plans.title')}
        chosen={tab ?? 'draft'}
        onChoose={(id) => void navigate({ search: id === 'draft' ? {} : { tab: id }, replace: true })}
        tabs={[
          { id: 'draft', name: text('plans.tab.draft'), body: () => <DraftTab /> },
          {
            id: 'stopped',
            name: (
              <>
                {text('plans.tab.stopped')}
                {count > 0 && (
                  <span className="rounded-full bg-warn-soft px-1.5 text-xs font-medium text-warn-ink tabular-nums">
                    {number(count)}
                  </span>
                )}
              </>
            ),
            body: () => <StoppedTab />,
          },
          { id: 'applied', name: text('plans.tab.applied'), body: () => <AppliedTab /> },
        ]}
      />
    </Page>
  )
}
