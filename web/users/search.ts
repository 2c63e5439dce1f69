const attributes = ['displayName', 'userName', 'emails.value'] as const
const operators = 'eq|ne|co|sw|ew|gt|ge|lt|le'
const filterBegins = new RegExp(
  `^(not\\s*)?\\(|^[\\w.:$-]+(\\[.*\\])?(\\.\\w+)?\\s+((${operators})\\s+\\S|pr(\\s|$))`,
  'i',
)

/** Whether what was typed is a SCIM filter already (RFC 7644 §3.4.2.2) rather than the start of a name. */
export function isFilter(typed: string): boolean {
  return filterBegins.test(typed.trim())
}

/** The SCIM filter of what was typed: itself, or that a name, a userName or an address begins with it. Nothing typed: none. */
export function filterOf(typed: string): string | undefined {
  const start = typed.trim()
  if (start === '') return undefined
  return isFilter(start) ? start : attributes.map((name) => `${name} sw ${JSON.stringify(start)}`).join(' or ')
}

/** What was typed to get that filter. */
export function typedOf(filter: string | undefined): string {
  if (filter === undefined) return ''
  const first = /^displayName sw ("(?:[^"\\]|\\.)*") or /.exec(filter)?.[1]
  if (first === undefined) return filter
  const start: unknown = JSON.parse(first)
  return typeof start === 'string' && filterOf(start) === filter ? start : filter
}
