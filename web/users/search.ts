import type { UserCountQuery } from '../../src/contract/past.ts'

/** What stands in the address of the list of users. */
export interface UserSearch {
  readonly filter?: string
  readonly search?: string
  readonly status?: string
  readonly role?: string
  readonly product?: string
  readonly state?: string
  readonly source?: string
  readonly group?: string
  readonly deleted?: boolean
  readonly at?: string
  readonly peek?: string
}

/** The filters that are chips; each of them is a word of the address and of the API. */
export const chips = ['status', 'role', 'product', 'state', 'source', 'group'] as const
export type Chip = (typeof chips)[number]

const operators = 'eq|ne|co|sw|ew|gt|ge|lt|le'
const filterBegins = new RegExp(
  `^(not\\s*)?\\(|^[\\w.:$-]+(\\[.*\\])?(\\.\\w+)?\\s+((${operators})\\s+\\S|pr(\\s|$))`,
  'i',
)

/** Whether what was typed is a SCIM filter (RFC 7644 §3.4.2.2) rather than words of a name. */
export function isFilter(typed: string): boolean {
  return filterBegins.test(typed.trim())
}

/** What was typed, as it stands in the address: a filter for experts, or words. Nothing typed: neither. */
export function searchOf(typed: string): Pick<UserSearch, 'filter' | 'search'> {
  const words = typed.trim()
  if (words === '') return {}
  return isFilter(words) ? { filter: words } : { search: words }
}

/** What the API is asked. Where both stand in the address, the filter is what the field shows and what holds. */
export function askedOf({ peek: _, search, ...rest }: UserSearch): UserCountQuery {
  return (rest.filter !== undefined || search === undefined ? rest : { ...rest, search }) as UserCountQuery
}

/** Whether only some are asked for: nobody found is then something else than nobody there. */
export function isNarrowed(search: UserSearch): boolean {
  return (
    search.filter !== undefined ||
    search.search !== undefined ||
    search.deleted === true ||
    chips.some((chip) => search[chip] !== undefined)
  )
}

/** Without what narrows it; the moment stays. */
export function withoutFilters({ at }: UserSearch): UserSearch {
  return at === undefined ? {} : { at }
}

/** As of a moment, without what is not kept of the past: status, and who waited. */
export function asOf({ at: _, ...search }: UserSearch, at: string | undefined): UserSearch {
  if (at === undefined) return search
  const { status: __, state, ...kept } = search
  return { ...kept, ...(state !== undefined && state !== 'waiting' && { state }), at }
}
