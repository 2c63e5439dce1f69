import { useState } from 'react'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { Page } from '../ui/page.tsx'
import { ClaimTable } from './claim-table.tsx'
import { type Claim, claimsOf, useConflicts } from './conflict-queries.ts'
import { HandOverDialog } from './hand-over.tsx'
import { WayBack } from './way-back.tsx'

/** Addresses that users of several sources have, and whose they are to be. */
export function ConflictsPage() {
  const conflicts = useConflicts()
  const claims = conflicts.data && claimsOf(conflicts.data.pages.flatMap((page) => page.conflicts))
  return (
    <Page title={text('reports.conflicts')} above={<WayBack />}>
      <p className="max-w-prose text-md text-ink-soft">{text('conflicts.about')}</p>
      <Answer to={{ data: claims, error: conflicts.error, refetch: conflicts.refetch }}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="check" title={text('conflicts.none')} about={text('conflicts.noneHint')} />
          ) : (
            <Claims
              claims={all}
              more={
                conflicts.hasNextPage
                  ? { isLoading: conflicts.isFetchingNextPage, load: () => void conflicts.fetchNextPage() }
                  : undefined
              }
            />
          )
        }
      </Answer>
    </Page>
  )
}

interface Asked {
  readonly claims: readonly Claim[]
  readonly source?: Reference
}

function Claims({
  claims,
  more,
}: {
  readonly claims: readonly Claim[]
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | undefined
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<Asked>()
  const there = claims.filter(({ claimant }) => chosen.has(claimant.user.id))
  const toggle = ({ address, claimant }: Claim) => {
    const next = new Set(chosen)
    const wasChosen = next.delete(claimant.user.id)
    // An address has one owner: who else claims it is no longer meant.
    for (const other of claims) if (other.address === address) next.delete(other.claimant.user.id)
    if (!wasChosen) next.add(claimant.user.id)
    setChosen(next)
  }
  const close = () => setAsked(undefined)
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {there.length > 0 && (
          <Button look="primary" onPress={() => setAsked({ claims: there })}>
            {text('conflicts.hand', { count: there.length })}
          </Button>
        )}
        <BySource claims={claims} onChoose={setAsked} />
      </div>
      <ClaimTable
        claims={claims}
        chosen={chosen}
        more={more}
        onToggle={toggle}
        onHandOver={(claim) => setAsked({ claims: [claim] })}
      />
      {asked && (
        <HandOverDialog
          claims={asked.claims}
          source={asked.source}
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

/** All that one source claims, whether it was loaded or not. */
function BySource({
  claims,
  onChoose,
}: {
  readonly claims: readonly Claim[]
  readonly onChoose: (asked: Asked) => void
}) {
  const sources = new Map(claims.map(({ claimant: { source } }) => [source.id, source]))
  return (
    <Menu
      label={text('conflicts.bySource')}
      placement="bottom start"
      trigger={<Button>{text('conflicts.bySource')}</Button>}
    >
      <MenuActions
        actions={[...sources.values()].map((source) => ({
          id: source.id,
          name: source.name,
          onAction: () =>
            onChoose({ source, claims: claims.filter(({ claimant }) => claimant.source.id === source.id) }),
        }))}
      />
    </Menu>
  )
}
