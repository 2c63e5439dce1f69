import type { Place } from '../place.ts'
import type { Filter } from './filter.ts'

/** The filter as text again; reading that gives the same filter. */
export function formatFilter(filter: Filter): string {
  return format(filter, false)
}

function format(filter: Filter, inside: boolean): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters
        .map((part) =>
          part.kind === 'or' || part.kind === filter.kind ? `(${format(part, inside)})` : format(part, inside),
        )
        .join(` ${filter.kind} `)
    case 'not':
      return `not (${format(filter.filter, inside)})`
    case 'elements':
      return `${filter.path}[${format(filter.filter, true)}]`
    case 'present':
      return `${nameOf(filter, inside)} pr`
    case 'comparison':
      return `${nameOf(filter, inside)} ${filter.op} ${JSON.stringify(filter.value)}`
  }
}

function nameOf(place: Place, inside: boolean): string {
  return inside ? (place.sub?.name ?? 'value') : place.path
}
