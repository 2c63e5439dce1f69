import { invalidValue } from './errors.ts'
import { isList, isObject } from './json.ts'

/** Where an operation of a bulk request may name by bulkId what another one makes. */
export interface BulkReference {
  readonly path: readonly string[]
  readonly data: unknown
}

/** Deeper than any resource; what is deeper is refused. */
const DEPTH_MAX = 64
const WHOLE = /^bulkId:(.+)$/is
const LAST = /^(.*\/)bulkId:([^/]+)$/is
const QUOTED = /"bulkId:([^"\\]+)"/gi

/**
 * RFC 7644 §3.7.2: "bulkId:qwerty" in place of an id. It is one as the whole of any string, as the id in the path, as the
 * last part of a `$ref`, and compared within the filter of a PATCH's path (`members[value eq "bulkId:qwerty"]`).
 * @param idOf the id in its place; undefined leaves it as it is
 * @returns the same with ids; what has no references in it is not copied
 * @throws {ScimError} invalidValue when data is too deep to be looked through
 */
export function namedIn(named: BulkReference, idOf: (bulkId: string) => string | undefined): BulkReference {
  const path = named.path.map((segment, at) => (at > 0 ? replaced(segment, '', idOf) : segment))
  return { path, data: resolved(named.data, '', 0, idOf) }
}

function resolved(value: unknown, name: string, depth: number, idOf: (bulkId: string) => string | undefined): unknown {
  if (typeof value === 'string') return replaced(value, name, idOf)
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEPTH_MAX) throw invalidValue(`data is nested more than ${DEPTH_MAX} deep.`)
  if (isList(value)) {
    const elements = value.map((element) => resolved(element, name, depth + 1, idOf))
    return elements.some((element, at) => element !== value[at]) ? elements : value
  }
  if (!isObject(value)) return value
  let isSame = true
  const parts = Object.entries(value).map(([key, part]): [string, unknown] => {
    const now = resolved(part, key, depth + 1, idOf)
    isSame &&= now === part
    return [key, now]
  })
  return isSame ? value : Object.fromEntries(parts)
}

function replaced(text: string, name: string, idOf: (bulkId: string) => string | undefined): string {
  if (!/bulkId:/i.test(text)) return text
  const whole = WHOLE.exec(text)
  if (whole) return idOf(whole[1]!) ?? text
  const folded = name.toLowerCase()
  if (folded === '$ref') return text.replace(LAST, (all, before, bulkId) => put(before, idOf(bulkId), all))
  if (folded !== 'path') return text
  return text.replace(QUOTED, (all, bulkId) => {
    const id = idOf(bulkId)
    return id === undefined ? all : JSON.stringify(id)
  })
}

function put(before: string, id: string | undefined, all: string): string {
  return id === undefined ? all : `${before}${id}`
}
