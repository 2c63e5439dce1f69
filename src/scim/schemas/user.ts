import { attribute, plural, type ResourceType, type Schema } from '../schema.ts'
import { enterpriseUserSchema } from './enterprise-user.ts'

/** RFC 7643 §4.1 and §8.7.1. `userName` has a length limit because it is looked up by index. */
export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'What the user signs in with; unique, whatever its case.', {
      required: true,
      uniqueness: 'server',
      lengthMax: 500,
    }),
    attribute('name', "The parts of the user's name.", {
      type: 'complex',
      subAttributes: [
        attribute('formatted', 'The full name, ready to show.'),
        attribute('familyName', 'Last name.'),
        attribute('givenName', 'First name.'),
        attribute('middleName', 'Middle names.'),
        attribute('honorificPrefix', 'Titles before the name.'),
        attribute('honorificSuffix', 'Suffixes after the name.'),
      ],
    }),
    attribute('displayName', 'The name to show.'),
    attribute('nickName', 'The casual name.'),
    attribute('profileUrl', "Where the user's profile is.", { type: 'reference', referenceTypes: ['external'] }),
    attribute('title', 'Job title.'),
    attribute('userType', 'What kind of user: Employee, Contractor.'),
    attribute('preferredLanguage', 'Preferred languages, as in Accept-Language.'),
    attribute('locale', 'Locale, as in en-US.'),
    attribute('timezone', 'Time zone, as in Europe/Paris.'),
    attribute('active', 'Whether the user may be used.', { type: 'boolean' }),
    attribute('password', 'Taken and never shown.', {
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
    }),
    plural('emails', 'Email addresses.', ['work', 'home', 'other']),
    plural('phoneNumbers', 'Phone numbers.', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    plural('ims', 'Instant messaging addresses.', ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
    plural('photos', 'Where photos of the user are.', ['photo', 'thumbnail'], {
      type: 'reference',
      caseExact: true,
      referenceTypes: ['external'],
    }),
    attribute('addresses', 'Mailing addresses.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('formatted', 'The full address, ready to show.'),
        attribute('streetAddress', 'Street, house number and the like.'),
        attribute('locality', 'City.'),
        attribute('region', 'State or region.'),
        attribute('postalCode', 'Postal code.'),
        attribute('country', 'Country, as two letters of ISO 3166-1.'),
        attribute('type', 'What the address is for.', { canonicalValues: ['work', 'home', 'other'] }),
        attribute('primary', 'Whether it is the preferred one; at most one is.', { type: 'boolean' }),
      ],
    }),
    attribute('groups', 'Groups the user is in, directly or through another; changed at the groups.', {
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', 'Identifier of the group.', { caseExact: true, mutability: 'readOnly' }),
        attribute('$ref', 'URI of the group.', {
          type: 'reference',
          mutability: 'readOnly',
          referenceTypes: ['User', 'Group'],
        }),
        attribute('display', 'Name of the group.', { mutability: 'readOnly' }),
        attribute('type', 'How the user is in it.', {
          mutability: 'readOnly',
          canonicalValues: ['direct', 'indirect'],
        }),
      ],
    }),
    plural('entitlements', 'What the user may have.', ['work', 'home', 'other']),
    plural('roles', 'What the user is.', ['work', 'home', 'other']),
    plural('x509Certificates', 'Certificates, DER in base64.', ['work', 'home', 'other'], {
      type: 'binary',
      caseExact: true,
    }),
  ],
}

export const userType: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  description: 'User Account',
  schema: userSchema,
  schemaExtensions: [{ schema: enterpriseUserSchema, required: false }],
}
