import type { ReactNode } from 'react'
import type { User } from '../../src/contract/user.ts'
import { languageName, list, text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'

/** What the user has besides products, and who they are in the directory. */
export function Facts({ user }: { readonly user: User }) {
  const managed = user.managedGroups === 'all' ? text('users.all') : list(user.managedGroups.map(({ name }) => name))
  return (
    <Panel title={text('users.facts')}>
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-md">
        <Fact name={text('users.userName')}>
          <Address>{user.userName}</Address>
        </Fact>
        {user.address !== user.userName && (
          <Fact name={text('users.address')}>
            {user.address === null ? <Nothing>{text('users.noAddress')}</Nothing> : <Address>{user.address}</Address>}
          </Fact>
        )}
        <Fact name={text('users.role')}>{text(`role.${user.role}`)}</Fact>
        {user.role === 'manager' && (
          <>
            <Fact name={text('users.privileges')}>
              {list(user.privileges.map((privilege) => text(`privilege.${privilege}`)))}
            </Fact>
            <Fact name={text('users.manages')}>{managed}</Fact>
          </>
        )}
        <Fact name={text('users.language')}>{languageName(user.language)}</Fact>
        <Fact name={text('users.userGroup')}>{user.userGroup?.name ?? <Nothing>{text('users.none')}</Nothing>}</Fact>
        {user.deviceGroups.length > 0 && (
          <Fact name={text('users.deviceGroups')}>{list(user.deviceGroups.map(({ name }) => name))}</Fact>
        )}
        <Fact name={text('users.settings')}>{user.settingsTemplate?.name ?? text('users.default')}</Fact>
        <Fact name={text('users.source')}>{user.source.name}</Fact>
        {user.externalId !== null && (
          <Fact name={text('users.externalId')}>
            <span className="font-mono text-sm">{user.externalId}</span>
          </Fact>
        )}
        {user.deletedAt !== null && (
          <Fact name={text('users.deletedAt')}>
            <Moment at={user.deletedAt} form="short" />
          </Fact>
        )}
      </dl>
    </Panel>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}

/** May break before the @ rather than anywhere. */
function Address({ children }: { readonly children: string }) {
  const at = children.lastIndexOf('@')
  return at < 0 ? (
    children
  ) : (
    <>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </>
  )
}

function Nothing({ children }: { readonly children: ReactNode }) {
  return <span className="text-ink-soft">{children}</span>
}
