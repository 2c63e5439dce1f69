import { Link } from '@tanstack/react-router'
import type { ScimRequest } from '../../src/contract/traffic.ts'
import { number, text } from '../locales/text.ts'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { Tag } from '../ui/tag.tsx'
import { type Advice, adviceOf, understoodText } from './understood.ts'

/** Newest first, each with what was understood; and below it what is odd, and what to do. */
export function Requests({
  requests,
  source,
}: {
  readonly requests: readonly ScimRequest[]
  readonly source?: string
}) {
  return (
    <ol aria-label={text('sources.live')} className="flex flex-col">
      {requests.map((request) => (
        <li key={request.id} className="border-t border-line px-4 py-2 first:border-t-0">
          <RequestLine request={request} source={source} />
          <Advices of={adviceOf(request)} />
          {request.droppedBefore > 0 && (
            <p className="mt-1 text-sm text-ink-soft">{text('sources.dropped', { count: request.droppedBefore })}</p>
          )}
        </li>
      ))}
    </ol>
  )
}

function RequestLine({ request, source }: { readonly request: ScimRequest; readonly source: string | undefined }) {
  const { id, at, method, path, status, tookMs, understood } = request
  const said = understoodText(understood)
  const isRefused = status >= 400
  const name = `${isRefused ? 'font-semibold text-bad-ink' : 'font-medium'} block [overflow-wrap:anywhere]`
  return (
    <div className="flex flex-col gap-0.5">
      <div className="flex items-start justify-between gap-3">
        {source === undefined ? (
          <span className={name}>{said}</span>
        ) : (
          <Link
            to="/sources/$source"
            params={{ source }}
            search={(was) => ({ ...was, request: id })}
            resetScroll={false}
            className={`${name} min-h-6 min-w-0 hover:underline`}
          >
            {said}
          </Link>
        )}
        <span className="shrink-0 text-sm text-ink-soft tabular-nums">
          <Moment at={at} />
        </span>
      </div>
      <div className="flex min-w-0 items-center gap-2 text-xs text-ink-soft">
        <StatusTag status={status} />
        <code className="min-w-0 flex-1 truncate font-mono" title={`${method} ${readable(path)}`}>
          {method} {readable(path)}
        </code>
        <span className="shrink-0 tabular-nums">{milliseconds(tookMs)}</span>
      </div>
    </div>
  )
}

export function StatusTag({ status }: { readonly status: number }) {
  return <Tag look={status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good'}>{status}</Tag>
}

const looks = {
  bad: 'text-ink',
  warn: 'text-ink',
  soft: 'text-ink-soft',
} as const

export function Advices({ of }: { readonly of: readonly Advice[] }) {
  if (of.length === 0) return null
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {of.map(({ look, text: said }) => (
        <li key={said} className={`flex items-start gap-1.5 text-sm ${looks[look]}`}>
          <Icon
            name={look === 'soft' ? 'bolt' : 'exclamation'}
            className={`mt-0.5 ${look === 'soft' ? 'text-ink-soft' : look === 'warn' ? 'text-warn' : 'text-bad'}`}
          />
          <span className="min-w-0">{said}</span>
        </li>
      ))}
    </ul>
  )
}

export const milliseconds = (ms: number): string => text('sources.ms', { ms: number(Math.max(1, Math.round(ms))) })

/** A path as people read it: without percent signs where it can be. */
export function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}
