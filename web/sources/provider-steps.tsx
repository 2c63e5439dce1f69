import { Link } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { Panel } from '../ui/page.tsx'
import { type Provider, placesOf, providers } from './providers.ts'

const setUp = ['app', 'address', 'token', 'test', 'allow'] as const

/** Where to click in the provider, in its own words for its own pages. */
export function ProviderSteps({ provider }: { readonly provider: Provider }) {
  const places = placesOf[provider]
  return (
    <Panel title={text('sources.how')}>
      <nav aria-label={text('sources.provider')} className="mb-3 flex flex-wrap gap-1">
        {providers.map((each) => (
          <Link
            key={each}
            to="."
            search={(was) => ({ ...was, provider: each })}
            replace
            resetScroll={false}
            activeProps={{}}
            aria-current={each === provider ? 'true' : undefined}
            className={`inline-flex min-h-7 items-center rounded-full border px-2.5 text-sm ${each === provider ? 'border-accent bg-accent-soft font-medium text-accent-ink' : 'border-edge/60 text-ink-soft hover:bg-sunken hover:text-ink'}`}
          >
            {each === 'other' ? text('sources.providerOther') : placesOf[each].name}
          </Link>
        ))}
      </nav>
      <ol className="flex flex-col gap-2">
        {setUp.map((step, index) => (
          <li key={step} className="flex gap-2.5">
            <span
              aria-hidden="true"
              className="mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-sunken text-xs font-semibold text-ink-soft tabular-nums"
            >
              {index + 1}
            </span>
            <div className="min-w-0">
              {text(`sources.setUp.${step}`)}
              <div className="font-mono text-xs text-ink-soft">{places[step]}</div>
            </div>
          </li>
        ))}
      </ol>
      <p className="mt-3 border-t border-line pt-3 text-sm text-ink-soft">{text(`sources.note.${provider}`)}</p>
    </Panel>
  )
}
