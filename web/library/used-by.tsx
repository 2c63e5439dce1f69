import { Link } from '@tanstack/react-router'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { aboveRowLinkClass } from '../ui/table.tsx'

const SHOWN = 2

/** The rules that hand something out. */
export function UsedBy({ rules }: { readonly rules: readonly Reference[] }) {
  if (rules.length === 0) return <span className="text-ink-soft">{text('library.noRule')}</span>
  return (
    <span className={`flex min-w-0 flex-wrap items-baseline gap-x-3 ${aboveRowLinkClass}`}>
      {rules.slice(0, SHOWN).map(({ id, name }) => (
        <Link
          key={id}
          to="/rules"
          search={{ rule: id }}
          className="inline-flex min-h-6 min-w-0 items-center truncate underline-offset-2 hover:underline"
        >
          <bdi>{name}</bdi>
        </Link>
      ))}
      {rules.length > SHOWN && (
        <span className="text-sm text-ink-soft">{text('library.more', { count: rules.length - SHOWN })}</span>
      )}
    </span>
  )
}
