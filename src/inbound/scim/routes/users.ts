import { fold } from '../../../directory/fold.ts'
import { groupsOfUsers } from '../../../directory/store/membership.ts'
import type { UserId } from '../../../directory/user.ts'
import { notFound } from '../../../scim/errors.ts'
import type { Filter } from '../../../scim/filter/filter.ts'
import { formatFilter } from '../../../scim/filter/format.ts'
import { parseFilter } from '../../../scim/filter/parse.ts'
import type { Resource } from '../../../scim/json.ts'
import { type ListQuery, readListQuery, readSearchRequest } from '../../../scim/list.ts'
import { readPatch } from '../../../scim/operation.ts'
import { applyPatch } from '../../../scim/patch.ts'
import { isReturned, type Projection } from '../../../scim/project.ts'
import { readResource } from '../../../scim/resource.ts'
import { userType } from '../../../scim/schemas/user.ts'
import { readSort } from '../../../scim/sort.ts'
import { createUser, deleteUser, patchUser, type ReceivedUser, replaceUser } from '../../receive/user.ts'
import { noteChange } from '../../traffic/note.ts'
import type { Answer } from '../answer.ts'
import { askedProjection, type Call, projectionOf, strictnessOf, tagsOf } from '../call.ts'
import { groupsText, headOf, projected, userText } from '../document.ts'
import { beginPaging, type Found, pageOf, type Start } from '../paging.ts'
import type { Page } from '../store/page.ts'
import {
  type UserDocument,
  userDocument,
  userDocumentByName,
  userDocumentCount,
  userDocuments,
} from '../store/users.ts'

/** RFC 7644 §3.3. */
export async function postUser(call: Call): Promise<Answer> {
  const projection = projectionOf(userType, call)
  const { resource, quirks } = readResource(userType, await call.body(), 'create', strictnessOf(call))
  noteChange(call.note, {}, resource, quirks)
  const user = await createUser(call.inbound, call.source, resource, call.givenId as UserId | undefined)
  return answer(call, 201, user, projection)
}

/** RFC 7644 §3.4.1. */
export async function getUser(call: Call, id: string): Promise<Answer> {
  const projection = projectionOf(userType, call)
  const user = await userDocument(call.db, call.source.id, id as UserId)
  if (!user) throw notFound('There is no such user.')
  const tags = tagsOf(call, 'if-none-match')
  const headers = headOf(`${call.baseUrl}/Users/${id}`, user.version)
  if (tags && (tags === '*' || tags.includes(String(user.version)))) return { status: 304, headers }
  const [text] = await textsOf(call, [user], projection)
  return { status: 200, body: text!, headers }
}

/** RFC 7644 §3.4.2. */
export function listUsers(call: Call): Promise<Answer> {
  return search(call, readListQuery(call.query))
}

/** RFC 7644 §3.4.3. */
export async function searchUsers(call: Call): Promise<Answer> {
  return search(call, readSearchRequest(await call.body()))
}

async function search(call: Call, query: ListQuery): Promise<Answer> {
  const filter = query.filter === undefined ? undefined : parseFilter(query.filter, userType, strictnessOf(call))
  const paging = await beginPaging(call, query, () => [userType.name, filter && formatFilter(filter)])
  return paging.answer(await findUsers(call, query, filter, paging.start))
}

/** A page of users, and how many there are in all. */
export async function findUsers(
  call: Call,
  query: ListQuery,
  filter: Filter | undefined,
  start: Start,
): Promise<Found> {
  const { db, source } = call
  const { count } = query
  const projection = askedProjection(userType, query)
  const isFirst = start.by === 'index' ? start.offset === 0 : start.after === undefined
  const userName = isFirst && count > 0 ? userNameOf(filter) : undefined
  if (userName !== undefined) {
    const user = await userDocumentByName(db, source.id, fold(userName))
    return user ? { texts: await textsOf(call, [user], projection), total: 1 } : { texts: [], total: 0 }
  }
  const scope = { organization: source.organization, source: source.id, baseUrl: call.baseUrl }
  const sort = readSort(userType, query)
  const read = (page: Page) => userDocuments(db, scope, filter, sort, page)
  const { rows, total, next } = await pageOf(start, count, read, () => userDocumentCount(db, scope, filter))
  return { texts: await textsOf(call, rows, projection), total, next }
}

/** The userName that the filter asks for and nothing else. */
function userNameOf(filter: Filter | undefined): string | undefined {
  const isIt = filter?.kind === 'comparison' && filter.path === 'userName' && filter.op === 'eq'
  return isIt ? String(filter.value) : undefined
}

/** RFC 7644 §3.5.1. A user that is not there is not created. */
export async function putUser(call: Call, id: string): Promise<Answer> {
  const projection = projectionOf(userType, call)
  const body = await call.body()
  const replacement = (current: Resource) => {
    const { resource, quirks } = readResource(userType, body, 'replace', { current, ...strictnessOf(call) })
    noteChange(call.note, current, resource, quirks)
    return resource
  }
  const user = await replaceUser(call.inbound, call.source, id as UserId, replacement, optionsOf(call))
  if (!user) throw notFound('There is no such user.')
  return answer(call, 200, user, projection)
}

/** RFC 7644 §3.5.2, answered with the resource. */
export async function patchOneUser(call: Call, id: string): Promise<Answer> {
  const projection = projectionOf(userType, call)
  const { operations, quirks } = readPatch(await call.body(), strictnessOf(call))
  const change = (current: Resource) => {
    const patched = applyPatch(userType, current, operations, { id, ...strictnessOf(call) })
    noteChange(call.note, current, patched.resource, [...quirks, ...patched.quirks])
    return patched.resource
  }
  const user = await patchUser(call.inbound, call.source, id as UserId, change, optionsOf(call))
  if (!user) throw notFound('There is no such user.')
  return answer(call, 200, user, projection)
}

/** RFC 7644 §3.6. */
export async function deleteOneUser(call: Call, id: string): Promise<Answer> {
  const isDeleted = await deleteUser(call.inbound, call.source, id as UserId, optionsOf(call))
  if (!isDeleted) throw notFound('There is no such user.')
  return { status: 204 }
}

function optionsOf(call: Call): { readonly versions?: readonly number[] } {
  const tags = tagsOf(call, 'if-match')
  return tags === undefined || tags === '*' ? {} : { versions: tags.map(Number) }
}

/** The user as they are after a write; who is new is in no group, so nothing has to be asked. */
async function answer(
  call: Call,
  status: number,
  user: ReceivedUser,
  projection: Projection | undefined,
): Promise<Answer> {
  const { id, no, version, attributes, document = JSON.stringify(attributes), createdAt, updatedAt } = user
  const stored = { id, no, version, document, createdAt, updatedAt, isMember: !user.isNew }
  const [body] = await textsOf(call, [stored], projection)
  const location = `${call.baseUrl}/Users/${id}`
  return { status, body: body!, headers: { location, ...headOf(location, version) } }
}

async function textsOf(
  call: Call,
  users: readonly UserDocument[],
  projection: Projection | undefined,
): Promise<readonly string[]> {
  const asksGroups = !projection || isReturned(projection, 'groups')
  const members = asksGroups ? users.filter((user) => user.isMember).map((user) => user.no) : []
  const groups = members.length > 0 ? await groupsOfUsers(call.db, members) : undefined
  return users.map((user) => {
    const theirs = groups?.get(user.no)
    const whole = userText(user, theirs ? groupsText(theirs, call.baseText) : null, call.baseText)
    return projection ? projected(whole, projection) : whole
  })
}
