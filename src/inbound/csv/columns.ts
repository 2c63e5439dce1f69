import type { Draft, JsonObject, Resource } from '../../scim/json.ts'
import { isList, isObject } from '../../scim/json.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const texts = ['userName', 'externalId', 'displayName', 'nickName', 'title', 'userType', 'preferredLanguage'] as const
const moreTexts = ['locale', 'timezone'] as const
const names = ['givenName', 'familyName'] as const
const enterpriseTexts = ['department', 'division', 'costCenter', 'organization', 'employeeNumber'] as const
const others = ['email', 'phone', 'mobile', 'active', 'groups'] as const

/** What a column can be. */
export const fields = [...texts, ...moreTexts, ...names, ...enterpriseTexts, ...others] as const
export type Field = (typeof fields)[number]

/** Other heads that files have, as `plain` makes them. */
const synonyms: Readonly<Record<Field, string>> = {
  userName: 'user login loginname username userid userprincipalname upn samaccountname account',
  externalId: 'externalid objectid objectguid immutableid',
  displayName: 'displayname name fullname commonname cn',
  nickName: 'nickname',
  title: 'title jobtitle position',
  userType: 'usertype employeetype',
  preferredLanguage: 'preferredlanguage language lang',
  locale: 'locale',
  timezone: 'timezone',
  givenName: 'givenname firstname forename first vorname prenom',
  familyName: 'familyname lastname surname sn last nachname nom',
  department: 'department dept',
  division: 'division',
  costCenter: 'costcenter costcentre',
  organization: 'organization organisation company',
  employeeNumber: 'employeenumber employeeid personnelnumber staffid',
  email: 'email emails mail emailaddress workemail primaryemail smtp',
  phone: 'phone phonenumber telephone telephonenumber workphone',
  mobile: 'mobile mobilephone cell cellphone',
  active: 'active enabled status accountenabled accountstatus isactive',
  groups: 'groups group memberof groupnames teams',
}

const byHead = new Map(fields.flatMap((field) => synonyms[field].split(' ').map((head) => [head, field] as const)))

/** Which field a column's head means, whatever its case, spaces, hyphens and accents; undefined: the column is left out. */
export function fieldOf(head: string): Field | undefined {
  const plain = head
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return byHead.get(plain)
}

/** What a line says of a user: only columns that the file has, '' where the cell is empty. */
export type Values = Readonly<Partial<Record<Field, string>>>

const words: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, y: true, '1': true, active: true, enabled: true, on: true },
  ...{ false: false, no: false, n: false, '0': false, inactive: false, disabled: false, suspended: false, off: false },
}

/** Undefined for a word that says neither. */
export function readActive(cell: string): boolean | undefined {
  const word = cell.toLowerCase()
  return Object.hasOwn(words, word) ? words[word] : undefined
}

/** Names of groups, separated by semicolons; each once. */
export function readGroups(cell: string): readonly string[] {
  return [...new Set(cell.split(';').map((name) => name.trim()))].filter((name) => name !== '')
}

/**
 * The document of a user as a line wants it: what has no column stays as it is, an empty cell takes the value away.
 * Not checked yet: SCIM's own reading does that.
 */
export function documentOf(values: Values, current: Resource, active: boolean): Draft {
  const body: Draft = { ...current, active }
  const set = (object: Draft, name: string, value: string | undefined) => {
    if (value === undefined) return
    if (value === '') delete object[name]
    else object[name] = value
  }
  for (const field of [...texts, ...moreTexts]) set(body, field, values[field])
  const name: Draft = { ...(isObject(current.name) ? (current.name as JsonObject) : {}) }
  for (const field of names) set(name, field, values[field])
  body.name = name
  const work: Draft = { ...(isObject(current[enterprise]) ? (current[enterprise] as JsonObject) : {}) }
  for (const field of enterpriseTexts) set(work, field, values[field])
  body[enterprise] = work
  if (values.email !== undefined)
    body.emails = values.email === '' ? [] : [{ value: values.email, type: 'work', primary: true }]
  if (values.phone !== undefined || values.mobile !== undefined) body.phoneNumbers = phones(values, current)
  return body
}

function phones({ phone, mobile }: Values, current: Resource): readonly JsonObject[] {
  const before = (isList(current.phoneNumbers) ? current.phoneNumbers : []).filter(isObject) as readonly JsonObject[]
  const of = (type: string, value: string | undefined) =>
    value === undefined ? before.filter((some) => some.type === type) : value === '' ? [] : [{ value, type }]
  return [...of('work', phone), ...of('mobile', mobile)]
}
