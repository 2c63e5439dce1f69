import fc from 'fast-check'
import { enterpriseUrn, groupUrn, patchUrn, userUrn } from './scim.ts'

/** Names and texts that have broken servers. */
export const evil = fc.constantFrom(
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '\u0000', '\ud800', 'a\u0000b', '', ' '],
  ...[
    "'; drop table users; --",

    '%s%n',
    '../../etc',
    '\\',
    '"',
    '😀'.repeat(50),
    'x'.repeat(3000),
    '$ref',
    '1e999',
  ],
  ...[
    userUrn,
    groupUrn,
    enterpriseUrn,
    `${enterpriseUrn}:manager`,
    'urn:x:y',
    'http://x/y',
    'userName',
    'members',
    'emails',
  ],
  ...[
    'emails[type eq "work"].value',
    'members[value eq "x"]',
    'name.givenName',
    'groups',
    'meta',
    'id',
    'active',
    'schemas',
  ],
)
const name = fc.oneof(evil, fc.string({ maxLength: 12 }))
const scalar = fc.oneof(
  evil,
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(1e308),
)
export const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((entries) => objectOf(entries)),
  ),
}))

/** Own members, whatever their names; as JSON.parse would make them. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const object = {}
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  return object
}

const attribute = fc.constantFrom(
  ...['userName', 'displayName', 'title', 'active', 'emails', 'name', 'externalId', 'members', 'password'],
  enterpriseUrn,
  'urn:x:y',
)
const resource = fc.array(fc.tuple(fc.oneof(attribute, name), anything), { maxLength: 6 }).map(objectOf)
export const named = fc
  .tuple(resource, fc.oneof(fc.uuid(), name))
  .map(([body, text]) => ({ userName: text, displayName: text, ...body }))
const operation = fc.record(
  {
    op: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('add', 'Replace', 'remove') }, anything),
    path: fc.oneof(
      evil,
      fc.string(),
      fc.constantFrom('title', 'emails', 'members', 'members.value', `${enterpriseUrn}:department`),
    ),
    value: anything,
  },
  { requiredKeys: ['op'] },
)
export const patch = fc.record({
  schemas: fc.constant([patchUrn]),
  Operations: fc.oneof({ weight: 9, arbitrary: fc.array(operation, { maxLength: 4 }) }, anything),
})
const filterPart = fc.constantFrom(
  ...[
    'userName',
    'emails',
    'emails[',
    ']',
    '(',
    ')',
    'and',
    'or',
    'not',
    'eq',
    'ne',
    'co',
    'sw',
    'gt',
    'pr',
    'members',
    'groups',
  ],
  ...[
    '"x"',
    '"\\u0000"',
    '"\\ud800"',
    '"',
    'true',
    'null',
    '1e400',
    '-0',
    'meta.created',
    'id',
    'urn:x:y:z',
    '.value',
    '__proto__',
  ],
  ...[
    `${enterpriseUrn}:manager.value`,
    '"2020-01-01T00:00:00Z"',
    'active',
    'schemas',
    'meta',
    'members.$ref',
    'groups.type',
  ],
)
export const filter = fc.oneof(
  fc.array(filterPart, { maxLength: 12 }).map((parts) => parts.join(' ')),
  fc.string(),
  evil,
)
