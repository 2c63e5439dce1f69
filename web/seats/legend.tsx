import { text } from '../locales/text.ts'

const looks = { held: 'bg-accent', grace: 'bg-accent hatched', waiting: 'bg-bad hatched', free: 'bg-sunken' } as const

/** What the parts of a bar mean. */
export function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-soft">
      {(Object.keys(looks) as (keyof typeof looks)[]).map((id) => (
        <li key={id} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className={`h-2.5 w-5 shrink-0 rounded-full border border-line forced-color-adjust-none ${looks[id]}`}
          />
          {text(`seats.legend.${id}`)}
        </li>
      ))}
    </ul>
  )
}
