import { isObject, type Json, type Resource } from '../../scim/json.ts'
import { type Projection, project, schemasOf } from '../../scim/project.ts'
import type { ResourceType } from '../../scim/schema.ts'
import { groupType } from '../../scim/schemas/group.ts'
import { userType } from '../../scim/schemas/user.ts'

/**
 * How stored documents become answers: as text. What is stored as JSON is put into the answer as it is, between what is
 * not stored: schemas, id, meta, and what other tables know. It is read only where a client wants parts of it.
 */
export interface Stored {
  readonly id: string
  /** JSON of an object that is not empty. */
  readonly document: string
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Without quotes and `W/`. */
  readonly version: string | number
}

/** A text as it stands within a JSON string, without the quotes. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** RFC 7644 §3.14, RFC 9110 §8.8.3: weak, because equal documents may be written differently. */
function etagOf(version: string | number): string {
  return `W/"${version}"`
}

/**
 * What the head says of a resource: RFC 7643 §3.1, its `meta.location` "MUST be the same as the "Content-Location" HTTP
 * response header", and RFC 7644 §3.14, its version.
 */
export function headOf(location: string, version: string | number): Readonly<Record<string, string>> {
  return { 'content-location': location, etag: etagOf(version) }
}

/**
 * @param baseUrl escaped as within a JSON string
 * @param groups elements of `groups` as JSON, with commas between them
 */
export function userText(user: Stored, groups: string | null, baseUrl: string): string {
  return text(userType, user, groups ? `,"groups":[${groups}]` : '', baseUrl)
}

/** @param members elements of `members` as JSON, with commas between them */
export function groupText(group: Stored, members: string | null, baseUrl: string): string {
  return text(groupType, group, members ? `,"members":[${members}]` : '', baseUrl)
}

function text(type: ResourceType, stored: Stored, related: string, baseUrl: string): string {
  const { id, document, createdAt, updatedAt, version } = stored
  const location = `${baseUrl}${type.endpoint}/${id}`
  const meta = `{"resourceType":"${type.name}","created":"${createdAt.toISOString()}","lastModified":"${updatedAt.toISOString()}","location":"${location}","version":"W/\\"${version}\\""}`
  return `{"schemas":[${schemasText(type, document)}],"id":"${id}",${document.slice(1, -1)}${related},"meta":${meta}}`
}

/** Only a document that speaks of a URN at all can have an extension. */
function schemasText(type: ResourceType, document: string): string {
  if (!/"(urn:|https?:)/i.test(document)) return `"${type.schema.id}"`
  const resource: unknown = JSON.parse(document)
  const schemas = isObject(resource) ? schemasOf(type, resource as Resource) : [type.schema.id]
  return JSON.stringify(schemas).slice(1, -1)
}

/** What of a resource's text a client wants to see. */
export function projected(whole: string, projection: Projection): string {
  return JSON.stringify(project(JSON.parse(whole) as Resource, projection))
}

/** Elements of `groups`, RFC 7643 §4.1.2. */
export function groupsText(
  groups: readonly { readonly id: string; readonly displayName: string; readonly direct: boolean }[],
  baseUrl: string,
): string | null {
  if (groups.length === 0) return null
  return groups
    .map(({ id, displayName, direct }) => {
      const display = JSON.stringify(displayName)
      const type = direct ? 'direct' : 'indirect'
      return `{"value":"${id}","$ref":"${baseUrl}/Groups/${id}","display":${display},"type":"${type}"}`
    })
    .join(',')
}

/** RFC 7644 §3.4.2: a list, of resources that are text already; by index, or by cursor, which has no `startIndex` (RFC 9865 §2). */
export function listText(
  resources: readonly string[],
  totalResults: number,
  page: { readonly startIndex: number } | { readonly nextCursor: string | undefined },
): string {
  const start = 'startIndex' in page ? `"startIndex":${page.startIndex},` : ''
  // A cursor is of characters that stand in JSON as they are.
  const next = 'nextCursor' in page && page.nextCursor !== undefined ? `"nextCursor":"${page.nextCursor}",` : ''
  return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${totalResults},${start}"itemsPerPage":${resources.length},${next}"Resources":[${resources.join(',')}]}`
}

/** A document without one of its attributes. */
export function without(resource: Resource, name: string): Resource {
  if (resource[name] === undefined) return resource
  const rest: Record<string, Json> = { ...resource }
  delete rest[name]
  return rest
}
