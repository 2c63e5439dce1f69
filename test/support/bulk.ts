import { expect } from 'vitest'
import { byFilter, groupUrn, type ScimClient, userUrn } from './scim.ts'

export const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
export const bulkResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse'

/** What was answered to one operation. */
export interface BulkResult {
  readonly method: string
  readonly status: string
  readonly location?: string
  readonly bulkId?: string
  readonly version?: string
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is looked at, not typed
  readonly response?: any
}

export const postUser = (bulkId: string, userName: string, more: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [userUrn], userName, ...more },
})

export const postGroup = (bulkId: string, displayName: string, ...members: readonly string[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: [groupUrn], displayName, members: members.map((value) => ({ value })) },
})

/** Sends operations in one request, which must be understood as a whole. */
export async function bulk(
  client: ScimClient,
  operations: readonly unknown[],
  more: object = {},
): Promise<readonly BulkResult[]> {
  const { status, body } = await client.post('/Bulk', { schemas: [bulkUrn], Operations: operations, ...more })
  expect([status, body.schemas]).toEqual([200, [bulkResponseUrn]])
  return body.Operations
}

export const statusesOf = (results: readonly BulkResult[]) => results.map(({ status }) => status)

export const idsOf = (results: readonly BulkResult[]) => results.map(({ location }) => location?.split('/').at(-1))

/** Names of a group's members, or what they are called where they have none. */
export async function membersNamed(client: ScimClient, displayName: string): Promise<readonly string[]> {
  const { body } = await client.get(`/Groups?${byFilter(`displayName eq "${displayName}"`)}`)
  const members: readonly { readonly display?: string; readonly value: string }[] = body.Resources[0].members ?? []
  return members.map(({ display, value }) => display ?? value).sort()
}
