import type { ReactNode } from 'react'

/** A setting: what it is and means on one side, its control on the other; below one another where it is narrow. */
export function Setting({
  title,
  about,
  children,
}: {
  readonly title: string
  readonly about: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className="grid gap-x-8 gap-y-3 border-t border-line px-5 py-4 first:border-t-0 md:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
      <div>
        <h2 className="text-md font-semibold">{title}</h2>
        <div className="mt-0.5 max-w-prose text-md text-ink-soft">{about}</div>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

export function Settings({ children }: { readonly children: ReactNode }) {
  return <div className="max-w-4xl rounded-xl border border-line bg-surface">{children}</div>
}
