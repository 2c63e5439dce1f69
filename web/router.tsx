import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { textsOfAllPages } from './locales/text.ts'
import { Broken } from './shell/broken.tsx'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'
import { sessionQuery } from './signin/queries.ts'

/** The addresses of the console. What a page shows beyond its name is in its query: filter, open drawer, open answer. */
const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  errorComponent: Broken,
})

/** A text of digits alone, such as a run's number, is read from an address as a number. */
const optional = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined

/** A page with what it says. */
const page: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(() => textsOfAllPages().then(load), name)

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

/**
 * What stands in the query of a page is checked here: a text, a moment, a yes. The rest is dropped, by name: what is only
 * left out stays as it was written in the address.
 */
const words =
  <Name extends string>(...names: readonly Name[]) =>
  (search: Record<string, unknown>): { readonly [Each in Name]?: string } => {
    const dropped = Object.fromEntries(Object.keys(search).map((name) => [name, undefined]))
    const words = given(Object.fromEntries(names.map((name) => [name, optional(search[name])])))
    return { ...dropped, ...words } as { [Each in Name]?: string }
  }

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: page(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
})
const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: words('rule', 'at', 'version', 'touching', 'changes', 'group', 'history'),
  component: lazyRouteComponent(() => import('./rules/rules-page.tsx'), 'RulesPage'),
})
const plans = createRoute({
  getParentRoute: () => shell,
  path: '/plans',
  validateSearch: words('tab', 'stop', 'search'),
  component: page(() => import('./plans/plans-page.tsx'), 'PlansPage'),
})
const plan = createRoute({
  getParentRoute: () => shell,
  path: '/plans/$plan',
  validateSearch: words('by', 'product', 'rule', 'kind', 'search'),
  component: page(() => import('./plans/plan-page.tsx'), 'PlanPage'),
})
const failures = createRoute({
  getParentRoute: () => shell,
  path: '/failures',
  validateSearch: words('cause', 'product', 'tier', 'code'),
  component: page(() => import('./failures/failures-page.tsx'), 'FailuresPage'),
})
const users = createRoute({
  getParentRoute: () => shell,
  path: '/users',
  validateSearch: (search): { deleted?: boolean } & ReturnType<typeof userWords> => ({
    ...userWords(search),
    ...(search.deleted === true && { deleted: true }),
  }),
  component: page(() => import('./users/users-page.tsx'), 'UsersPage'),
})
const userWords = words('filter', 'search', 'status', 'role', 'product', 'state', 'source', 'group', 'at', 'peek')
const user = createRoute({
  getParentRoute: () => shell,
  path: '/users/$user',
  validateSearch: words('why', 'tab', 'at', 'compare', 'group', 'open', 'kind', 'type', 'find'),
  component: page(() => import('./users/user-page.tsx'), 'UserPage'),
})
const groups = createRoute({
  getParentRoute: () => shell,
  path: '/groups',
  validateSearch: words('search', 'source', 'used'),
  component: page(() => import('./groups/groups-page.tsx'), 'GroupsPage'),
})
const group = createRoute({
  getParentRoute: () => shell,
  path: '/groups/$group',
  validateSearch: words('tab', 'search', 'how'),
  component: page(() => import('./groups/group-page.tsx'), 'GroupPage'),
})
const seats = createRoute({
  getParentRoute: () => shell,
  path: '/seats',
  validateSearch: (search): { unused?: boolean } & ReturnType<typeof seatWords> => ({
    ...seatWords(search),
    ...(search.unused === true && { unused: true }),
  }),
  component: page(() => import('./seats/seats-page.tsx'), 'SeatsPage'),
})
const seatWords = words('tier', 'product', 'at', 'tab')
const activity = createRoute({
  getParentRoute: () => shell,
  path: '/activity',
  validateSearch: words('kind', 'type', 'user', 'admin', 'product', 'status', 'run', 'from', 'to', 'tab', 'entry'),
  component: page(() => import('./activity/activity-page.tsx'), 'ActivityPage'),
})
const sources = createRoute({
  getParentRoute: () => shell,
  path: '/sources',
  validateSearch: words('add'),
  component: page(() => import('./sources/sources-page.tsx'), 'SourcesPage'),
})
const source = createRoute({
  getParentRoute: () => shell,
  path: '/sources/$source',
  validateSearch: words('tab', 'request', 'show', 'provider', 'status', 'open'),
  component: page(() => import('./sources/source-page.tsx'), 'SourcePage'),
})
const library = createRoute({
  getParentRoute: () => shell,
  path: '/library',
  validateSearch: words('tab', 'edit'),
  component: page(() => import('./library/library-page.tsx'), 'LibraryPage'),
})
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: words('tab'),
  component: page(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
})
const conflicts = createRoute({
  getParentRoute: () => shell,
  path: '/reports/conflicts',
  component: page(() => import('./reports/conflicts-page.tsx'), 'ConflictsPage'),
})
const existing = createRoute({
  getParentRoute: () => shell,
  path: '/reports/existing-accounts',
  validateSearch: words('tab', 'search'),
  component: page(() => import('./reports/existing-page.tsx'), 'ExistingPage'),
})
const mine = createRoute({
  getParentRoute: () => shell,
  path: '/me',
  validateSearch: words('user'),
  component: page(() => import('./mine/my-page.tsx'), 'MyPage'),
})
/** For who sets up an identity provider and has no account here: by a link that an admin sent. */
const connect = createRoute({
  getParentRoute: () => root,
  path: '/connect/$link',
  validateSearch: words('provider'),
  component: page(() => import('./sources/connect-page.tsx'), 'ConnectPage'),
})

const nothing = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })

const tree = root.addChildren([
  signIn,
  link,
  connect,
  signedIn.addChildren([
    password,
    shell.addChildren([
      overview,
      rules,
      plans,
      plan,
      failures,
      users,
      user,
      groups,
      group,
      seats,
      activity,
      sources,
      source,
      library,
      settings,
      conflicts,
      existing,
      mine,
      nothing,
    ]),
  ]),
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
