import { getRouteApi } from '@tanstack/react-router'
import type { Question } from './queries.ts'

const route = getRouteApi('/signed-in/shell/users/$user')

/** Every field that can be asked about, in the order in which they are shown. */
export const fields = [
  'role',
  'user-group',
  'language',
  'device-groups',
  'settings-template',
  'welcome-template',
  'status',
  'access',
] as const
export type Field = (typeof fields)[number]

export const isField = (asked: string | undefined): asked is Field => fields.some((field) => field === asked)

/** What the address asks why about: a field by its name, else a product by its id. */
export const questionOf = (asked: string): Question => (isField(asked) ? { field: asked } : { product: asked })

type Search = ReturnType<typeof route.useSearch>

/** What the page shows beyond its user stands in the address; leaving a member undefined takes it out. */
export function useAddress() {
  const search = readable(route.useSearch())
  const navigate = route.useNavigate()
  return {
    search,
    go: (change: { readonly [Name in keyof Search]?: string | undefined }, replace = true) =>
      void navigate({
        search: (before) =>
          Object.fromEntries(
            Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
          ) as Search,
        replace,
        resetScroll: false,
      }),
  }
}

/** Whatever was typed into the address: only texts that say something, and moments that are moments. */
function readable(search: Search): Search {
  const said = Object.entries(search).filter(
    ([name, value]) =>
      typeof value === 'string' &&
      value !== '' &&
      ((name !== 'at' && name !== 'compare') || !Number.isNaN(Date.parse(value))),
  )
  return Object.fromEntries(said) as Search
}

/** The one answer that is open, and opening or closing another. */
export function useAsked() {
  const { search, go } = useAddress()
  return {
    asked: search.why,
    toggle: (why: string) => go({ why: search.why === why ? undefined : why }),
    close: () => go({ why: undefined }),
  }
}
