import { getRouteApi, Link } from '@tanstack/react-router'
import type { MyPage as Mine } from '../../src/contract/mine.ts'
import type { User } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { Status } from '../users/status.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { MyProducts } from './my-products.tsx'
import { useMine } from './queries.ts'

const route = getRouteApi('/signed-in/shell/me')

/** What somebody has, in their own eyes; an admin may look at it as they see it. */
export function MyPage() {
  const { user } = route.useSearch()
  const mine = useMine(user)
  const shown = mine.data?.user
  return (
    <Page
      title={mine.data?.own === false && shown ? shown.displayName || shown.userName : text('mine.title')}
      about={shown && <bdi>{shown.userName}</bdi>}
    >
      <Answer to={mine}>
        {(page) =>
          page.user === null ? (
            <Empty icon="users" title={text('mine.nobody')} about={text('mine.nobodyHint')} />
          ) : (
            <Shown page={page} user={page.user} />
          )
        }
      </Answer>
    </Page>
  )
}

function Shown({ page, user }: { readonly page: Mine; readonly user: User }) {
  return (
    <>
      {!page.own && (
        <Notice
          look="past"
          icon="users"
          title={<bdi>{text('mine.asTheySee', { name: user.displayName || user.userName })}</bdi>}
          actions={
            <Link to="/users/$user" params={{ user: user.id }} className={buttonClass()}>
              {text('mine.backToUser')}
            </Link>
          }
        />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <MyProducts user={user} />
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={text('mine.account')}>
            <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-md">
              <dt className="text-ink-soft">{text('mine.status')}</dt>
              <dd>
                <Status user={user} />
              </dd>
              <dt className="text-ink-soft">{text('mine.role')}</dt>
              <dd>{text(`role.${user.role}`)}</dd>
              <dt className="text-ink-soft">{text('mine.address')}</dt>
              <dd className="min-w-0 wrap-anywhere">{user.address ?? text('mine.noAddress')}</dd>
            </dl>
            <p className="mt-2 text-sm text-ink-soft">{text(`mine.statusHint.${user.status}`)}</p>
          </Panel>
          <LanguageChoice page={page} user={user} />
        </div>
      </div>
    </>
  )
}
