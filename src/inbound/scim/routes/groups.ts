import type { GroupId } from '../../../directory/group.ts'
import { notFound } from '../../../scim/errors.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import { formatFilter } from '../../../scim/filter/format.ts'
import { parseFilter } from '../../../scim/filter/parse.ts'
import type { Resource } from '../../../scim/json.ts'
import { type ListQuery, readListQuery, readSearchRequest } from '../../../scim/list.ts'
import { readMembers, splitMemberChanges } from '../../../scim/members.ts'
import { readPatch } from '../../../scim/operation.ts'
import { applyPatch } from '../../../scim/patch.ts'
import { isReturned, type Projection } from '../../../scim/project.ts'
import { readResource } from '../../../scim/resource.ts'
import { groupType } from '../../../scim/schemas/group.ts'
import { readSort } from '../../../scim/sort.ts'
import { changeGroup, createGroup, deleteGroup, type GroupChange } from '../../receive/group.ts'
import { noteChange } from '../../traffic/note.ts'
import type { Answer } from '../answer.ts'
import { askedProjection, type Call, projectionOf, strictnessOf, tagsOf } from '../call.ts'
import { groupText, headOf, projected, without } from '../document.ts'
import { editOf } from '../member-edit.ts'
import { beginPaging, type Found, pageOf, type Start } from '../paging.ts'
import {
  type GroupDocument,
  groupDocument,
  groupDocumentCount,
  groupDocuments,
  membersOfGroups,
} from '../store/groups.ts'
import type { Page } from '../store/page.ts'

/** RFC 7644 §3.3. */
export async function postGroup(call: Call): Promise<Answer> {
  const projection = projectionOf(groupType, call)
  const { resource, quirks } = readResource(groupType, await call.body(), 'create', strictnessOf(call))
  const members = readMembers(resource.members).map(({ value }) => value)
  noteChange(call.note, {}, resource, quirks)
  call.note.edit = { kind: 'change', add: members, remove: [] }
  const id = call.givenId as GroupId | undefined
  const group = await createGroup(call.inbound, call.source, without(resource, 'members'), members, id)
  call.note.pending = group.pending
  return answer(call, 201, group.id, projection)
}

/** RFC 7644 §3.4.1. */
export async function getGroup(call: Call, id: string): Promise<Answer> {
  const group = await groupDocument(call.db, call.source.id, id as GroupId)
  if (!group) throw notFound('There is no such group.')
  const tags = tagsOf(call, 'if-none-match')
  const headers = headOf(`${call.baseUrl}/Groups/${id}`, group.version)
  if (tags && (tags === '*' || tags.includes(group.version))) return { status: 304, headers }
  const [text] = await textsOf(call, [group], projectionOf(groupType, call))
  return { status: 200, body: text!, headers }
}

/** RFC 7644 §3.4.2. */
export function listGroups(call: Call): Promise<Answer> {
  return search(call, readListQuery(call.query))
}

/** RFC 7644 §3.4.3. */
export async function searchGroups(call: Call): Promise<Answer> {
  return search(call, readSearchRequest(await call.body()))
}

async function search(call: Call, query: ListQuery): Promise<Answer> {
  const filter = query.filter === undefined ? undefined : parseFilter(query.filter, groupType, strictnessOf(call))
  const paging = await beginPaging(call, query, () => [groupType.name, filter && formatFilter(filter)])
  return paging.answer(await findGroups(call, query, filter, paging.start))
}

/** A page of groups, and how many there are in all. */
export async function findGroups(
  call: Call,
  query: ListQuery,
  filter: Filter | undefined,
  start: Start,
): Promise<Found> {
  const { db, source } = call
  const { count } = query
  const projection = askedProjection(groupType, query)
  const scope = { organization: source.organization, source: source.id, baseUrl: call.baseUrl }
  const sort = readSort(groupType, query)
  const read = (page: Page) => groupDocuments(db, scope, filter, sort, page)
  const { rows, total, next } = await pageOf(start, count, read, () => groupDocumentCount(db, scope, filter))
  return { texts: await textsOf(call, rows, projection), total, next }
}

/** RFC 7644 §3.5.1. Members that are not named are members no more: a list left out is an empty one (RFC 7643 §2.5). */
export async function putGroup(call: Call, id: string): Promise<Answer> {
  const projection = projectionOf(groupType, call)
  const body = await call.body()
  const change = (current: Resource): GroupChange => {
    const { resource, quirks } = readResource(groupType, body, 'replace', { current, ...strictnessOf(call) })
    const values = readMembers(resource.members).map(({ value }) => value)
    const members = { kind: 'replace', values } as const
    const attributes = without(resource, 'members')
    noteChange(call.note, current, attributes, quirks)
    call.note.edit = members
    return { attributes, members }
  }
  const group = await changeGroup(call.inbound, call.source, id as GroupId, 'group.replace', change, optionsOf(call))
  if (!group) throw notFound('There is no such group.')
  call.note.pending = group.pending
  return answer(call, 200, group.id, projection)
}

/**
 * RFC 7644 §3.5.2: 204, or 200 with the resource where a client says what it wants to see of it (by `attributes` or Prefer,
 * RFC 7240), or the source is set to.
 */
export async function patchGroup(call: Call, id: string): Promise<Answer> {
  const projection = projectionOf(groupType, call)
  const read = readPatch(await call.body(), strictnessOf(call))
  const { members, rest, quirks } = splitMemberChanges(read.operations, strictnessOf(call))
  const edit = editOf(members)
  call.note.edit = edit
  const change = (current: Resource): GroupChange => {
    const patched = rest.length > 0 ? applyPatch(groupType, current, rest, { id, ...strictnessOf(call) }) : undefined
    noteChange(call.note, current, patched?.resource, [...read.quirks, ...quirks, ...(patched?.quirks ?? [])])
    return { ...(patched && { attributes: patched.resource }), ...(edit && { members: edit }) }
  }
  const group = await changeGroup(call.inbound, call.source, id as GroupId, 'group.patch', change, optionsOf(call))
  if (!group) throw notFound('There is no such group.')
  call.note.pending = group.pending
  const wantsBody = projection || /\breturn=representation\b/i.test(String(call.headers.prefer ?? ''))
  if (wantsBody || call.source.groupPatchAnswer === 'body') return answer(call, 200, group.id, projection)
  return { status: 204 }
}

/** RFC 7644 §3.6. */
export async function deleteOneGroup(call: Call, id: string): Promise<Answer> {
  const isDeleted = await deleteGroup(call.inbound, call.source, id as GroupId, optionsOf(call))
  if (!isDeleted) throw notFound('There is no such group.')
  return { status: 204 }
}

function optionsOf(call: Call): { readonly requests?: readonly string[] } {
  const tags = tagsOf(call, 'if-match')
  return tags === undefined || tags === '*' ? {} : { requests: tags }
}

/** The group as it is after a write. */
async function answer(call: Call, status: number, id: GroupId, projection: Projection | undefined): Promise<Answer> {
  const group = await groupDocument(call.db, call.source.id, id)
  // Deleted by another request meanwhile.
  if (!group) throw notFound('There is no such group.')
  const [body] = await textsOf(call, [group], projection)
  const location = `${call.baseUrl}/Groups/${id}`
  return { status, body: body!, headers: { location, ...headOf(location, group.version) } }
}

async function textsOf(
  call: Call,
  groups: readonly GroupDocument[],
  projection: Projection | undefined,
): Promise<readonly string[]> {
  const asksMembers = groups.length > 0 && (!projection || isReturned(projection, 'members'))
  const numbers = groups.map((group) => group.no)
  const members = asksMembers ? await membersOfGroups(call.db, numbers, call.baseText) : undefined
  return groups.map((group) => {
    const whole = groupText(group, members?.get(group.no) ?? null, call.baseText)
    return projection ? projected(whole, projection) : whole
  })
}
