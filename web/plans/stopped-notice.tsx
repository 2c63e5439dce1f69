import { Link } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useStopped } from './stops.ts'

/** How much the safeguard has stopped, with the way to it. Nothing when there is none. */
export function StoppedNotice() {
  const { data } = useStopped()
  if (!data) return null
  const { stops, roles } = data
  return (
    <>
      {stops.map(({ id, count, product }) => (
        <Notice
          key={id}
          look="warn"
          title={text('stopped.title', { count, product: product.name })}
          actions={
            <Link
              to="/plans"
              search={{ tab: 'stopped', stop: id }}
              aria-label={text('stopped.decideOf', { product: product.name })}
              className={buttonClass()}
            >
              {text('stopped.decide')}
            </Link>
          }
        >
          {text('stopped.still')}
        </Notice>
      ))}
      {roles && (
        <Notice
          look="warn"
          title={text('stopped.rolesTitle', { count: roles.count })}
          actions={
            <Link to="/plans" search={{ tab: 'stopped', stop: 'roles' }} className={buttonClass()}>
              {text('stopped.decide')}
            </Link>
          }
        />
      )}
    </>
  )
}
