import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { User } from '../../src/contract/user.ts'
import { list, text } from '../locales/text.ts'
import { buttonClass } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'

/** What stands between a user and what the rules give, and what to do about it. Nothing where nothing does. */
export function Standing({ user }: { readonly user: User }) {
  const stopped = user.seats.filter((seat) => seat.stopped).map(({ product }) => product.name)
  return (
    <>
      {user.withheld && (
        <Notice
          look="warn"
          title={
            <>
              {text(`user.withheld.${user.withheld}`)}{' '}
              {user.withheld === 'deleted' && user.deletedAt !== null && <Moment at={user.deletedAt} />}
            </>
          }
          actions={remedy(user.withheld)}
        >
          {text(`user.remedy.${user.withheld}`, { source: user.source.name })}
        </Notice>
      )}
      {stopped.length > 0 && (
        <Notice
          look="warn"
          title={text('user.stopped', { products: list(stopped), count: stopped.length })}
          actions={
            <Link to="/plans" search={{ tab: 'stopped' }} className={buttonClass()}>
              {text('why.openStopped')}
            </Link>
          }
        >
          {text('user.stoppedHint')}
        </Notice>
      )}
    </>
  )
}

function remedy(withheld: NonNullable<User['withheld']>): ReactNode {
  if (withheld === 'conflict')
    return (
      <Link to="/reports/conflicts" className={buttonClass()}>
        {text('user.openConflicts')}
      </Link>
    )
  if (withheld === 'not-adopted')
    return (
      <Link to="/reports/existing-accounts" className={buttonClass()}>
        {text('user.openExisting')}
      </Link>
    )
  return undefined
}
