import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Connecting } from '../../src/contract/traffic.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Brand } from '../ui/brand.tsx'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { ProvenSteps } from './checklist.tsx'
import { CopyField } from './copy-field.tsx'
import { ProviderSteps } from './provider-steps.tsx'
import { providerOf } from './providers.ts'
import { type Access, useConnecting, useConnectToken } from './queries.ts'
import { SecretOnce } from './secret-once.tsx'
import { Live, setUpGrid } from './setup-tab.tsx'

const route = getRouteApi('/connect/$link')

/** For who sets up the provider and has no account: what an admin sent them a link to. */
export function ConnectPage() {
  const { link } = route.useParams()
  const { provider } = route.useSearch()
  const connecting = useConnecting(link)
  return (
    <div className="min-h-dvh">
      <header className="border-b border-line bg-surface px-4 py-3 sm:px-6 lg:px-8">
        <Brand />
      </header>
      <main>
        <Page
          title={
            connecting.data ? text('sources.connectTitle', { source: connecting.data.source }) : text('sources.connect')
          }
          about={
            connecting.data && (
              <>
                {connecting.data.organization} · {text('sources.linkUntil')}{' '}
                <Moment at={connecting.data.expiresAt} form="since" />
              </>
            )
          }
        >
          <Answer to={connecting}>{(shown) => <Connection link={link} connecting={shown} chosen={provider} />}</Answer>
        </Page>
      </main>
    </div>
  )
}

function Connection({
  link,
  connecting,
  chosen,
}: {
  readonly link: string
  readonly connecting: Connecting
  readonly chosen: string | undefined
}) {
  const { source, url, state, checklist, requests } = connecting
  const provider = providerOf(chosen, requests[0]?.client, source)
  return (
    <>
      {state === 'paused' && <Notice look="warn" title={text('sources.pausedNotice')} />}
      <Panel>
        <div className="grid items-end gap-x-6 gap-y-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
          <CopyField label={text('sources.url')} value={url} />
          <MakeToken link={link} isAllowed={connecting.tokenAllowed} />
        </div>
      </Panel>
      <div className={setUpGrid}>
        <ProvenSteps checklist={checklist} provider={provider} />
        <div className="min-w-0 lg:row-span-2 xl:row-span-1">
          <Live traffic={{ requests: requests.slice(0, 15) }} />
        </div>
        <ProviderSteps provider={provider} />
      </div>
    </>
  )
}

function MakeToken({ link, isAllowed }: { readonly link: string; readonly isAllowed: boolean }) {
  const make = useConnectToken(link)
  const [made, setMade] = useState<Access>()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-sm font-medium">{text('sources.token')}</span>
      {make.error && <Notice live look="bad" title={make.error.message} />}
      <div className="flex min-h-9 items-center">
        {isAllowed ? (
          <Button
            look="primary"
            icon="key"
            isPending={make.isPending}
            onPress={() => make.mutate(undefined, { onSuccess: setMade })}
          >
            {text('sources.connectToken')}
          </Button>
        ) : (
          <span className="text-md text-ink-soft">{text('sources.connectTokenAsk')}</span>
        )}
      </div>
      {made && <SecretOnce access={made} onClose={() => setMade(undefined)} />}
    </div>
  )
}
