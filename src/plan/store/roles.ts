import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { RoleName } from '../../rules/rule.ts'
import type { KeptRole, OpenRole, RolesElsewhere } from '../roles.ts'
import { windowHours } from '../safeguard.ts'

/** Roles that the safeguard does not change: of these users, and of all who keep super admin. */
async function openRoles(db: Db, users: readonly UserNo[]): Promise<ReadonlyMap<UserNo, OpenRole>> {
  const rows = await db.rows<OpenRole & { readonly user: UserNo }>(sql`
    select user_no as user, kind, wanted, confirmed_by is not null as confirmed
    from stopped_roles
    where organization_id = ${db.organization} and until is null and user_no = any(${users}::integer[])
    union all
    select user_no, kind, wanted, false
    from stopped_roles
    where organization_id = ${db.organization} and until is null and kind = 'last-super-admin'`)
  return new Map(rows.map(({ user, ...open }) => [user, open]))
}

/** Everybody whose role the safeguard does not change, with the one they keep: for a full pass. */
export async function keptRoles(db: Db): Promise<ReadonlyMap<UserNo, KeptRole>> {
  const rows = await db.rows<KeptRole & { readonly user: UserNo }>(sql`
    select r.user_no as user, r.kind, r.wanted, r.confirmed_by is not null as confirmed,
      nullif(a.role, 'null'::jsonb) as kept
    from stopped_roles r
    left join lateral (
      select e.content -> 'role' as role
      from assignments s
      join entitlements e on e.organization_id = ${db.organization} and e.entitlement_no = s.entitlement_no
      where s.organization_id = ${db.organization} and s.user_no = r.user_no and s.until is null limit 1
    ) a on true
    where r.organization_id = ${db.organization} and r.until is null`)
  return new Map(rows.map((row) => [row.user, row]))
}

/** Who became admin or super admin within the safeguard's time without an admin's word, and their role as assigned. */
function recentNewAdmins(db: Db, now: Date): Promise<RolesElsewhere['recent']> {
  const since = new Date(now.getTime() - windowHours * 3_600_000)
  return db.rows<{ user: UserNo; had: RoleName; role: RoleName }>(sql`
    select n.user_no as user, n.had, coalesce(a.role, 'member') as role
    from new_admins n
    left join lateral (
      select role from assignments
      where organization_id = ${db.organization} and user_no = n.user_no and until is null limit 1
    ) a on true
    where n.organization_id = ${db.organization} and n.at > ${since}`)
}

/** Whether anybody but these users waits to become admin or super admin. */
async function otherNewAdminsWait(db: Db, users: ReadonlySet<UserNo>): Promise<boolean> {
  const rows = await db.rows<{ user: UserNo }>(sql`
    select user_no as user from stopped_roles
    where organization_id = ${db.organization} and until is null and kind = 'new-admin' and confirmed_by is null
    limit ${users.size + 1}`)
  return rows.some(({ user }) => !users.has(user))
}

/** Whether anybody but these users is super admin, as assigned, and able to sign in. */
async function otherSuperAdmins(db: Db, users: ReadonlySet<UserNo>): Promise<boolean> {
  const rows = await db.rows<{ user: UserNo }>(sql`
    select a.user_no as user
    from assignments a
    cross join lateral (
      select from users
      where organization_id = ${db.organization} and user_no = a.user_no and active and deleted_at is null
        and address is not null limit 1
    ) u
    where a.organization_id = ${db.organization} and a.until is null and a.role = 'super-admin'
    limit ${users.size + 1}`)
  return rows.some(({ user }) => !users.has(user))
}

/** Where a round looks for what it needs to decide about roles. Asked only when somebody's depends on others. */
export function rolesIn(db: Db, now: Date) {
  return {
    openRoles: (users: readonly UserNo[]) => openRoles(db, users),
    recentNewAdmins: () => recentNewAdmins(db, now),
    otherNewAdminsWait: (users: ReadonlySet<UserNo>) => otherNewAdminsWait(db, users),
    otherSuperAdmins: (users: ReadonlySet<UserNo>) => otherSuperAdmins(db, users),
  }
}
