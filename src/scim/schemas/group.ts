import { attribute, type ResourceType, type Schema } from '../schema.ts'

/**
 * RFC 7643 §4.2 and §8.7.1; a displayName is required, which §4.2 says and §8.7.1 forgets. `members.value` is an id,
 * and ids are exact (§3.1). `display` is of §2.4; Okta sends it. A length limit, because groups are looked up by name.
 */
export const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'Name of the group.', { required: true, lengthMax: 500 }),
    attribute('members', 'Users and groups in the group.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('value', 'Identifier of the member.', {
          required: true,
          caseExact: true,
          mutability: 'immutable',
          lengthMax: 500,
        }),
        attribute('$ref', 'URI of the member.', {
          type: 'reference',
          mutability: 'immutable',
          referenceTypes: ['User', 'Group'],
        }),
        attribute('type', 'What the member is.', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }),
        attribute('display', 'Name of the member.', { mutability: 'immutable' }),
      ],
    }),
  ],
}

export const groupType: ResourceType = {
  name: 'Group',
  endpoint: '/Groups',
  description: 'Group',
  schema: groupSchema,
  schemaExtensions: [],
}
