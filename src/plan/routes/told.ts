import type { Request } from '../../contract/because.ts'
import type { Reference } from '../../contract/reference.ts'
import type { FieldValue } from '../../contract/why.ts'
import type { DirectoryUser } from '../../directory/user.ts'
import { shownRequest } from '../../history/shown.ts'
import { requestsById } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { isId } from '../../platform/id.ts'
import type { Asked, Value } from '../../rules/explain.ts'
import { namedInPin } from '../../rules/routes/pin.ts'
import { type Names, namedInRole, referenceIn, shownRole } from '../../rules/routes/shown.ts'
import type { Role } from '../../rules/rule.ts'
import { namesOf } from '../../rules/store/names.ts'
import { languageText, listed, say } from '../../words/say.ts'
import type { Ruled } from '../store/why.ts'

/** What an answer names, read once for all of its parts. */
export interface Told {
  readonly user: Reference
  readonly names: Names
  readonly nameOf: (id: string) => string
  /** Null for no request, and for one that is not there. */
  readonly request: (id: string | null | undefined) => Request | null
}

export async function toldOf(
  db: Db,
  user: DirectoryUser,
  ruled: readonly Ruled[],
  more: { readonly names?: readonly string[]; readonly requests?: readonly (string | null | undefined)[] } = {},
): Promise<Told> {
  const named = ruled.flatMap(({ rules, pin }) => [
    ...rules.flatMap(({ bearing: { rule }, value }) => [rule.id, rule.group, ...namedInValue(value)]),
    ...(pin ? namedInPin(pin) : []),
  ])
  const asked = ruled.flatMap(({ joined, edit, pinned }) => [joined, edit?.request, pinned])
  const [names, requests] = await Promise.all([
    namesOf(db, [...named, ...(more.names ?? [])]),
    requestsById(
      db,
      [...asked, ...(more.requests ?? [])].filter((id) => typeof id === 'string'),
    ),
  ])
  return {
    user: { id: user.id, name: user.displayName },
    names,
    nameOf: (id) => names.get(id)?.name ?? '',
    request: (id) => {
      const row = id ? requests.get(id) : undefined
      return row ? shownRequest(row) : null
    },
  }
}

export function namedInValue(value: Value): readonly string[] {
  if (typeof value !== 'string') return namedInRole(value)
  return isId(value) ? [value] : []
}

type Field = Asked['field']

const nothingSet: Readonly<Record<Field, FieldValue>> = {
  product: 'none',
  role: { role: 'member' },
  'welcome-template': 'default',
  language: 'none',
  'user-group': 'none',
  'device-groups': 'none',
  'settings-template': 'default',
}

/** A value as the API gives it; null is what holds where nobody sets it. */
export function shownValue(field: Field, value: Value | null, names: Names): FieldValue {
  if (value === null) return nothingSet[field]
  if (typeof value !== 'string') return shownRole(value, names)
  return isId(value) ? referenceIn(names)(value) : (value as FieldValue)
}

/** The same in words: "manager of Sales and Service, who may: manage users", "French", "the default one". */
export function valueText(field: Field, value: Value | null, names: Names): string {
  if (value === null)
    return valueText(field, field === 'role' ? { role: 'member' } : field === 'user-group' ? 'none' : 'default', names)
  if (typeof value !== 'string') return roleText(value, names)
  if (field === 'language') return languageText(value)
  if (isId(value)) return names.get(value)?.name ?? ''
  return say(value === 'none' ? 'value.none' : 'value.default')
}

/** In one order, whatever order they were named in: equal roles read the same. */
function roleText(role: Role, names: Names): string {
  if (role.role !== 'manager') return say(`value.${role.role}`)
  const privileges = listed(role.privileges.map((privilege) => say(`value.${privilege}`)).toSorted())
  if (role.managedGroups === 'all') return say('value.managerOfAll', { privileges })
  const groups = listed(role.managedGroups.map((id) => names.get(id)?.name ?? '').toSorted())
  return say('value.manager', { groups, privileges })
}
