import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { text } from '../locales/text.ts'
import { IconButton } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { toBottom } from './to-bottom.ts'

interface Props {
  readonly title: ReactNode
  /** What it is a panel of. */
  readonly label: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** So wide is a page where a list and a panel stand beside each other. */
const wide = globalThis.matchMedia?.('(min-width: 64rem)')

/** What was looked at beside a list: there it stays while one moves on in the list; where there is no room, over it. */
export function SidePanel({ title, label, onClose, children }: Props) {
  const isWide = useSyncExternalStore(
    (told) => {
      wide?.addEventListener('change', told)
      return () => wide?.removeEventListener('change', told)
    },
    () => wide?.matches ?? true,
  )
  useEffect(() => {
    if (!isWide) return
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [isWide, onClose])
  if (!isWide)
    return (
      <Dialog isOpen place="side" title={label} onClose={onClose}>
        <h3 className="mb-3 text-lg font-semibold">{title}</h3>
        {children}
      </Dialog>
    )
  return (
    <aside
      ref={toBottom}
      aria-label={label}
      className="sticky top-4 max-h-[calc(100dvh-8.5rem)] overflow-auto rounded-xl border border-line bg-surface"
    >
      <div className="sticky top-0 flex items-center justify-between gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
        <h2 className="min-w-0 truncate text-md font-semibold">{title}</h2>
        <IconButton icon="close" label={text('ui.close')} onPress={onClose} />
      </div>
      <div className="p-4">{children}</div>
    </aside>
  )
}
