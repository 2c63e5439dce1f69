import type { Language, OrganizationId } from '../../organization/organization.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Pool, Product, ProductId, Shortage, TierId } from '../../products/product.ts'
import type { Safeguard } from '../safeguard.ts'
import { mayBeUnseen } from './unseen.ts'

/** What a run reads of the organization before it looks at anybody. */
export interface Frame {
  readonly id: OrganizationId
  readonly userSync: 'on' | 'paused'
  readonly defaultLanguage: Language
  readonly safeguard: Safeguard
  /** Whether there is anybody whose role the safeguard does not change: see `stopped_roles`. */
  readonly rolesStopped: boolean
  /** Version of the live rule set; 0 before the first rule. */
  readonly version: number
  readonly products: readonly Product[]
  readonly pools: ReadonlyMap<ProductId, readonly Pool[]>
  /** See plan/store/unseen. */
  readonly mayBeUnseen: boolean
}

/**
 * Whether the organization's one switch is off, and when its last run was. Asked apart from the frame, which must be
 * read after what was touched is taken.
 */
export async function beforeRun(db: Db): Promise<{ readonly isPaused: boolean; readonly lastRunAt: Date | null }> {
  const row = await db.row<{ user_sync: string; last_run_at: Date | null }>(sql`
    select user_sync, (
      select at from runs where organization_id = ${db.organization} order by run_no desc limit 1
    ) as last_run_at
    from organizations where id = ${db.organization}`)
  if (!row) throw new Error(`there is no organization ${db.organization}`)
  return { isPaused: row.user_sync === 'paused', lastRunAt: row.last_run_at }
}

interface FrameRow {
  readonly user_sync: 'on' | 'paused'
  readonly default_language: Language
  readonly loss_share_max: number
  readonly losses_allowed: number
  readonly roles_stopped: boolean
  readonly version: number
  readonly may_be_unseen: boolean
}

interface PoolRow {
  readonly product_id: ProductId
  readonly product_name: string
  readonly has_devices: boolean
  readonly grace_seconds: number
  readonly has_connector: boolean
  readonly includes: readonly ProductId[]
  readonly tier_id: TierId | null
  readonly name: string
  readonly position: number
  readonly owned: number | null
  readonly used: number
  readonly shortage: Shortage
}

export async function frameOf(db: Db): Promise<Frame> {
  const row = await db.row<FrameRow>(sql`
    select user_sync, default_language, loss_share_max, losses_allowed,
      exists (select from stopped_roles where organization_id = ${db.organization} and until is null) as roles_stopped,
      (select coalesce(max(version), 0) from rule_sets where organization_id = ${db.organization}) as version,
      ${mayBeUnseen(db)} as may_be_unseen
    from organizations where id = ${db.organization}`)
  if (!row) throw new Error(`there is no organization ${db.organization}`)
  const rows = await db.rows<PoolRow>(sql`
    select p.id as product_id, p.name as product_name, p.has_devices, p.grace_seconds,
      p.connector_id is not null as has_connector,
      array(
        select i.included_id from product_includes i
        where i.organization_id = ${db.organization} and i.product_id = p.id order by 1
      ) as includes,
      t.tier_id, t.name, t.position, t.owned, t.used, t.shortage
    from products p
    left join pools t on t.organization_id = ${db.organization} and t.product_id = p.id
    where p.organization_id = ${db.organization}
    order by p.name, p.id, t.position`)
  const products = new Map<ProductId, Product>()
  const pools = new Map<ProductId, Pool[]>()
  for (const at of rows) {
    products.set(at.product_id, {
      id: at.product_id,
      name: at.product_name,
      hasDevices: at.has_devices,
      graceSeconds: at.grace_seconds,
      includes: at.includes,
      hasConnector: at.has_connector,
    })
    const those = pools.get(at.product_id) ?? []
    pools.set(at.product_id, those)
    const { tier_id: tier, name, position, owned, used, shortage } = at
    if (tier) those.push({ product: at.product_id, tier, name, position, owned, used, shortage })
  }
  return {
    id: db.organization as OrganizationId,
    userSync: row.user_sync,
    defaultLanguage: row.default_language,
    safeguard: { lossShareMax: row.loss_share_max, lossesAllowed: row.losses_allowed },
    rolesStopped: row.roles_stopped,
    version: row.version,
    products: [...products.values()],
    pools,
    mayBeUnseen: row.may_be_unseen,
  }
}
