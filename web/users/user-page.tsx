import { getRouteApi, Link } from '@tanstack/react-router'
import type { User } from '../../src/contract/user.ts'
import { ApiError } from '../api.ts'
import { PastNotice } from '../history/past-notice.tsx'
import { TimeScrubber } from '../history/scrubber.tsx'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { useAddress } from './asked.ts'
import { Changes } from './changes.tsx'
import { Compared, CompareWith } from './compared.tsx'
import { Groups } from './groups.tsx'
import { Identity } from './identity.tsx'
import { Mails } from './mails.tsx'
import { MomentsStrip } from './moments-strip.tsx'
import { PinDialog } from './pin-dialog.tsx'
import { Pins } from './pins.tsx'
import { ProductsOf } from './products-of.tsx'
import { usePinsOf, useUser, useUserAt } from './queries.ts'
import { RecordOf } from './record.tsx'
import { Standing } from './standing.tsx'
import { UserActions } from './user-actions.tsx'
import { Values } from './values.tsx'
import { WhatIfDialog } from './what-if.tsx'

const route = getRouteApi('/signed-in/shell/users/$user')

/** Everything about one user: what they have, why, since when, and what would be otherwise. */
export function UserPage() {
  const { user: id } = route.useParams()
  const user = useUser(id)
  const name = user.data?.displayName || user.data?.userName
  const unknown = user.error instanceof ApiError && user.error.status === 404
  return (
    <Page
      title={name === undefined ? text('user.user') : shortened(name)}
      above={
        <Link
          to="/users"
          className="inline-flex min-h-7 w-fit items-center gap-1 text-sm text-ink-soft hover:text-ink hover:underline"
        >
          <Icon name="left" />
          {text('user.all')}
        </Link>
      }
      about={user.data && <Identity user={user.data} />}
      actions={user.data && <UserActions user={user.data} />}
    >
      {unknown && user.data === undefined ? (
        <Unknown />
      ) : (
        <Answer to={user}>{(shown) => <Body key={shown.id} user={shown} />}</Answer>
      )}
    </Page>
  )
}

const NAME_SHOWN = 100

/** A source may call somebody anything: all of it is in the record. */
function shortened(name: string): string {
  return name.length > NAME_SHOWN ? `${[...name].slice(0, NAME_SHOWN).join('')}…` : name
}

function Unknown() {
  return (
    <Empty
      alert
      icon="users"
      title={text('user.unknown')}
      about={text('user.unknownHint')}
      actions={
        <Link to="/users" className={buttonClass()}>
          {text('user.all')}
        </Link>
      }
    />
  )
}

function Body({ user }: { readonly user: User }) {
  const { search, go } = useAddress()
  return (
    <>
      <Standing user={user} />
      <div className="flex flex-wrap items-end justify-end gap-x-6 gap-y-2">
        <MomentsStrip user={user} />
        <div className="flex max-w-full flex-wrap items-end gap-2 max-sm:grow">
          <TimeScrubber at={search.at} onChange={(at) => go({ at, why: undefined })} />
          <CompareWith />
        </div>
      </div>
      <Compared user={user} />
      {search.at === undefined ? (
        <>
          <ProductsOf user={user} past={undefined} />
          <Values user={user} past={undefined} />
        </>
      ) : (
        <>
          <PastNotice at={search.at} onChange={(at) => go({ at })}>
            {text('user.pastHint')}
          </PastNotice>
          <Then user={user} at={search.at} />
        </>
      )}
      <More user={user} />
      <WhatIfDialog user={user} />
      <PinDialog user={user} />
    </>
  )
}

/** How it was at a moment; what was not kept of it is left out. */
function Then({ user, at }: { readonly user: User; readonly at: string }) {
  const past = useUserAt(user.id, at)
  if (past.error instanceof ApiError && past.error.status === 404)
    return <Empty icon="history" title={text('user.notYet')} about={text('user.notYetHint')} />
  return (
    <Answer to={past}>
      {(then) => (
        <>
          <ProductsOf user={user} past={then} />
          <Values user={user} past={then} />
        </>
      )}
    </Answer>
  )
}

const tabs = ['timeline', 'groups', 'record', 'mails', 'pins'] as const
const bodies = { timeline: Changes, groups: Groups, record: RecordOf, mails: Mails, pins: Pins }

function More({ user }: { readonly user: User }) {
  const { search, go } = useAddress()
  const pins = usePinsOf(user.id).data?.length ?? 0
  const chosen = tabs.find((tab) => tab === search.tab) ?? 'timeline'
  return (
    <Tabs
      label={text('user.more')}
      chosen={chosen}
      onChoose={(tab) => go({ tab: tab === 'timeline' ? undefined : tab, kind: undefined, type: undefined })}
      tabs={tabs.map((id) => {
        const TabBody = bodies[id]
        return {
          id,
          name: (
            <>
              {text(`user.tab.${id}`)}
              {id === 'pins' && pins > 0 && <span className="text-sm text-ink-soft tabular-nums">{pins}</span>}
            </>
          ),
          body: () => <TabBody user={user} />,
        }
      })}
    />
  )
}
