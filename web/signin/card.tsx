import type { ReactNode } from 'react'
import { text } from '../locales/text.ts'
import { Brand } from '../ui/brand.tsx'
import { useTitle } from '../ui/page.tsx'

/** The frame of the pages before the console. */
export function Card({
  title,
  about,
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly children: ReactNode
}) {
  useTitle(title)
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[12vh] pb-10">
      <div className="mb-6">
        <Brand />
      </div>
      <div className="w-full max-w-sm rounded-xl border border-line bg-surface p-6">
        <h1 className="text-lg font-semibold">{title}</h1>
        {about !== undefined && <p className="mt-1 text-md text-ink-soft">{about}</p>}
        <div className="mt-5">{children}</div>
      </div>
      <p className="mt-6 max-w-sm text-center text-sm text-ink-soft">{text('signin.foot')}</p>
    </main>
  )
}
