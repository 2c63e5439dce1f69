import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api.ts'
import { language } from './locales/text.ts'
import { makeRouter } from './router.tsx'
import { sessionQuery } from './signin/queries.ts'
import { Toasts } from './ui/toast.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server refused it refuses again; what it could not answer, it may later.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})
const router = makeRouter(queries)

/** A session that ended meanwhile: sign in, and come back here. */
function endedSession(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 401 || !queries.getQueryData(sessionQuery.queryKey)?.session)
    return
  queries.setQueryData(sessionQuery.queryKey, { session: null })
  void router.invalidate()
}
queries.getQueryCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error') endedSession(event.action.error)
})
queries.getMutationCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error') endedSession(event.action.error)
})

// The server was upgraded under an open page, whose files are gone: the new ones are a reload away.
window.addEventListener('vite:preloadError', (event) => {
  event.preventDefault()
  window.location.reload()
})

document.documentElement.lang = language

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <I18nProvider locale={language}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
)
