import type { Product } from '../../src/contract/product.ts'
import type { EditedRule } from '../../src/contract/rule.ts'
import type { Runs } from '../../src/contract/run.ts'
import type { Why, WhyValue } from '../../src/contract/why.ts'
import type { Database, Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import type { ApiUser, TestApi } from './api.ts'
import { freshOrganization } from './database.ts'
import { type Directory, type GroupKey, newDirectory } from './directory.ts'

/** An organization with Ada, a seller in the group Sales, and Meeting with two seats of Pro and any number of Plus. */
export interface OneUser {
  readonly db: Db
  readonly admin: ApiUser
  readonly directory: Directory
  readonly sales: GroupKey
  readonly meeting: Product
  readonly ada: number
  readonly adaId: string
  /** Runs, and says when the last run was that found something to do. */
  run(): Promise<string>
  idOf(user: number): Promise<string>
  whyProduct(user?: string): Promise<Why>
  whyValue(field: string, more?: string): Promise<WhyValue>
  /** A live rule at the end, a minute later. */
  rule(group: GroupKey, more: object): Promise<EditedRule>
  /** Something of the library. */
  made(path: string, name: string): Promise<string>
}

export async function oneUser(database: Database, api: TestApi): Promise<OneUser> {
  const db = await freshOrganization(database)
  const admin = await api.as(db)
  const directory = await newDirectory(db, () => api.clock.now())
  const sales = await directory.createGroup('Sales')
  const input = { name: 'Meeting', hasDevices: true, tiers: [{ name: 'Pro', owned: 2 }, { name: 'Plus' }] }
  const meeting = (await admin.send<Product>('POST', '/products', input)).body
  const ada = await directory.createUser({ userName: 'ada', title: 'Seller' })
  await directory.addMembers(sales.no, [ada])
  const idOf = async (user: number) =>
    (await db.row<{ id: string }>(
      sql`select id from users where organization_id = ${db.organization} and user_no = ${user}`,
    ))!.id
  const adaId = await idOf(ada)
  return {
    db,
    admin,
    directory,
    sales,
    meeting,
    ada,
    adaId,
    idOf,
    run: async () => {
      await admin.send('POST', '/runs')
      return (await admin.send<Runs>('GET', '/runs?limit=1')).body.runs[0]?.at ?? ''
    },
    whyProduct: async (user = adaId) => (await admin.send<Why>('GET', `/users/${user}/why?product=Meeting`)).body,
    whyValue: async (field, more = '') =>
      (await admin.send<WhyValue>('GET', `/users/${adaId}/why?field=${field}${more}`)).body,
    rule: async (group, more) => {
      api.clock.advance(60)
      return (await admin.send<EditedRule>('POST', '/rules?apply=true', { group: group.id, ...more })).body
    },
    made: async (path, name) => (await admin.send<{ id: string }>('POST', path, { name })).body.id,
  }
}
