import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { aboveRowLinkClass } from '../ui/table.tsx'

const linkClass = `${aboveRowLinkClass} underline-offset-2 hover:underline focus-visible:underline`

interface Props {
  /** As the activity calls what was acted on. */
  readonly kind: string
  readonly id: string | null
  readonly children: ReactNode
}

/** The place of what a request or a change names; what has none is only named. */
export function LinkTo({ kind, id, children }: Props) {
  const className = `${linkClass} text-ink`
  if (id === null) return children
  switch (kind) {
    case 'user':
      return (
        <Link to="/users/$user" params={{ user: id }} className={className}>
          {children}
        </Link>
      )
    case 'group':
      return (
        <Link to="/groups/$group" params={{ group: id }} className={className}>
          {children}
        </Link>
      )
    case 'source':
      return (
        <Link to="/sources/$source" params={{ source: id }} className={className}>
          {children}
        </Link>
      )
    case 'rule':
      return (
        <Link to="/rules" search={{ rule: id }} className={className}>
          {children}
        </Link>
      )
    case 'product':
      return (
        <Link to="/seats" search={{ product: id }} className={className}>
          {children}
        </Link>
      )
    case 'run':
      return (
        <Link to="/activity" search={{ run: id }} className={className}>
          {children}
        </Link>
      )
    default:
      return children
  }
}
