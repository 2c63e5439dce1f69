import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ExistingAccount, ExistingState } from '../../src/contract/existing-account.ts'
import { number, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { AccountTable } from './account-table.tsx'
import { AdoptDialog } from './adopt.tsx'
import { AdoptedPins } from './adopted-pins.tsx'
import { useExisting, useImport } from './existing-queries.ts'
import { ImportButton, Imported } from './import-list.tsx'
import { WayBack } from './way-back.tsx'

const route = getRouteApi('/signed-in/shell/reports/existing-accounts')
const states: readonly ExistingState[] = ['matched', 'unmatched', 'conflicting', 'adopted']

/** What people had in products before Rollcall: who of them is known, and taking it over. */
export function ExistingPage() {
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  const taken = useImport()
  const counts = useExisting('matched').data?.pages[0]?.counts
  const chosen = [...states, 'pins' as const].find((each) => each === tab) ?? 'matched'
  return (
    <Page title={text('reports.existing')} above={<WayBack />} actions={<ImportButton taken={taken} />}>
      <p className="max-w-prose text-md text-ink-soft">{text('existing.about')}</p>
      <Imported taken={taken} />
      <Tabs
        label={text('reports.existing')}
        chosen={chosen}
        onChoose={(id) => void navigate({ search: { tab: id }, replace: true })}
        tabs={[
          ...states.map((state) => ({
            id: state,
            name: (
              <>
                {text(`existing.states.${state}`)}
                {counts && <span className="text-sm text-ink-soft tabular-nums">{number(counts[state])}</span>}
              </>
            ),
            body: () => <Accounts key={state} state={state} />,
          })),
          { id: 'pins', name: text('existing.states.pins'), body: () => <AdoptedPins /> },
        ]}
      />
    </Page>
  )
}

type Asked = Pick<Parameters<typeof AdoptDialog>[0], 'which' | 'count' | 'ofSeveral' | 'isOver'>

function Accounts({ state }: { readonly state: ExistingState }) {
  const asked = useExisting(state)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [adopting, setAdopting] = useState<Asked>()
  const accounts = asked.data?.pages.flatMap((page) => page.accounts)
  const total = asked.data?.pages[0]?.counts[state] ?? 0
  const there = accounts?.filter(({ id }) => chosen.has(id)) ?? []
  const close = () => setAdopting(undefined)
  return (
    <>
      {state === 'matched' && total > 0 && (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onPress={() => setAdopting({ which: { all: true }, count: total })}>
            {text('existing.adoptAll', { count: total })}
          </Button>
          {there.length > 0 && (
            <Button
              onPress={() => setAdopting({ which: { accounts: there.map(({ id }) => id) }, count: there.length })}
            >
              {text('existing.adoptChosen', { count: there.length })}
            </Button>
          )}
        </div>
      )}
      <Answer to={{ data: accounts, error: asked.error, refetch: asked.refetch }}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="users" title={text(`existing.empty.${state}`)} about={text(`existing.emptyHint.${state}`)} />
          ) : (
            <AccountTable
              state={state}
              accounts={all}
              total={total}
              chosen={chosen}
              onToggle={(id) => setChosen(toggled(chosen, id))}
              onAdopt={(account) => setAdopting(oneOf(account))}
              more={
                asked.hasNextPage
                  ? { isLoading: asked.isFetchingNextPage, load: () => void asked.fetchNextPage() }
                  : undefined
              }
            />
          )
        }
      </Answer>
      {adopting && (
        <AdoptDialog
          {...adopting}
          onClose={close}
          onDone={() => {
            setChosen(new Set())
            close()
          }}
        />
      )}
    </>
  )
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}

function oneOf(account: ExistingAccount): Asked {
  return {
    which: { accounts: [account.id] },
    count: 1,
    ofSeveral: account.problem === 'several-users' ? account : undefined,
    isOver: account.problem === 'pool-full',
  }
}
