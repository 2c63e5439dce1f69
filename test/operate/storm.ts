import type { EditedRule, OrderedRules, Rules } from '../../src/contract/rule.ts'
import { createSource, createToken } from '../../src/inbound/source.ts'
import { createCredential } from '../../src/organization/credential.ts'
import type { Database } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import type { ApiClient } from '../support/api-client.ts'
import { freshOrganization } from '../support/database.ts'
import type { ScimClient } from '../support/scim-client.ts'

/** The doors of one server: its directory's and its admin's. */
export interface Doors {
  readonly scim: ScimClient
  readonly api: ApiClient
}

/** What the writers write about, by id. */
export interface Ground {
  readonly groups: readonly string[]
  /** Its pool never changes, and it has a connector. */
  readonly fixed: string
  /** Its pool is raised and lowered. */
  readonly changing: string
  /** Unlimited. */
  readonly ample: string
}

export const OWNED = 40

/** What was acknowledged, and must be there whatever happens next. */
export interface Notes {
  readonly users: string[]
  /** By group and user, what was acknowledged last; unknown while another answer is awaited. */
  readonly members: Map<string, 'in' | 'out' | 'unknown'>
  readonly rules: RuleNote[]
  /** Of the pool that changes; undefined while an answer is awaited. */
  owned: number | undefined
}

/** What the rules were in a version. */
export type RuleNote = { readonly version: number } & (
  | { readonly said: 'is'; readonly rule: string; readonly products: readonly string[] }
  | { readonly said: 'gone'; readonly rule: string }
  | { readonly said: 'order'; readonly ids: readonly string[] }
)

export const noNotes = (): Notes => ({ users: [], members: new Map(), rules: [], owned: OWNED })

/** Another organization, with its source's and its admin's secrets. */
export async function newOrganization(database: Database) {
  const db = await freshOrganization(database)
  const source = await createSource(db, { name: 'Okta', domainRequired: false }, new Date())
  const { secret: scimToken } = await createToken(db, source, {}, new Date())
  const { secret: apiToken } = await createCredential(db, { kind: 'api', label: 'test' }, new Date())
  return { db, slug: source.slug, scimToken, apiToken }
}

/** Three groups, three products, and a rule; no loss is ever stopped. */
export async function furnish({ scim, api }: Doors, database: Database, organization: string): Promise<Ground> {
  await api.patch('/organization', { lossShareMax: 1, lossesAllowed: 1_000_000 })
  const { id: fixed } = await api.product('Sprockets', { Standard: OWNED })
  const { id: changing } = await api.product('Cogs', { Standard: OWNED })
  const { id: ample } = await api.product('Bolts', { Standard: null })
  await database.of(organization).run(sql`
    update products set connector_id = ${newId()} where organization_id = ${organization} and id = ${fixed}`)
  const groups: string[] = []
  for (const name of ['Sales', 'Support', 'Finance']) groups.push(await scim.createGroup(name))
  await api.rule(groups[0]!, { name: 'base', products: [{ product: fixed }, { product: ample }] })
  return { groups, fixed, changing, ample }
}

/** Everything at once through one server's doors, until it is over or the server is gone. */
export async function storm(
  doors: Doors,
  ground: Ground,
  notes: Notes,
  /** `node` takes over the rules that it had in the round before; only one at a time may write the pool. */
  { node, round, pool }: { readonly node: number; readonly round: number; readonly pool: boolean },
  isOver: () => boolean,
): Promise<void> {
  const name = `${node}-${round}`
  await Promise.all([
    ...[1, 2, 3, 4].map((no) => untilGone(() => writeDirectory(doors, ground, notes, `${name}-${no}`, isOver))),
    ...[1, 2].map((no) => untilGone(() => writeRules(doors, ground, notes, `node ${node} writer ${no}`, isOver))),
    ...(pool ? [untilGone(() => writePool(doors, ground, notes, isOver))] : []),
  ])
}

/** The connection broke, or the database had just gone: nothing was acknowledged. Any other answer is a defect. */
async function untilGone(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof TypeError) && !/→ 503 /.test(String(error))) throw error
  }
}

/** Users who come, join groups, and change between them. */
async function writeDirectory(
  { scim }: Doors,
  { groups }: Ground,
  { users, members }: Notes,
  name: string,
  isOver: () => boolean,
): Promise<void> {
  const place = async (group: string, user: string, to: 'in' | 'out') => {
    members.set(`${group} ${user}`, 'unknown')
    await (to === 'in' ? scim.add(group, user) : scim.remove(group, user))
    members.set(`${group} ${user}`, to)
  }
  const mine: string[] = []
  for (let i = 0; !isOver(); i++) {
    const user = await scim.createUser(`user-${name}-${i}@lindenhof.example`)
    users.push(user)
    mine.push(user)
    await place(groups[i % groups.length]!, user, 'in')
    if (i % 2 === 0) continue
    const other = mine[(i * 7) % mine.length]!
    const was = groups.find((group) => members.get(`${group} ${other}`) === 'in')
    if (was) await place(was, other, 'out')
    await place(groups[(i * 5) % groups.length]!, other, 'in')
  }
}

/** Rules that come, change what they give, change places, and go. Those of this name that are there are taken over. */
async function writeRules(
  { api }: Doors,
  { groups, fixed, changing, ample }: Ground,
  { rules }: Notes,
  name: string,
  isOver: () => boolean,
): Promise<void> {
  const bundles = [[fixed], [changing], [ample], [fixed, changing], [changing, ample], []]
  const now = async () => (await api.get<Rules>('/rules')).rules
  const mine = (await now()).filter((rule) => rule.name === name).map((rule) => rule.id)
  for (let i = Math.floor(Math.random() * 100); !isOver(); i++) {
    const products = bundles[i % bundles.length]!
    const body = { products: products.map((product) => ({ product })) }
    const one = mine[i % Math.max(1, mine.length)]
    if (!one || (i % 4 === 0 && mine.length < 5)) {
      const { id, version } = (await api.rule(groups[i % groups.length]!, { name, ...body })) as EditedRule
      mine.push(id)
      rules.push({ version, said: 'is', rule: id, products })
    } else if (i % 4 === 1) {
      const { version } = await api.patch<EditedRule>(`/rules/${one}?apply=true`, body)
      rules.push({ version, said: 'is', rule: one, products })
    } else if (i % 4 === 2 && mine.length > 2) {
      const { version } = await api.delete<{ readonly version: number }>(`/rules/${one}?apply=true`)
      mine.splice(mine.indexOf(one), 1)
      rules.push({ version, said: 'gone', rule: one })
    } else {
      const others = (await now()).map((rule) => rule.id).filter((id) => id !== one)
      const ids = others.toSpliced(i % (others.length + 1), 0, one)
      const { status, body: said } = await api.send<OrderedRules>('PUT', '/rules/order?apply=true', { ids })
      // Another writer's rule came or went meanwhile: refused, as it should be.
      if (status === 200) rules.push({ version: said.version, said: 'order', ids })
      else if (status !== 409) throw new Error(`PUT /rules/order → ${status} ${JSON.stringify(said)}`)
    }
  }
}

async function writePool({ api }: Doors, { changing }: Ground, notes: Notes, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const owned = 10 + Math.floor(Math.random() * OWNED)
    notes.owned = undefined
    await api.put(`/products/${changing}/tiers/Standard`, { owned })
    notes.owned = owned
  }
}
