import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import type { RoleRows } from '../record.ts'
import type { Run } from './run.ts'

/** Roles that are stopped from now on, or with another wish; those that are not any more; admins that nobody named. */
export async function writeRoles(tx: Db, { run, now }: Run, { stopped, ended, gained }: RoleRows): Promise<void> {
  if (ended.length > 0)
    await tx.run(sql`
      update stopped_roles r set until = ${now}, resolution = e.resolution
      from unnest(${ended.map((e) => e.user)}::integer[], ${ended.map((e) => e.resolution)}::text[]) as e(user_no, resolution)
      where r.organization_id = ${tx.organization} and r.user_no = e.user_no and r.until is null`)
  const others = stopped.filter((s) => !s.isNew)
  if (others.length > 0)
    await tx.run(sql`
      update stopped_roles r set wanted = o.wanted, because = o.because,
        -- Who said yes to admin did not say yes to super admin.
        confirmed_by = case when o.wanted <> 'super-admin' then r.confirmed_by end
      from unnest(${others.map((o) => o.user)}::integer[], ${others.map((o) => o.wanted)}::text[],
        ${others.map((o) => JSON.stringify(o.because))}::jsonb[]) as o(user_no, wanted, because)
      where r.organization_id = ${tx.organization} and r.user_no = o.user_no and r.until is null`)
  const begun = stopped.filter((s) => s.isNew)
  if (begun.length > 0)
    await tx.run(sql`
      insert into stopped_roles (organization_id, user_no, run_no, kind, wanted, since, because)
      select ${tx.organization}, user_no, ${run}, kind, wanted, ${now}, because
      from unnest(${begun.map((b) => b.user)}::integer[], ${begun.map((b) => b.kind)}::text[],
        ${begun.map((b) => b.wanted)}::text[], ${begun.map((b) => JSON.stringify(b.because))}::jsonb[])
        as b(user_no, kind, wanted, because)`)
  if (gained.length > 0)
    await tx.run(sql`
      insert into new_admins (organization_id, user_no, run_no, at, had, role)
      select ${tx.organization}, user_no, ${run}, ${now}, had, role
      from unnest(${gained.map((g) => g.user)}::integer[], ${gained.map((g) => g.had)}::text[],
        ${gained.map((g) => g.role)}::text[]) as g(user_no, had, role)`)
}
