import type { UserNo } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { newId } from '../../platform/id.ts'
import type { Role } from '../../rules/rule.ts'

/** A new admin who waits for a super admin, with the role they keep. */
export interface StoppedRole {
  readonly user: UserNo
  readonly id: string
  readonly name: string
  readonly kept: Role | null
  readonly deleted: boolean
}

/** New admins who wait and whom no super admin has confirmed yet: some users, or all. */
export function waitingRoles(db: Db, users: readonly string[] | null): Promise<readonly StoppedRole[]> {
  const whose = users === null ? sql.part`true` : sql.part`u.id = any(${users}::uuid[])`
  return db.rows<StoppedRole>(sql`
    select r.user_no as user, u.id, u.name, nullif(a.role, 'null'::jsonb) as kept, u.deleted
    from stopped_roles r
    cross join lateral (
      select id, display_name as name, deleted_at is not null as deleted from users
      where organization_id = ${db.organization} and user_no = r.user_no limit 1
    ) u
    left join lateral (
      select e.content -> 'role' as role
      from assignments s
      join entitlements e on e.organization_id = ${db.organization} and e.entitlement_no = s.entitlement_no
      where s.organization_id = ${db.organization} and s.user_no = r.user_no and s.until is null limit 1
    ) a on true
    where r.organization_id = ${db.organization} and r.until is null and r.kind = 'new-admin' and r.confirmed_by is null
      and ${whose}
    order by r.user_no`)
}

/** A super admin says yes: the next run gives these roles, whatever the limit. */
export async function confirmRoles(tx: Db, users: readonly UserNo[], by: string): Promise<void> {
  await tx.run(sql`
    update stopped_roles set confirmed_by = ${by}
    where organization_id = ${tx.organization} and until is null and kind = 'new-admin'
      and user_no = any(${users}::integer[])`)
}

/** A super admin says no. */
export async function endRoles(tx: Db, users: readonly UserNo[], at: Date): Promise<void> {
  await tx.run(sql`
    update stopped_roles set until = ${at}, resolution = 'kept'
    where organization_id = ${tx.organization} and until is null and user_no = any(${users}::integer[])`)
}

/** Pins each of these users to the role they keep; role pins they had end. @returns the pins' ids, in their order */
export async function pinKeptRoles(
  tx: Db,
  roles: readonly StoppedRole[],
  pin: { readonly reason: string; readonly by: string; readonly at: Date; readonly endsAt: Date },
): Promise<readonly string[]> {
  const users = roles.map(({ user }) => user)
  const ids = roles.map(() => newId())
  await tx.run(sql`
    update pins set ended_at = ${pin.at}
    where organization_id = ${tx.organization} and field = 'role' and user_no = any(${users}::integer[])
      and ended_at is null`)
  await tx.run(sql`
    insert into pins (organization_id, id, user_no, field, value, reason, created_at, created_by, ends_at)
    select ${tx.organization}, p.id, p.user_no, 'role', p.value, ${pin.reason}, ${pin.at}, ${pin.by}, ${pin.endsAt}
    from unnest(${ids}::uuid[], ${users}::integer[],
      ${roles.map(({ kept }) => JSON.stringify({ role: kept ?? { role: 'member' } }))}::jsonb[]) as p(id, user_no, value)`)
  return ids
}
