import { getRouteApi, Link } from '@tanstack/react-router'
import type { Product } from '../../src/contract/product.ts'
import { number, text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { ByHand } from './by-hand.tsx'
import { GraceDays } from './grace-days.tsx'
import { GraceTable } from './grace-table.tsx'
import { HeldChart } from './held-chart.tsx'
import { Legend } from './legend.tsx'
import { LineTable } from './line-table.tsx'
import { useProduct } from './queries.ts'
import { ShortagePolicy } from './shortage-policy.tsx'
import { TierTable } from './tier-table.tsx'

const route = getRouteApi('/signed-in/shell/seats')

/** One product: its pools, how they came to be so full, who waits, and what could be freed. */
export function ProductSeats({ product: id }: { readonly product: string }) {
  const product = useProduct(id)
  return (
    <Page
      title={product.data?.name ?? text('seats.title')}
      about={product.data && <Facts product={product.data} />}
      above={
        <Link
          to="/seats"
          className="inline-flex min-h-6 items-center gap-1 self-start text-sm text-ink-soft hover:underline"
        >
          <Icon name="left" />
          {text('seats.title')}
        </Link>
      }
      actions={
        <Link to="/users" search={{ product: id }} className={buttonClass()}>
          {text('seats.whoHolds')}
        </Link>
      }
    >
      <Answer to={product}>{(found) => <Found product={found} />}</Answer>
    </Page>
  )
}

function Facts({ product: { connector, includes } }: { readonly product: Product }) {
  return (
    <>
      {!connector && text('seats.recordOnly')}
      {includes.length > 0 && ` ${text('seats.includes', { names: includes.map(({ name }) => name).join(', ') })}`}
    </>
  )
}

function Found({ product }: { readonly product: Product }) {
  return (
    <>
      <Panel flush>
        <TierTable product={product} />
      </Panel>
      <Legend />
      <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title={text('seats.last30')}>
          <HeldChart product={product.id} />
        </Panel>
        <Panel title={text('seats.couldFree')}>
          <CouldFree product={product} />
        </Panel>
        <Panel>
          <div className="flex flex-col gap-4">
            {product.tiers
              // What is unlimited never runs out.
              .filter(({ owned }) => owned !== null)
              .map((tier) => (
                <ShortagePolicy key={tier.id} product={product} tier={tier} />
              ))}
            <GraceDays product={product} />
          </div>
        </Panel>
      </div>
      <Lists product={product} />
    </>
  )
}

/** What keeps seats from who waits, and where to do something about it. */
function CouldFree({ product }: { readonly product: Product }) {
  const grace = product.tiers.reduce((sum, tier) => sum + tier.grace, 0)
  return (
    <ul className="flex flex-col">
      <li>
        <Link
          to="/seats"
          search={{ product: product.id, tab: 'grace' }}
          replace
          resetScroll={false}
          className={freeLink}
        >
          {text('seats.graceCount', { count: grace })}
          <Icon name="right" className="ml-auto text-ink-soft" />
        </Link>
      </li>
      <li>
        <Link to="/users" search={{ product: product.id, status: 'inactive' }} className={freeLink}>
          {text('seats.inactiveHolders')}
          <Icon name="right" className="ml-auto text-ink-soft" />
        </Link>
      </li>
      <li>
        <Link
          to="/seats"
          search={{ product: product.id, tab: 'pins' }}
          replace
          resetScroll={false}
          className={freeLink}
        >
          {text('seats.byHand')}
          <Icon name="right" className="ml-auto text-ink-soft" />
        </Link>
      </li>
    </ul>
  )
}

const freeLink = 'flex min-h-8 items-center gap-2 rounded-md px-2 -mx-2 hover:bg-sunken'

function Lists({ product }: { readonly product: Product }) {
  const { tab = 'line' } = route.useSearch()
  const navigate = route.useNavigate()
  const sum = (count: 'waiting' | 'grace') => product.tiers.reduce((total, tier) => total + tier[count], 0)
  const named = (name: string, count: number) => (
    <>
      {name} <span className="text-sm font-normal text-ink-soft tabular-nums">{number(count)}</span>
    </>
  )
  return (
    <Tabs
      label={text('seats.lists')}
      chosen={['line', 'grace', 'pins'].includes(tab) ? tab : 'line'}
      onChoose={(chosen) =>
        void navigate({
          search: ({ tab: _, ...before }) => (chosen === 'line' ? before : { ...before, tab: chosen }),
          replace: true,
          resetScroll: false,
        })
      }
      tabs={[
        { id: 'line', name: named(text('seats.line'), sum('waiting')), body: () => <LineTable product={product} /> },
        { id: 'grace', name: named(text('seats.grace'), sum('grace')), body: () => <GraceTable product={product} /> },
        { id: 'pins', name: text('seats.byHand'), body: () => <ByHand product={product} /> },
      ]}
    />
  )
}
