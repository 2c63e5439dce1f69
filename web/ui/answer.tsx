import { type ReactNode, useEffect, useState } from 'react'
import { text } from '../locales/text.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Notice } from './notice.tsx'

/** What the answer to a question can be, however it was asked. */
export interface Asked<Got> {
  readonly data: Got | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

interface Props<Got> {
  readonly to: Asked<Got>
  readonly skeleton?: ReactNode
  readonly children: (got: Got) => ReactNode
}

/**
 * Loading, failure and not-allowed, once for the whole console. An earlier answer stays in sight while a later one is
 * asked for, and when that fails; nothing moves for the first 300 ms.
 */
export function Answer<Got>({ to, skeleton = <Lines />, children }: Props<Got>) {
  const { data: got, error, refetch } = to
  if (got === undefined) return error ? <Failure error={error} retry={refetch} /> : <Late>{skeleton}</Late>
  return (
    <>
      {error && (
        <Notice
          live
          look="warn"
          title={text('ui.stale')}
          actions={<Button onPress={() => void refetch()}>{text('ui.retry')}</Button>}
        />
      )}
      {children(got)}
    </>
  )
}

/** Nothing for 300 ms, then what stands for what is to come. */
function Late({ children }: { readonly children: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-live="polite">
      {late && (
        <>
          <span className="sr-only">{text('ui.loading')}</span>
          <div aria-hidden="true">{children}</div>
        </>
      )}
    </div>
  )
}

export function Lines({ count = 6 }: { readonly count?: number }) {
  return (
    <div className="flex flex-col gap-px overflow-hidden rounded-xl border border-line bg-surface">
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={line} className="flex items-center gap-4 px-4 py-3.5">
          <div className="skeleton h-3 w-1/4" />
          <div className="skeleton h-3 w-1/3" />
          <div className="skeleton ml-auto h-3 w-1/6" />
        </div>
      ))}
    </div>
  )
}

/** The errors that ui/ tells apart, by what can be done about them; `status` 0: no answer at all. */
function isAnswered(error: Error): error is Error & { status: number; code: string; problem: { request?: string } } {
  return 'status' in error && 'code' in error && 'problem' in error
}

function Failure({ error, retry }: { readonly error: Error; readonly retry: () => unknown }) {
  const answered = isAnswered(error) ? error : undefined
  if (answered?.status === 403) return <Empty icon="key" title={text('ui.forbidden')} about={error.message} alert />
  if (answered?.status === 404) return <Empty icon="question" title={text('ui.notFound')} about={error.message} alert />
  const unreachable = answered?.status === 0
  const trace = answered && !unreachable ? [answered.code, answered.problem.request].filter(Boolean).join(' · ') : ''
  return (
    <Empty
      alert
      icon="exclamation"
      title={text(unreachable ? 'ui.unreachable' : 'ui.failed')}
      about={unreachable ? text('ui.unreachableHint') : answered ? error.message : text('ui.failedHint')}
      actions={
        <>
          <Button onPress={() => void retry()}>{text('ui.retry')}</Button>
          {trace && <span className="w-full font-mono text-xs text-ink-soft">{trace}</span>}
        </>
      }
    />
  )
}

interface EmptyProps {
  readonly icon: IconName
  readonly title: string
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly alert?: boolean
}

/** In the place of something that is not there: what it would be, and how to get it. */
export function Empty({ icon, title, about, actions, alert = false }: EmptyProps) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className="flex flex-col items-center gap-2 rounded-xl border border-line bg-surface px-6 py-12 text-center"
    >
      <span className="flex size-10 items-center justify-center rounded-full bg-sunken text-ink-soft">
        <Icon name={icon} />
      </span>
      <p className="text-md font-semibold">{title}</p>
      {about !== undefined && <p className="max-w-prose text-md text-ink-soft">{about}</p>}
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
