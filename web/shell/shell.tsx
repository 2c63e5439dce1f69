import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Session } from '../../src/contract/session.ts'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Brand } from '../ui/brand.tsx'
import { IconButton } from '../ui/button.tsx'
import { Account } from './account.tsx'
import { Navigation } from './navigation.tsx'

/** What stands around every page: where one is, where one can go, who one is. */
export function Shell() {
  const session = useQuery(sessionQuery).data?.session
  const main = useFocusOnNewPage()
  if (!session) return null
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 text-sm text-on-accent focus:translate-y-0"
      >
        {text('shell.skip')}
      </a>
      <header className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-surface px-3 py-4 md:flex">
        <Side session={session} />
      </header>
      <NarrowHeader session={session} />
      <main id="main" ref={main} tabIndex={-1} className="min-w-0 outline-none">
        <Outlet />
      </main>
    </div>
  )
}

function Side({ session, onGo }: { readonly session: Session; readonly onGo?: () => void }) {
  return (
    <>
      <div className="px-2 pb-4">
        <Brand />
        <div className="mt-1 truncate text-sm text-ink-soft" title={session.organization.name}>
          {session.organization.name}
        </div>
      </div>
      <Navigation {...(onGo && { onGo })} />
      <div className="mt-auto pt-4">
        <Account session={session} />
      </div>
    </>
  )
}

/** Below 768 px the menu is a drawer. */
function NarrowHeader({ session }: { readonly session: Session }) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <header className="sticky top-0 z-30 flex items-center gap-3 border-b border-line bg-surface px-4 py-2 md:hidden">
      <IconButton icon="menu" label={text('shell.menu')} onPress={() => setOpen(true)} className="-ml-2" />
      <Brand />
      <span className="ml-auto truncate text-sm text-ink-soft">{session.organization.name}</span>
      <ModalOverlay isOpen={open} onOpenChange={setOpen} isDismissable className="fixed inset-0 z-40 bg-veil">
        <Modal className="h-dvh w-64 max-w-[85vw] bg-surface shadow-raised">
          <Dialog aria-label={text('shell.menu')} className="flex h-full flex-col px-3 py-4 outline-none">
            <IconButton icon="close" label={text('ui.close')} onPress={close} className="absolute top-2 right-2" />
            <Side session={session} onGo={close} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </header>
  )
}

/** A new page begins at its beginning for a keyboard and a screen reader too; a changed filter is no new page. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== path) main.current?.focus()
    last.current = path
  }, [path])
  return main
}
