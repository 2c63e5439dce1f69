import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../test/support/database.ts'
import { openInbound } from '../inbound/receive/inbound.ts'
import { createUser } from '../inbound/receive/user.ts'
import { createSource } from '../inbound/source.ts'
import { systemClock } from '../platform/clock.ts'
import type { Db } from '../platform/db/db.ts'
import { sql } from '../platform/db/sql.ts'
import { Refused } from '../platform/errors.ts'
import { checkCondition, conditionOn } from './condition.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
let fresh: FreshDatabase
let db: Db

beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
  const source = await createSource(db, { name: 'Okta' }, new Date())
  const inbound = openInbound({ database: fresh.database, clock: systemClock, wake: () => {} })
  for (const user of [
    { userName: 'ada@x.example', title: 'Sales Lead', [enterprise]: { department: 'Sales' } },
    { userName: 'bob@x.example', title: 'Intern', [enterprise]: { department: 'sales' } },
    { userName: 'cyd@x.example', [enterprise]: { department: 'Sales' } },
    { userName: 'dan@x.example', title: 'Cook', emails: [{ value: 'dan@home.example', type: 'home' }] },
  ])
    await createUser(inbound, source, user)
})
afterAll(() => fresh.close())

/** First letters of those for whom the condition holds. */
async function whom(condition: string): Promise<string> {
  const rows = await db.rows<{ name: string }>(
    sql`select left(user_name, 1) as name from users u where ${conditionOn(condition)} order by 1`,
  )
  return rows.map(({ name }) => name).join('')
}

describe('the condition of a rule', () => {
  it.each([
    ['userName sw "A"', 'a'],
    [`${enterprise}:department eq "SALES"`, 'abc'],
    [`${enterprise}:department eq "Sales" and not (title co "intern")`, 'ac'],
    ['title ne "Cook"', 'abc'],
    ['not (title eq "Cook")', 'abc'],
    ['title eq "x" or title pr', 'abd'],
    ['title gt "a"', 'abd'],
    ['emails[type eq "home" and value ew ".example"]', 'd'],
    ['title eq null', 'c'],
  ])('%s holds for %s', async (condition, expected) => {
    expect(await whom(condition)).toBe(expected)
  })

  it('fails every comparison with a missing value', async () => {
    for (const op of ['eq', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'])
      expect(await whom(`nickName ${op} "a"`), op).toBe('')
    expect(await whom('nickName ne "a"')).toBe('abcd')
  })

  it.each([
    ['groups eq "x"', 'groups'],
    ['groups[display eq "x"]', 'groups'],
    ['active eq true', 'active'],
    ['title pr and not (active eq false)', 'active'],
    ['password pr', 'password'],
    ['meta.created gt "2020-01-01T00:00:00Z"', 'meta'],
    ['meta[version pr]', 'meta'],
    ['shoeSize eq 44', 'shoeSize'],
    ['urn:example:Extra:level eq 3', 'urn:example:Extra:level'],
    ['title eq', 'title'],
    ['', ''],
  ])('is refused, saying why: %s', (condition, named) => {
    let refused: unknown
    try {
      checkCondition(condition)
    } catch (error) {
      refused = error
    }
    expect(refused).toBeInstanceOf(Refused)
    expect(refused).toMatchObject({ status: 422, code: 'INVALID_CONDITION', message: expect.stringContaining(named) })
  })
})
