/** A user as Okta creates one, about 600 bytes. */
export function oktaUser(name: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${name}@bench.example`,
    name: { givenName: 'Ada', familyName: name },
    emails: [{ primary: true, value: `${name}@bench.example`, type: 'work' }],
    displayName: `Ada ${name}`,
    locale: 'en-US',
    externalId: `00u${name}`,
    groups: [],
    password: 'a8fT0qLzX1',
    active: true,
  }
}
