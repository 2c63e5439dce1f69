import { enterpriseUrn, groupUrn, listUrn, patchUrn, userUrn } from '../scim.ts'

/**
 * Requests of every shape that clients send, as they send them. In braces is what only a running server has:
 * `{user}`, `{mate}`, `{group}`, `{team}`: ids; `{login}`, `{name}`: of that user and that group; `{n}`: a number that no
 * other request has.
 */
export interface Sample {
  readonly method: string
  /** Below the source's address. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

const privateUrn = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'
const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
const get = (path: string, headers?: Readonly<Record<string, string>>): Sample => ({
  method: 'GET',
  path,
  ...(headers && { headers }),
})
const find = (path: string, filter: string, more = '') => get(`${path}?filter=${encodeURIComponent(filter)}${more}`)
const post = (path: string, body: unknown): Sample => ({ method: 'POST', path, body })
const put = (path: string, body: unknown, headers = {}): Sample => ({ method: 'PUT', path, body, headers })
const patch = (path: string, ...operations: readonly unknown[]): Sample => ({
  method: 'PATCH',
  path,
  body: { schemas: [patchUrn], Operations: operations },
})
const search = (path: string, asked: object) => post(path, { schemas: [searchUrn], ...asked })

const okta = [
  find('/Users', 'userName eq "{login}"', '&startIndex=1&count=100'),
  post('/Users', {
    schemas: [userUrn],
    userName: 'okta{n}@x.example',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ primary: true, value: 'okta{n}@x.example', type: 'work' }],
    displayName: 'Ada Lovelace',
    locale: 'en-US',
    externalId: '00u{n}',
    groups: [],
    password: 'Rand0m',
    active: true,
  }),
  put('/Users/{user}', {
    schemas: [userUrn],
    id: '{user}',
    userName: '{login}',
    active: false,
    title: 'Countess {n}',
    meta: { resourceType: 'User', version: 'W/"1"' },
  }),
  patch('/Users/{user}', { op: 'replace', value: { active: false } }),
  post('/Groups', { schemas: [groupUrn], displayName: 'Sales {n}', members: [] }),
  patch('/Groups/{group}', { op: 'replace', value: { id: '{group}', displayName: '{name}' } }),
  patch(
    '/Groups/{group}',
    { op: 'remove', path: 'members[value eq "{user}"]' },
    { op: 'add', path: 'members', value: [{ value: '{mate}', display: 'mate@x.example' }] },
  ),
  patch('/Groups/{group}', { op: 'replace', path: 'members', value: [{ value: '{user}' }, { value: '{mate}' }] }),
]

const entra = [
  find('/Users', 'emails[type eq "work"].value eq "{login}"'),
  find('/Users', 'externalId eq "e-{n}" and active eq "True"'),
  find('/Users', 'id eq "{user}" and manager eq "{mate}"'),
  find('/Groups', 'displayName eq "{name}"', '&excludedAttributes=members'),
  find('/Groups', 'id eq "{group}" and members eq "{user}"', '&excludedAttributes=members'),
  post('/Users', {
    schemas: [userUrn, enterpriseUrn],
    externalId: 'e-{n}',
    userName: 'entra{n}@x.example',
    active: true,
    addresses: [{ type: 'work', primary: false, formatted: null, locality: 'Bern', country: 'CH' }],
    emails: [{ primary: true, type: 'work', value: 'entra{n}@x.example' }],
    meta: { resourceType: 'User' },
    phoneNumbers: [{ type: 'mobile', value: null }],
    roles: [],
    [enterpriseUrn]: { department: 'Eng', employeeNumber: null, manager: { value: '{mate}' } },
  }),
  patch(
    '/Users/{user}',
    { op: 'Replace', path: 'active', value: 'False' },
    { op: 'Add', path: `${enterpriseUrn}:department`, value: 'Eng' },
    { op: 'Replace', path: 'emails[type eq "work"].value', value: '{login}' },
    { op: 'Add', path: `${enterpriseUrn}:manager`, value: [{ $ref: null, value: '{mate}' }] },
    { op: 'Add', path: 'roles', value: [{ value: '{"id":"1","value":"Admin","displayName":"Admin"}' }] },
  ),
  patch('/Users/{user}', {
    op: 'replace',
    value: {
      displayName: 'Ada',
      'name.givenName': 'Ada',
      [`${enterpriseUrn}:employeeNumber`]: '7',
      [`${enterpriseUrn}:manager`]: '',
      'addresses[type eq "work"].postalCode': '3000',
    },
  }),
  post('/Groups', {
    schemas: [groupUrn, privateUrn],
    externalId: 'g-{n}',
    displayName: 'Eng {n}',
    meta: { resourceType: 'Group' },
  }),
  patch('/Groups/{group}', { op: 'Add', path: 'members', value: [{ $ref: null, value: '{user}' }] }),
  patch('/Groups/{group}', { op: 'Remove', path: 'members', value: [{ value: '{user}' }] }),
  patch('/Groups/{group}', { op: 'Add', path: 'members', value: [{ value: 'not-yet-{n}' }, { value: '{team}' }] }),
  { method: 'DELETE', path: '/Groups/{team}' },
]

const others = [
  // OneLogin
  post('/Users', {
    schemas: ['urn:scim:schemas:core:1.0', 'urn:scim:schemas:extension:enterprise:1.0'],
    id: null,
    userName: 'one{n}',
    active: 'true',
    emails: { value: 'one{n}@x.example', primary: true },
    [enterpriseUrn]: { manager: { managerId: '{mate}', displayName: 'Mate' } },
  }),
  // JumpCloud
  post('/Groups', { schemas: [groupUrn], displayName: 'Test Group {n}' }),
  { method: 'DELETE', path: '/Users/{mate}' },
  // PingFederate
  put('/Users/{mate}', { schemas: [userUrn], userName: 'ping{n}', active: false }, { 'if-match': 'W/"1"' }),
  put('/Groups/{group}', { schemas: [groupUrn], displayName: '{name}', members: [{ value: '{user}', type: 'User' }] }),
  // Google
  get('/Users?count=1'),
]

const rfc = [
  get('/ServiceProviderConfig'),
  get('/ResourceTypes'),
  get('/ResourceTypes/User'),
  get('/Schemas'),
  get(`/Schemas/${enterpriseUrn}`),
  get('/Users/{user}'),
  get('/Users/{user}?attributes=userName,name.familyName', { 'if-none-match': 'W/"7"' }),
  get('/Groups/{group}?excludedAttributes=members'),
  get('/Groups?sortBy=displayName&sortOrder=descending&startIndex=2&count=2'),
  get('/Users?attributes=userName&sortBy=name.familyName&count=3&cursor'),
  find(
    '/Users',
    'userName sw "b" and (title pr or not (name.familyName co "o\\"k")) and meta.created gt "2020-01-01T00:00:00Z"',
    '&count=2',
  ),
  find('/Users', 'emails[type eq "work" and value co "@x"] or addresses.locality ew "n"', '&count=2&sortBy=userName'),
  find('/Users', `${enterpriseUrn}:manager.value ne null and urn:example:HR:User:level ge 2.5e1`, '&count=2'),
  find('/Users', 'groups.value eq "{group}" and active ne false', '&count=2'),
  find('/Groups', 'members[value eq "{user}"] and externalId lt "z"', '&count=2'),
  search('/.search', { filter: 'displayName sw "s" or userName pr', count: 2, startIndex: 1 }),
  search('/Users/.search', { attributes: ['userName'], filter: 'title le "m"', sortBy: 'userName', count: 2 }),
  search('/Groups/.search', { excludedAttributes: ['members'], count: 1, sortOrder: 'descending' }),
  get('/Me'),
  post('/Bulk', {
    schemas: [bulkUrn],
    failOnErrors: 1,
    Operations: [
      { method: 'POST', path: '/Users', bulkId: 'q{n}', data: { schemas: [userUrn], userName: 'bulk{n}' } },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'y{n}',
        data: { schemas: [groupUrn], displayName: 'Bulk {n}', members: [{ type: 'User', value: 'bulkId:q{n}' }] },
      },
      {
        method: 'PATCH',
        path: '/Groups/bulkId:y{n}',
        data: { Operations: [{ op: 'add', path: 'externalId', value: 'b' }] },
      },
      { method: 'DELETE', path: '/Users/bulkId:q{n}', version: 'W/"1"' },
    ],
  }),
  post('/Users', {
    schemas: [listUrn, userUrn],
    userName: 'ext{n}',
    'urn:example:HR:User': { level: 7, list: [{ tag: 'x' }] },
  }),
  patch(
    '/Users/{user}',
    { op: 'add', path: 'urn:example:HR:User:level', value: 8 },
    { op: 'remove', path: 'emails[primary eq true]' },
  ),
  patch('/Users/{user}', { op: 'add', path: 'x509Certificates', value: [{ value: 'MIIDQzCC', type: 'x' }] }),
]

/** A userName that is taken. */
const taken = [
  post('/Users', { schemas: [userUrn], userName: '{login}' }),
  patch('/Users/{mate}', { op: 'replace', path: 'userName', value: '{login}' }),
]

export const corpus: readonly Sample[] = [...okta, ...entra, ...others, ...rfc, ...taken]
