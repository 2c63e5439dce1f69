import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Broken } from './shell/broken.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'
import { sessionQuery } from './signin/queries.ts'

/** The addresses of the console. What a page shows beyond its name is in its query: filter, open drawer, open answer. */
const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  errorComponent: Broken,
})

const optional = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => given({ next: optional(search.next) }),
  component: lazyRouteComponent(() => import('./signin/sign-in-page.tsx'), 'SignInPage'),
})
const link = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/link',
  component: lazyRouteComponent(() => import('./signin/link-page.tsx'), 'LinkPage'),
})

/** Everything that needs a session. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context: { queries }, location }) => {
    const { session } = await queries.fetchQuery(sessionQuery)
    if (!session) throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
  },
})
const password = createRoute({
  getParentRoute: () => signedIn,
  path: '/sign-in/password',
  component: lazyRouteComponent(() => import('./signin/password-page.tsx'), 'PasswordPage'),
})
const shell = createRoute({
  getParentRoute: () => signedIn,
  id: 'shell',
  component: Shell,
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/rules', replace: true })
  },
})
const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: (search): { rule?: string } => given({ rule: optional(search.rule) }),
  component: lazyRouteComponent(() => import('./rules/rules-page.tsx'), 'RulesPage'),
})
const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  validateSearch: (search): { filter?: string; deleted?: boolean } =>
    given({ filter: optional(search.filter), deleted: search.deleted === true ? true : undefined }),
  component: lazyRouteComponent(() => import('./users/users-page.tsx'), 'UsersPage'),
})
const user = createRoute({
  getParentRoute: () => shell,
  path: '/users/$user',
  validateSearch: (search): { why?: string } => given({ why: optional(search.why) }),
  component: lazyRouteComponent(() => import('./users/user-page.tsx'), 'UserPage'),
})
const seats = createRoute({
  getParentRoute: () => shell,
  path: '/seats',
  validateSearch: (search): { tier?: string; unused?: boolean } =>
    given({ tier: optional(search.tier), unused: search.unused === true ? true : undefined }),
  component: lazyRouteComponent(() => import('./seats/seats-page.tsx'), 'SeatsPage'),
})

const nothing = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })

const tree = root.addChildren([
  signIn,
  link,
  signedIn.addChildren([password, shell.addChildren([home, rules, users, user, seats, nothing])]),
])

/** What is not given is left out of the address. */
function given<Search extends object>(search: Search): { [Name in keyof Search]?: NonNullable<Search[Name]> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never
}

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: Broken,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
