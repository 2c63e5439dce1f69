import type { Brand } from '../platform/brand.ts'
import type { Resource } from '../scim/json.ts'
import type { SourceId } from './user.ts'

export type GroupId = Brand<string, 'GroupId'>
/** A directory group's dense number within the organization. */
export type GroupNo = Brand<number, 'GroupNo'>

/** A group as its source states it. displayName is not unique: identity providers push twins. */
export interface DirectoryGroup {
  readonly no: GroupNo
  readonly id: GroupId
  readonly source: SourceId
  readonly externalId: string | null
  readonly displayName: string
  /** The SCIM document without id, meta and members. */
  readonly attributes: Resource
  readonly createdAt: Date
  readonly deletedAt: Date | null
}
