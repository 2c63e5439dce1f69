import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../api.ts'
import { text } from '../locales/text.ts'
import { Answer, Lines } from '../ui/answer.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from './card.tsx'
import { signInProblem } from './problem.ts'
import { linkQuery, useLink } from './queries.ts'

/**
 * A one-time link. Its secret is in the fragment of the address, which no server and no log ever sees, and looking at the
 * page does not spend it: mail scanners and previews look too. The button does.
 */
export function LinkPage() {
  const hash = useLocation({ select: ({ hash }) => hash })
  // Kept while the way to the next page empties the address; another link pasted into it is another one.
  const [link, setLink] = useState(hash)
  if (hash !== '' && hash !== link) setLink(hash)
  const look = useQuery(linkQuery(link))
  const use = useLink()
  const navigate = useNavigate()
  const error = use.error ?? (look.error instanceof ApiError && look.error.status < 500 ? look.error : null)
  if (link === '' || error) return <DeadLink reason={error ? signInProblem(error) : text('signin.linkUnknown')} />
  return (
    <Card title={text('signin.linkTitle')}>
      <Answer to={look} skeleton={<Lines count={2} />}>
        {({ name, email, organization, hasPassword, expiresAt }) => (
          <>
            <p className="text-md">{text('signin.linkFor', { name, email, organization: organization.name })}</p>
            <p className="mt-2 text-sm text-ink-soft">
              {text('signin.linkOnce')} <Moment at={expiresAt} />.
            </p>
            <Button
              look="primary"
              autoFocus
              className="mt-5 min-h-9! w-full"
              isPending={use.isPending}
              onPress={() =>
                use.mutate(
                  { link },
                  { onSuccess: () => void navigate({ to: hasPassword ? '/' : '/sign-in/password', replace: true }) },
                )
              }
            >
              {text('signin.linkSubmit')}
            </Button>
          </>
        )}
      </Answer>
    </Card>
  )
}

function DeadLink({ reason }: { readonly reason: string }) {
  return (
    <Card title={text('signin.linkDead')}>
      <Notice look="warn" title={reason} />
      <p className="mt-4 text-md text-ink-soft">{text('signin.linkDeadHint')}</p>
      <Link to="/sign-in" className={`${buttonClass('plain')} mt-4`}>
        {text('signin.withPassword')}
      </Link>
    </Card>
  )
}
