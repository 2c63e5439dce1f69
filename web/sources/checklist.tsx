import { Link } from '@tanstack/react-router'
import type { Checklist } from '../../src/contract/traffic.ts'
import { number, text } from '../locales/text.ts'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { type Provider, placeOf } from './providers.ts'
import { understoodText } from './understood.ts'

type Shown = Checklist['steps'][number]

interface Props {
  readonly checklist: Checklist
  readonly provider: Provider
  /** The source, where the requests that proved a step may be looked at. */
  readonly source?: string
}

/** What the connection has shown by real requests, and where in the provider the next click is. */
export function ProvenSteps({ checklist: { steps }, provider, source }: Props) {
  const next = steps.find(({ proof }) => proof === null)
  const done = steps.filter(({ proof }) => proof !== null).length
  return (
    <Panel
      title={text('sources.proven')}
      about={text('sources.provenCount', { done: number(done), all: number(steps.length) })}
    >
      <ol className="flex flex-col">
        {steps.map((step) => (
          <ProvenStep key={step.step} shown={step} isNext={step === next} provider={provider} source={source} />
        ))}
      </ol>
      <p role="status" className="sr-only">
        {text('sources.provenCount', { done: number(done), all: number(steps.length) })}
      </p>
    </Panel>
  )
}

function ProvenStep({
  shown: { step, proof },
  isNext,
  provider,
  source,
}: {
  readonly shown: Shown
  readonly isNext: boolean
  readonly provider: Provider
  readonly source: string | undefined
}) {
  const name = (
    <>
      {text(`sources.step.${step}`)}
      <span className="sr-only"> · {text(proof ? 'sources.stepDone' : 'sources.stepOpen')}</span>
    </>
  )
  return (
    <li className={`-mx-2 flex items-start gap-2.5 rounded-md px-2 py-1.5 ${isNext ? 'my-0.5 bg-accent-soft' : ''}`}>
      <span
        aria-hidden="true"
        className={`mt-px flex size-5 shrink-0 items-center justify-center rounded-full ${proof ? 'bg-good-soft text-good-ink' : isNext ? 'border-2 border-accent' : 'border border-dashed border-edge'}`}
      >
        {proof && <Icon name="check" className="size-3.5! stroke-2" />}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className={proof ? '' : isNext ? 'font-semibold text-accent-ink' : 'text-ink-soft'}>{name}</span>
          {proof && (
            <span className="text-sm text-ink-soft">
              <Moment at={proof.at} form="since" />
            </span>
          )}
        </div>
        {proof && source !== undefined && (
          <Link
            to="/sources/$source"
            params={{ source }}
            search={(was) => ({ ...was, request: proof.request })}
            resetScroll={false}
            className="block min-h-6 truncate text-sm text-ink-soft hover:text-ink hover:underline"
          >
            {understoodText(proof.understood)}
          </Link>
        )}
        {isNext && (
          <p className="mt-0.5 text-sm text-accent-ink">
            {text(`sources.next.${step}`)}
            <span className="mt-0.5 block font-mono text-xs">{placeOf(provider, step)}</span>
          </p>
        )}
      </div>
    </li>
  )
}
