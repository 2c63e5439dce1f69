import { getRouteApi, Link } from '@tanstack/react-router'
import type { GroupDetail } from '../../src/contract/group.ts'
import { number, text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { GroupActivity } from './group-activity.tsx'
import { GroupFacts } from './group-facts.tsx'
import { GroupMembers } from './group-members.tsx'
import { Pending } from './pending.tsx'
import { useGroup } from './queries.ts'

const route = getRouteApi('/signed-in/shell/groups/$group')

/** A directory group: who is in it and how, what is around it, which rules begin with it. */
export function GroupPage() {
  const { group: id } = route.useParams()
  const group = useGroup(id)
  return (
    <Page
      title={group.data?.name ?? text('groups.group')}
      above={
        <Link
          to="/groups"
          className="inline-flex min-h-7 w-fit items-center gap-1 text-sm text-ink-soft hover:text-ink hover:underline"
        >
          <Icon name="left" />
          {text('groups.title')}
        </Link>
      }
      about={group.data && text('groups.from', { source: group.data.source.name })}
      actions={group.data && group.data.deletedAt === null && <Actions group={group.data} />}
    >
      <Answer to={group}>
        {(shown) => (
          <>
            {shown.deletedAt !== null && <Notice look="warn" title={text('groups.deleted')} />}
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
              <Parts group={shown} />
              <GroupFacts group={shown} />
            </div>
          </>
        )}
      </Answer>
    </Page>
  )
}

function Actions({ group: { id } }: { readonly group: GroupDetail }) {
  return (
    <>
      <Link to="/users" search={{ group: id }} className={buttonClass()}>
        {text('groups.toUsers')}
      </Link>
      <Link to="/rules" search={{ rule: 'new', group: id }} className={buttonClass('primary')}>
        <Icon name="plus" />
        {text('groups.makeRule')}
      </Link>
    </>
  )
}

function Parts({ group }: { readonly group: GroupDetail }) {
  const { tab = 'members' } = route.useSearch()
  const navigate = route.useNavigate()
  const pending = group.pending > 0 || tab === 'pending'
  return (
    <Tabs
      label={text('groups.parts')}
      chosen={tab === 'activity' || (tab === 'pending' && pending) ? tab : 'members'}
      onChoose={(chosen) =>
        void navigate({ search: chosen === 'members' ? {} : { tab: chosen }, replace: true, resetScroll: false })
      }
      tabs={[
        {
          id: 'members',
          name: <Counted name={text('groups.members')} count={group.membersInAll} />,
          body: () => <GroupMembers group={group} />,
        },
        ...(pending
          ? [
              {
                id: 'pending',
                name: <Counted name={text('groups.pending')} count={group.pending} />,
                body: () => <Pending group={group} />,
              },
            ]
          : []),
        { id: 'activity', name: text('groups.activity'), body: () => <GroupActivity group={group} /> },
      ]}
    />
  )
}

function Counted({ name, count }: { readonly name: string; readonly count: number }) {
  return (
    <>
      {name} <span className="font-normal text-ink-soft tabular-nums">{number(count)}</span>
    </>
  )
}
