import { Fragment, type ReactNode } from 'react'
import type { PastUser } from '../../src/contract/past.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { User } from '../../src/contract/user.ts'
import { languageName, list, text } from '../locales/text.ts'
import { Panel } from '../ui/page.tsx'
import { State } from '../ui/tag.tsx'
import { type Field, fields, useAsked } from './asked.ts'
import { Status } from './status.tsx'
import { WhyButton } from './why-button.tsx'
import { WhyPanel } from './why-panel.tsx'

const PANEL = 'why-value'

/** What the user has besides products, each with its question. The answer opens below its row, as wide as it needs. */
export function Values({ user, past }: { readonly user: User; readonly past: PastUser | undefined }) {
  const { asked } = useAsked()
  const shown = fields.flatMap((field) => {
    const value = shownValue(field, past ?? user, past)
    return value === null ? [] : [{ field, value }]
  })
  return (
    <Panel title={text('user.values')} flush>
      <ul className="grid grid-flow-dense grid-cols-1 overflow-hidden rounded-b-xl border-t border-line sm:grid-cols-2 xl:grid-cols-4">
        {shown.map(({ field, value }) => (
          <Fragment key={field}>
            <li className="-mr-px -mb-px min-w-0 border-r border-b border-line py-1.5 pr-2 pl-4">
              <span className="block text-sm text-ink-soft">{text(`user.field.${field}`)}</span>
              <span className="flex min-w-0 items-start justify-between gap-2">
                <span className="min-w-0 py-1 text-md wrap-anywhere">{value}</span>
                {!past && <WhyButton about={field} name={text(`user.field.${field}`)} panel={PANEL} />}
              </span>
            </li>
            {!past && asked === field && (
              <li id={PANEL} className="col-span-full -mb-px border-b border-line p-3">
                <WhyPanel user={user.id} about={field} name={text(`user.field.${field}`)} />
              </li>
            )}
          </Fragment>
        ))}
      </ul>
    </Panel>
  )
}

/** Null: it was not kept, so nothing is said of it. */
function shownValue(field: Field, of: User | PastUser, past: PastUser | undefined): ReactNode {
  switch (field) {
    case 'role':
      return <RoleOf of={of} />
    case 'user-group':
      return of.userGroup ? <bdi>{of.userGroup.name}</bdi> : <Nothing />
    case 'language':
      return of.language === null ? null : languageName(of.language)
    case 'device-groups':
      return of.deviceGroups.length > 0 ? <bdi>{names(of.deviceGroups)}</bdi> : <Nothing />
    case 'settings-template':
      return <Template of={of.settingsTemplate} />
    case 'welcome-template':
      return <Template of={of.welcomeTemplate} />
    case 'status':
      return of.status === undefined ? null : <Status user={{ status: of.status, withheld: null }} />
    case 'access':
      return <Access has={past ? past.access : ['invited', 'active', 'inactive'].includes(of.status ?? 'none')} />
  }
}

const names = (references: readonly Reference[]) => list(references.map(({ name }) => name))

/** A manager's role is its privileges and groups as well. */
function RoleOf({ of: { role, privileges, managedGroups } }: { readonly of: User | PastUser }) {
  if (role !== 'manager') return text(`role.${role}`)
  const managed = managedGroups === 'all' ? text('user.allUserGroups') : names(managedGroups)
  const may = list(privileges.map((privilege) => text(`privilege.${privilege}`)))
  return (
    <>
      {text('role.manager')}
      <span className="block text-sm text-ink-soft">{text('user.manages', { groups: managed })}</span>
      <span className="block text-sm text-ink-soft">{text('user.may', { privileges: may })}</span>
    </>
  )
}

function Template({ of }: { readonly of: Reference | null }) {
  return of ? <bdi>{of.name}</bdi> : <span className="text-ink-soft">{text('user.default')}</span>
}

function Access({ has }: { readonly has: boolean }) {
  return (
    <State mark={has ? 'full' : 'ring'} look={has ? 'good' : 'soft'}>
      {text(has ? 'user.yes' : 'user.no')}
    </State>
  )
}

function Nothing() {
  return <span className="text-ink-soft">{text('user.none')}</span>
}
