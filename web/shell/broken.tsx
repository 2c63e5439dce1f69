import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Page } from '../ui/page.tsx'

/** A page that could not be shown at all: the server was not reached before it opened, or the page has a bug. */
export function Broken({ error }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <main>
      <Page title={text('ui.failed')}>
        <Answer
          to={{
            data: undefined,
            error: error instanceof Error ? error : new Error(String(error)),
            refetch: () => router.invalidate(),
          }}
        >
          {() => null}
        </Answer>
      </Page>
    </main>
  )
}
