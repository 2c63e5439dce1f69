import { getRouteApi, Link } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { Changes } from './changes.tsx'
import { Facts } from './facts.tsx'
import { Groups } from './groups.tsx'
import { ProductsOf } from './products-of.tsx'
import { useUser } from './queries.ts'
import { Status } from './status.tsx'

const route = getRouteApi('/signed-in/shell/users/$user')

export function UserPage() {
  const { user: id } = route.useParams()
  const user = useUser(id)
  const name = user.data?.displayName || user.data?.userName
  return (
    <Page
      title={name ?? text('users.user')}
      above={
        <Link
          to="/users"
          className="inline-flex min-h-7 w-fit items-center gap-1 text-sm text-ink-soft hover:text-ink hover:underline"
        >
          <Icon name="left" />
          {text('users.title')}
        </Link>
      }
      about={
        user.data && (
          <span className="inline-flex flex-wrap items-baseline gap-x-3">
            <Status user={user.data} />
            <span>{text('users.from', { source: user.data.source.name })}</span>
          </span>
        )
      }
    >
      <Answer to={user}>
        {(shown) => (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <ProductsOf user={shown} />
              <Changes user={shown} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <Facts user={shown} />
              <Groups user={shown} />
            </div>
          </div>
        )}
      </Answer>
    </Page>
  )
}
