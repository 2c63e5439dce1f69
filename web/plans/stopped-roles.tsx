import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { reasonOf } from './change-text.ts'
import { StoppedNames } from './stopped-names.tsx'
import { useStoppedRoles } from './stops.ts'

/** Who would have become admin or super admin, until a super admin says what becomes of them. */
export function StoppedRoleNames({ count }: { readonly count: number }) {
  const [search, setSearch] = useState('')
  const roles = useStoppedRoles(search || undefined)
  const mayDecide = useQuery(sessionQuery).data?.session?.role === 'super-admin'
  return (
    <>
      {!mayDecide && (
        <div className="px-4 pt-3">
          <Notice look="warn" title={text('stopped.rolesSuperAdmin')} />
        </div>
      )}
      <StoppedNames
        label={text('stopped.roles')}
        pages={roles}
        rows={roles.data?.pages.flatMap((page) => page.gains)}
        total={count}
        search={search}
        onSearch={setSearch}
        isClosed={({ confirmedBy }) => confirmedBy !== null}
        isReadOnly={!mayDecide}
        meant={{ field: 'role' }}
        words={{
          apply: (chosen) => text('stopped.giveRole', { count: chosen }),
          keep: (chosen) => text('stopped.keepRole', { count: chosen }),
          applied: (chosen) => text('stopped.roleGiven', { count: chosen }),
          keepTitle: text('stopped.keepRoleTitle'),
        }}
        columns={[
          {
            id: 'user',
            name: text('plans.user'),
            width: 'minmax(0, 10fr)',
            card: 'title',
            cell: ({ user }) => (
              <Link
                to="/users/$user"
                params={{ user: user.id }}
                className="inline-flex min-h-6 max-w-full items-center font-semibold hover:underline"
              >
                <bdi className="truncate">{user.name}</bdi>
              </Link>
            ),
          },
          {
            id: 'role',
            name: text('plans.field.role'),
            width: 'minmax(0, 10fr)',
            card: 'line',
            cell: ({ keeps, role }) => `${text(`role.${keeps}`)} \u2192 ${text(`role.${role}`)}`,
          },
          {
            id: 'because',
            name: text('plans.reason'),
            width: 'minmax(0, 13fr)',
            card: 'line',
            cell: ({ because }) => <span className="text-sm text-ink-soft">{reasonOf(because)}</span>,
          },
          {
            id: 'since',
            name: text('stopped.sinceColumn'),
            width: '8rem',
            cell: ({ since }) => (
              <span className="text-sm text-ink-soft">
                <Moment at={since} />
              </span>
            ),
          },
        ]}
      />
    </>
  )
}
