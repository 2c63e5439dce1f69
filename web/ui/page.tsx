import { type ReactNode, useEffect } from 'react'
import { text } from '../locales/text.ts'

interface Props {
  readonly title: string
  /** Beside the title: how many there are, what it is about. */
  readonly about?: ReactNode
  /** Above the title: where this belongs. */
  readonly above?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page's title, in the document too, and its body. */
export function Page({ title, about, above, actions, children }: Props) {
  useTitle(title)
  return (
    <div className="mx-auto flex w-full max-w-[90rem] flex-col gap-4 px-4 py-5 sm:px-6 lg:px-8 lg:py-6">
      <header className="flex flex-col gap-1">
        {above}
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight">{title}</h1>
            {about !== undefined && <div className="text-md text-ink-soft">{about}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      </header>
      {children}
    </div>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = text('ui.title', { page: title })
  }, [title])
}

/** A part of a page on a ground of its own. */
export function Panel({
  title,
  about,
  actions,
  children,
  flush = false,
}: {
  readonly title?: string
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Without space around: for tables, which bring their own. */
  readonly flush?: boolean
}) {
  return (
    <section className="min-w-0 rounded-xl border border-line bg-surface">
      {title !== undefined && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3 pb-2">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <h2 className="text-md font-semibold">{title}</h2>
            {about !== undefined && <span className="text-sm text-ink-soft">{about}</span>}
          </div>
          {actions}
        </div>
      )}
      {flush ? children : <div className={title === undefined ? 'p-4' : 'px-4 pb-4'}>{children}</div>}
    </section>
  )
}
