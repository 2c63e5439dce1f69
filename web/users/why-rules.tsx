import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reference } from '../../src/contract/reference.ts'
import type { Lack } from '../../src/contract/why.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { useAddress } from './asked.ts'
import { linkClass } from './why-way.tsx'
import { givenBy, type Judged, leastFirst, type Missing } from './why-words.ts'

const SHOWN = 3

interface Props {
  readonly title: string
  readonly of: Reference | null
  readonly rules: readonly Judged[]
}

/** Rules that do not decide, each with why. Where something is missing, what it would take, the least first. */
export function JudgedRules({ title, of, rules }: Props) {
  const [all, setAll] = useState(false)
  if (rules.length === 0) return null
  const sorted = rules.every(isMissing) ? leastFirst<Missing>(rules) : rules
  const more = sorted.length - SHOWN
  return (
    <div>
      <h3 className="text-sm font-medium text-ink-soft">{title}</h3>
      <ul className="mt-1 flex flex-col gap-1.5">
        {(all ? sorted : sorted.slice(0, SHOWN)).map((row) => (
          <li key={`${row.rule.id} ${givenBy(of, row)}`} className="grid grid-cols-[1.75rem_minmax(0,1fr)] text-md">
            <span className="py-0.5 text-ink-soft tabular-nums">{row.rank}</span>
            <div className="min-w-0">
              <Link to="/rules" search={{ rule: row.rule.id }} className={linkClass}>
                <bdi>{row.rule.name}</bdi>
              </Link>{' '}
              <span className="text-ink-soft">{text('why.gives', { product: givenBy(of, row) })}</span>
              {'lacks' in row ? (
                <Lacks lacks={row.lacks} group={row.group} />
              ) : (
                <span className="block text-sm text-ink-soft">{row.sentence}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {more > 0 && !all && (
        <Button look="quiet" className="mt-1 -ml-3" onPress={() => setAll(true)}>
          {text('why.more', { count: more })}
        </Button>
      )}
    </div>
  )
}

const isMissing = (row: Judged): row is Missing => 'lacks' in row

/** All that would have to change for one rule; a membership can be tried out on the spot. */
function Lacks({ lacks, group }: { readonly lacks: readonly Lack[]; readonly group: Reference }) {
  const { go } = useAddress()
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
      <span>{lacks.map(({ sentence }) => sentence).join(' ')}</span>
      {lacks.some(({ reason }) => reason === 'not-a-member') && (
        <Button
          look="quiet"
          className="min-h-6! px-1.5! text-accent!"
          aria-label={text('why.of', { question: text('why.try'), product: group.name })}
          onPress={() => go({ open: 'what-if', group: group.id })}
        >
          {text('why.try')}
        </Button>
      )}
    </span>
  )
}
