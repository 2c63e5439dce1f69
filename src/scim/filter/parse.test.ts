import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScimError } from '../errors.ts'
import { groupType } from '../schemas/group.ts'
import { userType } from '../schemas/user.ts'
import { filterDepthMax, filterLengthMax } from './filter.ts'
import { formatFilter } from './format.ts'
import { parseFilter } from './parse.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const read = (text: string, type = userType) => formatFilter(parseFilter(text, type))

/** What a filter is read as, shown by writing it again. */
const readAs: readonly (readonly [string, string])[] = [
  // names and operators in any case, names made canonical
  ['userName eq "bjensen"', 'userName eq "bjensen"'],
  ['USERNAME Eq "bjensen"', 'userName eq "bjensen"'],
  ['Name.FamilyName CO "O\'Malley"', 'name.familyName co "O\'Malley"'],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', 'userName sw "J"'],
  ['URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:NAME.GIVENNAME pr', 'name.givenName pr'],
  [`${enterprise}:department eq "Eng"`, `${enterprise}:department eq "Eng"`],
  [`${enterprise.toUpperCase()}:manager.displayName eq "Eng"`, `${enterprise}:manager.displayName eq "Eng"`],
  // precedence: not, then and, then or
  ['title pr and userType eq "Employee"', 'title pr and userType eq "Employee"'],
  ['title pr or userType eq "a" and active eq true', 'title pr or userType eq "a" and active eq true'],
  ['(title pr or userType eq "a") and active eq true', '(title pr or userType eq "a") and active eq true'],
  ['(title pr and userType eq "a") or active eq true', 'title pr and userType eq "a" or active eq true'],
  ['not (title pr) and active eq true', 'not (title pr) and active eq true'],
  ['NOT(title pr)', 'not (title pr)'],
  ['not (not (title pr or nickName pr))', 'not (not (title pr or nickName pr))'],
  ['((((title pr))))', 'title pr'],
  ['title pr and (nickName pr and locale pr)', 'title pr and (nickName pr and locale pr)'],
  ['title pr  \t and \n nickName pr', 'title pr and nickName pr'],
  // ne is not eq, null is not present
  ['title ne "x"', 'not (title eq "x")'],
  ['title eq null', 'not (title pr)'],
  ['title ne null', 'title pr'],
  // values of several parts
  ['emails eq "a@x"', 'emails.value eq "a@x"'],
  ['emails.type eq "work"', 'emails.type eq "work"'],
  ['emails co "@x"', 'emails.value co "@x"'],
  ['emails pr', 'emails pr'],
  ['id eq "u1" and Manager eq "m1"', `id eq "u1" and ${enterprise}:manager.value eq "m1"`],
  [`${enterprise}:manager eq "m1"`, `${enterprise}:manager.value eq "m1"`],
  ['emails[type eq "work" and value co "@x"]', 'emails[type eq "work" and value co "@x"]'],
  ['emails[not (type eq "work")]', 'emails[not (type eq "work")]'],
  ['emails [ type ne "work" ]', 'emails[not (type eq "work")]'],
  ['emails[type eq "work"].value eq "x"', 'emails[type eq "work" and value eq "x"]'],
  [
    'emails[type eq "work" and primary eq true].value sw "x"',
    'emails[type eq "work" and primary eq true and value sw "x"]',
  ],
  [
    'emails[type eq "work" or primary eq true].value sw "x"',
    'emails[(type eq "work" or primary eq true) and value sw "x"]',
  ],
  ['emails[type eq "work"].value ne "x"', 'not (emails[type eq "work" and value eq "x"])'],
  ['emails[type eq "work"].value pr', 'emails[type eq "work" and value pr]'],
  ['schemas eq "urn:x"', 'schemas eq "urn:x"'],
  ['schemas[value eq "urn:x"]', 'schemas[value eq "urn:x"]'],
  // values
  ['active eq "True"', 'active eq true'],
  ['active eq "false"', 'active eq false'],
  ['active eq TRUE', 'active eq true'],
  ['emails.primary eq "FALSE"', 'emails.primary eq false'],
  ['userName eq "a\\"b\\\\c\\u00e9\\n"', 'userName eq "a\\"b\\\\cé\\n"'],
  ['userName eq ") or (title pr"', 'userName eq ") or (title pr"'],
  ['userName eq ""', 'userName eq ""'],
  ['displayName eq "and"', 'displayName eq "and"'],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"', 'meta.lastModified gt "2011-05-13T04:42:34.000Z"'],
  ['meta.created le "2011-05-13T04:42:34.5+02:00"', 'meta.created le "2011-05-13T02:42:34.500Z"'],
  ['id eq "A-1" and externalId eq "B"', 'id eq "A-1" and externalId eq "B"'],
  // an extension nobody declared
  ['urn:example:hr:2.0:User:shoe.size gt 42', 'urn:example:hr:2.0:User:shoe.size gt 42'],
  ['urn:example:hr:2.0:User:left eq true', 'urn:example:hr:2.0:User:left eq true'],
]

const refused: readonly string[] = [
  '',
  '   ',
  'userName',
  'userName eq',
  'eq "x"',
  '"userName" eq "x"',
  'userName xx "x"',
  'userName eq x',
  "userName eq 'x'",
  'userName eq "x',
  'userName eq "x" and',
  'and userName eq "x"',
  'userName eq "x" title pr',
  'userName eq "x")',
  '(userName eq "x"',
  '()',
  'not userName eq "x"',
  'not ()',
  'userName eq "x" xor title pr',
  'userName eq "\\x"',
  'userName eq "\\u0000"',
  'userName eq "\\ud800"',
  'userName eq 5',
  'userName eq true',
  'userName gt null',
  'userName "eq" "x"',
  'userName pr "x"',
  'active gt true',
  'active le "True"',
  'active co "tr"',
  'active eq "yes"',
  'x509Certificates.value ge "AA"',
  'meta.lastModified gt "yesterday"',
  'meta.lastModified gt "2011-02-30T00:00:00Z"',
  'meta.lastModified sw "2011"',
  'name eq "x"',
  'meta eq "x"',
  'addresses eq "x"',
  'nosuch eq "x"',
  'name.nosuch eq "x"',
  'userName.value eq "x"',
  'emails.value.value eq "x"',
  '__proto__ eq "x"',
  'constructor pr',
  'name.__proto__ pr',
  'toString eq "x"',
  'members eq "x"',
  `${enterprise}:nosuch eq "x"`,
  `${enterprise} pr`,
  'urn:example:hr:2.0:User:a.__proto__ eq 1',
  'urn:example:hr:2.0:User:constructor eq 1',
  'http:x eq 1',
  'emails[]',
  'emails[type eq "work"',
  'emails[type eq "work"]]',
  'emails[nosuch eq "work"]',
  'emails[emails.type eq "work"]',
  'emails[type eq "work"].nosuch eq "x"',
  'emails[type eq "work"].value',
  'emails[type eq "work"] eq "x"',
  'emails[emails[type eq "work"]]',
  'emails.value[type eq "work"]',
  'userName[value eq "x"]',
  'userName eq 1e999',
  'userName eq \u00a0"x"',
]

describe('RFC 7644 §3.4.2.2 filters', () => {
  it.each(readAs)('reads %s as %s', (text, wanted) => {
    expect(read(text)).toBe(wanted)
  })

  it.each(refused)('refuses %s with invalidFilter', (text) => {
    expect(() => parseFilter(text, userType)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter' }),
    )
  })

  it('compare members and manager by their value', () => {
    expect(read('members eq "u1" and id eq "g"', groupType)).toBe('members.value eq "u1" and id eq "g"')
  })

  it('carry the attribute, its type and its case rule in every comparison', () => {
    expect(parseFilter('name.familyname eq "x"', userType)).toMatchObject({
      kind: 'comparison',
      path: 'name.familyName',
      keys: ['name', 'familyName'],
      extension: undefined,
      declared: true,
      attribute: { name: 'name' },
      sub: { name: 'familyName' },
      op: 'eq',
      value: 'x',
      type: 'string',
      caseExact: false,
    })
    expect(parseFilter('ID eq "x"', userType)).toMatchObject({ path: 'id', caseExact: true, sub: undefined })
    expect(parseFilter(`${enterprise}:manager eq "x"`, userType)).toMatchObject({
      path: `${enterprise}:manager.value`,
      extension: enterprise,
      keys: [enterprise, 'manager', 'value'],
    })
    expect(parseFilter('urn:a:b:c gt 5', userType)).toMatchObject({
      declared: false,
      type: 'decimal',
      keys: ['urn:a:b', 'c'],
    })
  })

  it('know no undeclared extension when strict', () => {
    expect(() => parseFilter('urn:a:b:c gt 5', userType, { strict: true })).toThrow(ScimError)
  })

  it(`are at most ${filterLengthMax} characters long and ${filterDepthMax} brackets deep`, () => {
    const deep = (depth: number) => `${'('.repeat(depth)}title pr${')'.repeat(depth)}`
    expect(read(deep(filterDepthMax))).toBe('title pr')
    expect(() => parseFilter(deep(filterDepthMax + 1), userType)).toThrow(/32 brackets/)
    expect(() => parseFilter(deep(4000), userType)).toThrow(ScimError)
    expect(() => parseFilter('not ('.repeat(1600), userType)).toThrow(ScimError)
    const long = Array.from({ length: 600 }, () => 'title pr').join(' or ')
    expect(parseFilter(long, userType)).toMatchObject({ kind: 'or' })
    expect(() => parseFilter(`userName eq "${'x'.repeat(filterLengthMax)}"`, userType)).toThrow(/8192 characters/)
  })

  it('are read or refused, whatever the text', () => {
    const piece = fc.constantFrom(
      'userName',
      'emails',
      '[',
      ']',
      '(',
      ')',
      'not',
      'and',
      'or',
      'eq',
      'pr',
      '"x"',
      '.value',
      'null',
      '1e9',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(' ')),
    )
    fc.assert(
      fc.property(text, (any) => {
        try {
          const filter = parseFilter(any, userType)
          expect(parseFilter(formatFilter(filter), userType)).toEqual(filter)
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
