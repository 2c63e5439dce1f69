import { describe, expect, it } from 'vitest'
import {
  type Capabilities,
  findResourceType,
  findSchema,
  resourceTypeDocuments,
  schemaDocuments,
  serviceProviderConfig,
} from './discovery.ts'
import { groupType } from './schemas/group.ts'
import { userType } from './schemas/user.ts'

const types = [userType, groupType]
const base = 'https://rollcall.example/scim/v2/okta/'
const capabilities: Capabilities = {
  patch: true,
  bulk: false,
  filter: { maxResults: 200 },
  changePassword: false,
  sort: false,
  etag: true,
  authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer', description: 'A secret.', primary: true }],
}

describe('RFC 7643 §5 the service provider configuration', () => {
  it('says what is offered and where it is', () => {
    expect(serviceProviderConfig(base, capabilities)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: true },
      authenticationSchemes: capabilities.authenticationSchemes,
      meta: {
        resourceType: 'ServiceProviderConfig',
        location: 'https://rollcall.example/scim/v2/okta/ServiceProviderConfig',
      },
    })
  })

  it('says what the later RFCs ask when it is offered', () => {
    const more = {
      bulk: { maxOperations: 1000, maxPayloadSize: 1_048_576 },
      pagination: { cursor: true, index: true },
      securityEvents: { asyncRequest: 'none', eventUris: [] },
      documentationUri: 'https://x',
      interopProfileConformant: true,
    }
    expect(serviceProviderConfig(base, { ...capabilities, ...more })).toMatchObject({
      ...more,
      bulk: { supported: true },
    })
  })
})

describe('RFC 7643 §6 resource types', () => {
  it('have their name as id and name their schemas', () => {
    const [user, group] = resourceTypeDocuments(types, base)
    expect(user).toMatchObject({
      id: 'User',
      endpoint: '/Users',
      schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
      schemaExtensions: [{ schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', required: false }],
      meta: { resourceType: 'ResourceType', location: 'https://rollcall.example/scim/v2/okta/ResourceTypes/User' },
    })
    expect(group).not.toHaveProperty('schemaExtensions')
  })

  it('are found by id in any case', () => {
    expect(findResourceType(types, 'uSER')).toBe(userType)
    expect(findResourceType(types, 'constructor')).toBeUndefined()
  })
})

describe('RFC 7643 §7 schemas', () => {
  const documents = schemaDocuments([...types, userType], base)

  it('are those of the types, each once, with their URN as id', () => {
    expect(documents.map(({ id, name, meta }) => [id, name, meta.location])).toEqual([
      [userType.schema.id, 'User', `${base}Schemas/${userType.schema.id}`],
      [groupType.schema.id, 'Group', `${base}Schemas/${groupType.schema.id}`],
      [enterpriseId, 'EnterpriseUser', `${base}Schemas/${enterpriseId}`],
    ])
    expect(findSchema(types, enterpriseId.toUpperCase())?.name).toBe('EnterpriseUser')
    expect(findSchema(types, 'urn:x')).toBeUndefined()
  })

  it('hold no null and nothing that is not of the RFC', () => {
    const text = JSON.stringify(documents)
    expect(text).not.toContain('null')
    expect(text).not.toContain('lengthMax')
  })

  it('say every characteristic of an attribute', () => {
    const [user] = documents
    expect(user?.attributes[0]).toMatchObject({
      name: 'userName',
      type: 'string',
      multiValued: false,
      required: true,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'server',
    })
    const names = user?.attributes.map((attribute) => (attribute as { name: string }).name)
    expect(names).toEqual(
      (
        'userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active password ' +
        'emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates'
      ).split(' '),
    )
  })
})

const enterpriseId = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
