import { describe, expect, it } from 'vitest'
import type { Resource } from '../json.ts'
import { enterpriseUserSchema } from '../schemas/enterprise-user.ts'
import { userType } from '../schemas/user.ts'
import { parseFilter } from './parse.ts'
import { compilePredicate } from './predicate.ts'

const enterprise = enterpriseUserSchema.id

const barbara: Resource = {
  id: 'B-1',
  externalId: 'ext-1',
  userName: 'BJensen',
  name: { familyName: 'Jensen', givenName: 'Barbara' },
  active: true,
  title: '',
  emails: [
    { value: 'b@work.example', type: 'work', primary: true },
    { value: 'b@home.example', type: 'home', primary: false },
  ],
  roles: [{ value: 'admin' }],
  meta: { created: '2020-01-01T00:00:00Z', lastModified: '2011-05-13T04:42:34.123Z' },
  [enterprise]: { department: 'Engineering', manager: { value: 'M-1' } },
  'urn:example:HR:User': { Badge: 42, tags: ['a', 'b'], inner: { Deep: 'Yes' } },
}

const holds = (text: string) => compilePredicate(parseFilter(text, userType))(barbara)

describe('RFC 7644 §3.4.2.2 operators', () => {
  it.each([
    'userName eq "bjensen"',
    'userName co "JENS"',
    'userName sw "bj"',
    'userName ew "SEN"',
    'id eq "B-1"',
    'name.familyName ge "jensen"',
    'name.familyName gt "JENSEM"',
    'userName pr',
    'emails pr',
    'emails.type eq "HOME"',
    'emails co "home.example"',
    'emails[type eq "work" and value co "work"]',
    'emails[not (type eq "work")]',
    'emails[type eq "work"].value eq "B@WORK.EXAMPLE"',
    'emails.value ne "nobody@x"',
    'active eq true',
    'active eq "True"',
    'active ne false',
    'nickName ne "x"',
    'not (nickName eq "x")',
    'nickName eq null',
    'title eq null',
    'title eq ""',
    'nickName ne "x" and (title pr or userName pr)',
    'meta.created eq "2020-01-01T01:00:00+01:00"',
    'meta.lastModified lt "2011-05-13T04:42:35Z"',
    'meta.lastModified gt "2011-05-13T04:42:34Z"',
    `${enterprise}:department sw "eng"`,
    `${enterprise}:manager eq "M-1"`,
    'urn:example:hr:user:badge gt 41',
    'urn:example:hr:user:TAGS eq "B"',
    'urn:example:hr:user:inner.deep eq "yes"',
    'urn:example:hr:user:inner pr',
    'urn:example:hr:user:nothing ne "x"',
  ])('%s holds', (text) => expect(holds(text)).toBe(true))

  it.each([
    'id eq "b-1"',
    'externalId sw "EXT"',
    'title pr',
    'nickName pr',
    'name.middleName pr',
    'phoneNumbers pr',
    'nickName eq "x"',
    'nickName lt "x"',
    'emails[type eq "work" and value co "home"]',
    'emails[type eq "home"].value co "work"',
    'emails.value ne "b@work.example"',
    'emails[type eq "work"].value ne "b@work.example"',
    'active eq false',
    'userName ne "BJENSEN"',
    'phoneNumbers[type ne "work"]',
    `${enterprise}:manager eq "m-1"`,
    'urn:example:hr:user:badge eq "42"',
  ])('%s does not hold', (text) => expect(holds(text)).toBe(false))

  it('give and precedence over or, and not over both', () => {
    expect(holds('userName pr or nickName pr and nickName pr')).toBe(true)
    expect(holds('(userName pr or nickName pr) and nickName pr')).toBe(false)
    expect(holds('not (nickName pr) and userName pr')).toBe(true)
    expect(holds('not (nickName pr and userName pr)')).toBe(true)
  })

  it('order texts by code point, as a database in collation "C" does', () => {
    const isAfter = compilePredicate(parseFilter('externalId gt "\uffee"', userType))
    expect(isAfter({ externalId: '\u{1f600}' })).toBe(true)
  })
})
