import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Overview } from '../../src/contract/overview.ts'
import { text } from '../locales/text.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { type Need, needsOf } from './needs-of.ts'

/** So many are shown before somebody asks for the rest. */
const SHOWN = 6

/** What an admin should look at, the most pressing first; when there is nothing, that. */
export function Needs({ overview }: { readonly overview: Overview }) {
  const [whole, setWhole] = useState(false)
  const needs = needsOf(overview)
  if (needs.length === 0)
    return (
      <p className="flex items-center gap-2.5 rounded-xl border border-line bg-surface px-4 py-3 text-md">
        <Icon name="check" className="text-good" />
        {text('overview.needsNothing')}
      </p>
    )
  return (
    <section aria-labelledby="needs" className="overflow-hidden rounded-xl border border-line bg-surface">
      <h2 id="needs" className="px-4 pt-3 pb-2 text-md font-semibold">
        {text('overview.needs')}
      </h2>
      <ul>
        {needs.slice(0, whole ? needs.length : SHOWN).map((need) => (
          <NeedRow key={need.id} need={need} />
        ))}
      </ul>
      {!whole && needs.length > SHOWN && (
        <div className="border-t border-line px-2 py-1.5">
          <Button look="quiet" onPress={() => setWhole(true)}>
            {text('overview.moreNeeds', { count: needs.length - SHOWN })}
          </Button>
        </div>
      )}
    </section>
  )
}

const looks = { bad: 'bg-bad-soft text-bad-ink', warn: 'bg-warn-soft text-warn-ink' }

function NeedRow({ need: { look, title, since, about, action, to } }: { readonly need: Need }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-4 py-2.5">
      <span className={`flex size-7 shrink-0 items-center justify-center rounded-full ${looks[look]}`}>
        <Icon name="exclamation" />
      </span>
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-semibold">{title}</p>
        <p className="text-sm text-ink-soft">{about}</p>
      </div>
      {since && (
        <span className="text-sm text-ink-soft">
          <Moment at={since} />
        </span>
      )}
      <Link {...to} aria-label={`${action}: ${title}`} className={buttonClass()}>
        {action}
      </Link>
    </li>
  )
}
