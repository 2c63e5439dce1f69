import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Session } from '../../src/contract/session.ts'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Brand } from '../ui/brand.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Account } from './account.tsx'
import { useKeys } from './keys.ts'
import { useLive } from './live.ts'
import { Navigation } from './navigation.tsx'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))
const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }))

/** What stands around every page: where one is, where one can go, who one is. */
export function Shell() {
  const session = useQuery(sessionQuery).data?.session
  const main = useFocusOnNewPage()
  const [open, setOpen] = useState<'palette' | 'keys'>()
  const openers = useMemo(() => ({ palette: () => setOpen('palette'), keys: () => setOpen('keys') }), [])
  useKeys(openers)
  useLive(useQueryClient())
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
        <Side session={session} onSearch={openers.palette} />
      </header>
      <NarrowHeader session={session} onSearch={openers.palette} />
      <main id="main" ref={main} tabIndex={-1} className="min-w-0 outline-none">
        <Outlet />
      </main>
      <Suspense>
        {open === 'palette' && <Palette onClose={() => setOpen(undefined)} onKeys={openers.keys} />}
        {open === 'keys' && <KeysDialog onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  )
}

interface SideProps {
  readonly session: Session
  readonly onSearch: () => void
  readonly onGo?: () => void
}

function Side({ session, onSearch, onGo }: SideProps) {
  return (
    <>
      <div className="px-2 pb-3">
        <Brand />
        <div className="mt-1 truncate text-sm text-ink-soft" title={session.organization.name}>
          {session.organization.name}
        </div>
      </div>
      <Button onPress={onSearch} className="mb-3 w-full justify-start! gap-2.5! px-2.5! text-ink-soft!" icon="search">
        <span className="min-w-0 flex-1 truncate text-left">{text('palette.open')}</span>
        <span aria-hidden="true" className="shrink-0 font-mono text-xs">
          {isApple ? '⌘K' : 'Ctrl K'}
        </span>
      </Button>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Navigation {...(onGo && { onGo })} />
      </div>
      <div className="pt-4">
        <Account session={session} />
      </div>
    </>
  )
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Below 768 px the menu is a drawer. */
function NarrowHeader({ session, onSearch }: SideProps) {
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <header className="sticky top-0 z-30 flex items-center gap-3 border-b border-line bg-surface px-4 py-2 md:hidden">
      <IconButton icon="menu" label={text('shell.menu')} onPress={() => setOpen(true)} className="-ml-2" />
      <Brand />
      <span className="ml-auto truncate text-sm text-ink-soft">{session.organization.name}</span>
      <IconButton icon="search" label={text('palette.open')} onPress={onSearch} className="-mr-2" />
      <ModalOverlay isOpen={open} onOpenChange={setOpen} isDismissable className="fixed inset-0 z-40 bg-veil">
        <Modal className="relative h-dvh w-64 max-w-[85vw] bg-surface shadow-raised">
          <Dialog aria-label={text('shell.menu')} className="flex h-full flex-col px-3 py-4 outline-none">
            <IconButton icon="close" label={text('ui.close')} onPress={close} className="absolute top-2 right-2" />
            <Side
              session={session}
              onSearch={() => {
                close()
                onSearch()
              }}
              onGo={close}
            />
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
