import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { say } from '../ui/toast.tsx'
import { FilesTab } from './files-tab.tsx'
import { Health } from './health.tsx'
import { ShareLink } from './links.tsx'
import { placesOf, providerOf } from './providers.ts'
import { useSource, useSourceEdit } from './queries.ts'
import { RequestDrawer } from './request-drawer.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { SetupTab } from './setup-tab.tsx'
import { TrafficTab } from './traffic-tab.tsx'

const route = getRouteApi('/signed-in/shell/sources/$source')

export type Search = ReturnType<typeof route.useSearch>

/** One source: how to connect it, what comes from it, and what it may do. */
export function SourcePage() {
  const { source: id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const source = useSource(id)
  const go = (change: { readonly [Name in keyof Search]?: string | undefined }) =>
    void navigate({ search: (was) => given({ ...was, ...change }), replace: true, resetScroll: false })
  return (
    <Page
      title={source.data?.name ?? text('sources.source')}
      above={
        <Link
          to="/sources"
          className="inline-flex min-h-7 w-fit items-center gap-1 text-sm text-ink-soft hover:text-ink hover:underline"
        >
          <Icon name="left" />
          {text('sources.title')}
        </Link>
      }
      about={source.data && <About source={source.data} />}
      actions={source.data && <Actions source={source.data} search={search} />}
    >
      <Answer to={source}>
        {(shown) => (
          <>
            <Tabs
              label={shown.name}
              tabs={tabsOf(shown, search, go)}
              chosen={search.tab ?? 'setup'}
              onChoose={(tab) => go({ tab: tab === 'setup' ? undefined : tab })}
            />
            {search.request && (
              <RequestDrawer source={id} request={search.request} onClose={() => go({ request: undefined })} />
            )}
          </>
        )}
      </Answer>
    </Page>
  )
}

function tabsOf(
  source: Source,
  search: Search,
  go: (change: { readonly [Name in keyof Search]?: string | undefined }) => void,
) {
  const settings = { id: 'settings', name: text('sources.tab.settings'), body: () => <SettingsTab source={source} /> }
  if (source.kind === 'csv') {
    const onReview = (review: string | undefined) => go({ show: review, open: undefined })
    const files = () => (
      <FilesTab
        source={source}
        review={search.show}
        list={search.open}
        onReview={onReview}
        onList={(open) => go({ open })}
      />
    )
    return [{ id: 'setup', name: text('sources.tab.files'), body: files }, settings]
  }
  const traffic = () => <TrafficTab source={source} status={search.status} onStatus={(status) => go({ status })} />
  return [
    { id: 'setup', name: text('sources.tab.setup'), body: () => <SetupTab source={source} chosen={search.provider} /> },
    { id: 'traffic', name: text('sources.tab.traffic'), body: traffic },
    settings,
  ]
}

function About({ source }: { readonly source: Source }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-3">
      <Health source={source} />
      <span>{text('sources.content', { users: source.users, groups: source.groups })}</span>
    </span>
  )
}

function Actions({ source, search }: { readonly source: Source; readonly search: Search }) {
  const edit = useSourceEdit(source.id)
  const [isSharing, setSharing] = useState(false)
  const provider = providerOf(search.provider, source.name)
  const turn = (state: Source['state'], undo: boolean) =>
    edit.mutate(
      { kind: 'change', change: { state } },
      {
        onSuccess: () =>
          say({
            title: text(state === 'paused' ? 'sources.pausedDone' : 'sources.resumedDone', { name: source.name }),
            ...(state === 'paused' && { about: text('sources.pausedAbout') }),
            ...(undo && { undo: () => turn(state === 'on' ? 'paused' : 'on', false) }),
          }),
        onError: (error) => say({ look: 'bad', title: error.message }),
      },
    )
  return (
    <>
      <Button isPending={edit.isPending} onPress={() => turn(source.state === 'on' ? 'paused' : 'on', true)}>
        {text(source.state === 'on' ? 'sources.pause' : 'sources.resume')}
      </Button>
      {source.kind === 'scim' && (
        <Button look="primary" icon="link" onPress={() => setSharing(true)}>
          {provider === 'other'
            ? text('sources.share')
            : text('sources.shareWith', { provider: placesOf[provider].name })}
        </Button>
      )}
      {isSharing && <ShareLink source={source} onClose={() => setSharing(false)} />}
    </>
  )
}

/** What is not chosen is left out of the address. */
function given(search: { readonly [Name in keyof Search]?: string | undefined }): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Search
}
