import { Link } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { Empty } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'

export function NotFound() {
  return (
    <Page title={text('shell.notFound')}>
      <Empty
        icon="question"
        title={text('shell.notFoundHere')}
        about={text('shell.notFoundHint')}
        actions={
          <Link to="/" className={buttonClass()}>
            {text('shell.home')}
          </Link>
        }
      />
    </Page>
  )
}
