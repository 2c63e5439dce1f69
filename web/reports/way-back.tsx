import { Link } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { Icon } from '../ui/icon.tsx'

/** Above the title of a report: it is one of the places where failures are put right. */
export function WayBack() {
  return (
    <Link
      to="/failures"
      className="inline-flex min-h-7 items-center gap-1 self-start text-sm text-ink-soft hover:text-ink hover:underline"
    >
      <Icon name="left" />
      {text('failures.title')}
    </Link>
  )
}
