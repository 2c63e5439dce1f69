import { useQuery } from '@tanstack/react-query'
import type { Overview } from '../../src/contract/overview.ts'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Answer } from '../ui/answer.tsx'
import { Page } from '../ui/page.tsx'
import { Health, Sources } from './health.tsx'
import { useLastHere } from './last-here.ts'
import { Needs } from './needs.tsx'
import { useOverview } from './queries.ts'
import { SeatBars } from './seat-bars.tsx'
import { Setup } from './setup.tsx'
import { Today } from './today.tsx'

/** How the organization is, what needs an admin, what happened. Until the first seat is given: how to get there. */
export function OverviewPage() {
  const organization = useQuery(sessionQuery).data?.session?.organization.id ?? ''
  const overview = useOverview(useLastHere(organization))
  return (
    <Page title={text('overview.title')} about={overview.data && <Health overview={overview.data} />}>
      <Answer to={overview}>{(found) => <Found overview={found} />}</Answer>
    </Page>
  )
}

function Found({ overview }: { readonly overview: Overview }) {
  if (overview.setup.firstSeatAt === null) return <Setup overview={overview} />
  return (
    <>
      <Sources sources={overview.sources} />
      <Needs overview={overview} />
      <div className="grid gap-4 lg:grid-cols-2">
        <SeatBars seats={overview.seats} />
        <Today overview={overview} />
      </div>
    </>
  )
}
