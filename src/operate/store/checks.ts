import { readdir } from 'node:fs/promises'
import type { Owner } from '../../platform/db/db.ts'
import { migrationsFolder } from '../../platform/db/migrate.ts'
import { sql } from '../../platform/db/sql.ts'

export interface ServerState {
  /** As in 180004. */
  readonly version: number
  readonly now: Date
  readonly fsync: string
}

export async function serverState(owner: Owner): Promise<ServerState> {
  const row = await owner.row<ServerState>(sql`
    select current_setting('server_version_num')::integer as version, clock_timestamp() as now,
      current_setting('fsync') as fsync`)
  return row!
}

/** Names of migrations that ran; none when nobody ever migrated this database. */
async function migrationsRun(owner: Owner): Promise<readonly string[]> {
  const table = await owner.row<{ exists: boolean }>(
    sql`select to_regclass('platform.kysely_migration') is not null as exists`,
  )
  if (!table?.exists) return []
  const rows = await owner.rows<{ name: string }>(sql`select name from platform.kysely_migration order by name`)
  return rows.map((row) => row.name)
}

/** Names of this program's migrations that have not run. */
export async function migrationsMissing(owner: Owner): Promise<readonly string[]> {
  const [ran, files] = await Promise.all([migrationsRun(owner), readdir(migrationsFolder)])
  const names = files
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .map((file) => file.slice(0, -'.sql'.length))
  return names.filter((name) => !ran.includes(name)).sort()
}

/** Tables that row-level security does not confine as it should, and what the server's role may do that it should not. */
export async function unconfined(owner: Owner): Promise<readonly string[]> {
  const rows = await owner.rows<{ what: string }>(sql`
    select c.relname || ' has no forced row-level security' as what from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
    union all
    select 'the role rollcall_server passes row-level security' from pg_roles
    where rolname = 'rollcall_server' and (rolsuper or rolbypassrls)
    union all
    select 'the role rollcall_server owns ' || c.relname from pg_class c join pg_roles r on r.oid = c.relowner
    where r.rolname = 'rollcall_server'
    union all
    select 'there is no role rollcall_server' where not exists (select from pg_roles where rolname = 'rollcall_server')`)
  return rows.map((row) => row.what)
}

export interface Expiring {
  readonly organization: string
  readonly kind: string
  readonly label: string
  readonly expiresAt: Date
}

/** Tokens of sources and of the API that are in use and end before `until`, or have ended within the last day. */
export function credentialsEnding(owner: Owner, now: Date, until: Date): Promise<readonly Expiring[]> {
  return owner.rows(sql`
    select o.name as organization, c.kind, c.label, c.expires_at as "expiresAt"
    from credentials c join organizations o on o.id = c.organization_id
    where c.kind in ('scim', 'api') and c.revoked_at is null
      and c.expires_at < ${until} and c.expires_at > ${now}::timestamptz - interval '1 day'
    order by c.expires_at`)
}

/** How many users wait for a run, in all organizations whose User Sync is on. */
export async function usersTouched(owner: Owner): Promise<number> {
  const row = await owner.row<{ users: number }>(sql`
    select count(distinct (t.organization_id, t.user_no)) as users
    from touched t join organizations o on o.id = t.organization_id
    where o.user_sync = 'on'`)
  return row!.users
}
