import { bulkOperationsMax } from '../../../scim/bulk.ts'
import { cursorTimeoutSeconds } from '../../../scim/cursor.ts'
import {
  type Capabilities,
  findResourceType,
  findSchema,
  resourceTypeDocument,
  resourceTypeDocuments,
  schemaDocument,
  schemaDocuments,
  serviceProviderConfig,
} from '../../../scim/discovery.ts'
import { notFound, ScimError } from '../../../scim/errors.ts'
import { countDefault, countMax, listResponse } from '../../../scim/list.ts'
import { groupType } from '../../../scim/schemas/group.ts'
import { userType } from '../../../scim/schemas/user.ts'
import { clientsOf } from '../../oauth-client.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import { schemesOf } from '../schemes.ts'

/** RFC 7644 §4. */
const types = [userType, groupType]

const capabilities = {
  patch: true,
  filter: { maxResults: countMax },
  changePassword: false,
  sort: true,
  etag: true,
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: countDefault,
    maxPageSize: countMax,
    cursorTimeout: cursorTimeoutSeconds,
  },
} as const

export async function getServiceProviderConfig(call: Call): Promise<Answer> {
  const clients = await clientsOf(call.db, call.source.id)
  return document(call, serviceProviderConfig(call.baseUrl, capabilitiesOf(call, clients.length > 0)))
}

/** draft-zollner-scim-interop-profile: who does not conform leaves `interopProfileConformant` out. */
function capabilitiesOf({ source, bodyLimitBytes }: Call, hasClients: boolean): Capabilities {
  return {
    ...capabilities,
    bulk: { maxOperations: bulkOperationsMax, maxPayloadSize: bodyLimitBytes },
    authenticationSchemes: schemesOf(source, hasClients),
    ...(source.strict && { interopProfileConformant: true }),
  }
}

export async function listResourceTypes(call: Call): Promise<Answer> {
  const documents = resourceTypeDocuments(types, call.baseUrl)
  return document(call, listResponse(documents, documents.length, 1))
}

export async function getResourceType(call: Call, id: string): Promise<Answer> {
  const type = findResourceType(types, id)
  if (!type) throw notFound('There is no such resource type.')
  return document(call, resourceTypeDocument(type, call.baseUrl))
}

export async function listSchemas(call: Call): Promise<Answer> {
  const documents = schemaDocuments(types, call.baseUrl)
  return document(call, listResponse(documents, documents.length, 1))
}

export async function getSchema(call: Call, urn: string): Promise<Answer> {
  const schema = findSchema(types, urn)
  if (!schema) throw notFound('There is no such schema.')
  return document(call, schemaDocument(schema, call.baseUrl))
}

/**
 * RFC 7644 §4: "If a 'filter' is provided, the service provider SHOULD respond with HTTP status code 403"; other parameters are
 * passed over.
 */
function document({ query }: Call, body: object): Answer {
  if (/(^|&)filter=/i.test(query)) throw new ScimError(403, undefined, 'What is offered cannot be filtered.')
  return { status: 200, body: JSON.stringify(body) }
}
