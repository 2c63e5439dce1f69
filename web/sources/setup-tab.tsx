import { Link } from '@tanstack/react-router'
import type { Source } from '../../src/contract/source.ts'
import type { Traffic } from '../../src/contract/traffic.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { State } from '../ui/tag.tsx'
import { ProvenSteps } from './checklist.tsx'
import { CopyField } from './copy-field.tsx'
import { ProviderSteps } from './provider-steps.tsx'
import { providerOf } from './providers.ts'
import { useChecklist, useLive } from './queries.ts'
import { Requests } from './requests.tsx'

/** What is proven, what comes in, where to click: beside each other where there is room, so that all is in sight at once. */
export const setUpGrid =
  'grid items-start gap-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)] lg:grid-rows-[auto_1fr] xl:grid-rows-none xl:grid-cols-[minmax(0,19rem)_minmax(0,1fr)_minmax(0,19rem)]'

/** Address and token, where to click, what that has proven, and what comes in at this moment. */
export function SetupTab({ source, chosen }: { readonly source: Source; readonly chosen: string | undefined }) {
  const checklist = useChecklist(source.id)
  const live = useLive(source.id)
  const provider = providerOf(chosen, live.data?.requests[0]?.client, source.name)
  return (
    <>
      <Access source={source} />
      {source.state === 'paused' && <Notice look="warn" title={text('sources.pausedNotice')} />}
      <div className={setUpGrid}>
        <div className="flex min-w-0 flex-col gap-4">
          <Answer to={checklist}>
            {(shown) => <ProvenSteps checklist={shown} provider={provider} source={source.id} />}
          </Answer>
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:row-span-2 xl:row-span-1">
          <Answer to={live}>{(shown) => <Live traffic={shown} source={source} />}</Answer>
        </div>
        <ProviderSteps provider={provider} />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-surface px-4 py-3">
        <p className="text-md text-ink-soft">{text('sources.soFar', { users: source.users, groups: source.groups })}</p>
        <Link to="/rules" className={buttonClass()}>
          {text('sources.nextRules')}
        </Link>
      </div>
    </>
  )
}

function Access({ source }: { readonly source: Source }) {
  const [token] = source.tokens
  return (
    <Panel>
      <div className="grid items-end gap-x-6 gap-y-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
        <CopyField label={text('sources.url')} value={source.url} />
        <div className="flex min-w-0 flex-col gap-1">
          <span className="text-sm font-medium">{text('sources.token')}</span>
          <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <span className="text-md text-ink-soft">
              {token ? (
                <>
                  <span className="font-mono text-sm">rc_scim_••••</span>
                  {' · '}
                  {token.usedAt ? (
                    <>
                      {text('sources.used')} <Moment at={token.usedAt} />
                    </>
                  ) : (
                    text('sources.unused')
                  )}
                </>
              ) : (
                text(source.oauthClients > 0 ? 'sources.tokensByOAuth' : 'sources.tokensEmpty')
              )}
            </span>
            <Link
              to="/sources/$source"
              params={{ source: source.id }}
              search={{ tab: 'settings' }}
              className={buttonClass('quiet')}
            >
              {text('sources.tokenManage')}
            </Link>
          </div>
        </div>
      </div>
    </Panel>
  )
}

/** What comes in at this moment; asked for again every other second while somebody looks. */
export function Live({
  traffic: { requests },
  source,
}: {
  readonly traffic: Pick<Traffic, 'requests'>
  readonly source?: Source
}) {
  return (
    <Panel
      flush
      title={text('sources.live')}
      about={
        <State mark="full" look="good">
          {text('sources.watching')}
        </State>
      }
      {...(source && {
        actions: (
          <Link
            to="/sources/$source"
            params={{ source: source.id }}
            search={{ tab: 'traffic' }}
            className="inline-flex min-h-6 items-center text-sm text-ink-soft hover:text-ink hover:underline"
          >
            {text('sources.allRequests')}
          </Link>
        ),
      })}
    >
      {requests.length === 0 ? (
        <p className="px-4 pt-1 pb-5 text-md text-ink-soft">{text('sources.liveEmpty')}</p>
      ) : (
        <Requests requests={requests} {...(source && { source: source.id })} />
      )}
    </Panel>
  )
}
