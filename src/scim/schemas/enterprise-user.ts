import { attribute, type Schema } from '../schema.ts'

/**
 * RFC 7643 §4.3 and §8.7.1.
 *
 * Deviation: the RFC has `manager.displayName` readOnly. Okta and OneLogin send it, often as the only thing they know
 * of a manager, so here it is readWrite, and the schema that is shown says so.
 */
export const enterpriseUserSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'The number or code the employer gave the user.'),
    attribute('costCenter', 'Cost center.'),
    attribute('organization', 'Organization.'),
    attribute('division', 'Division.'),
    attribute('department', 'Department.'),
    attribute('manager', "The user's manager.", {
      type: 'complex',
      subAttributes: [
        attribute('value', "Identifier of the manager's own resource.", { caseExact: true }),
        attribute('$ref', "URI of the manager's own resource.", { type: 'reference', referenceTypes: ['User'] }),
        attribute('displayName', "The manager's name."),
      ],
    }),
  ],
}
