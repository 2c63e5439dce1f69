import type { Owner } from './db.ts'
import { sql } from './sql.ts'

/**
 * The schema `public` as readable text, the same on every machine: what migrations/schema.sql holds, so that a review
 * sees what a migration did. Not meant to be run. Partitions are left out: which ones exist depends on the day.
 */
export async function schemaSnapshot(owner: Owner): Promise<string> {
  const [tables, functions, types] = [
    await describeTables(owner),
    await describeFunctions(owner),
    await describeTypes(owner),
  ]
  const head = '-- What the migrations make of an empty database. Written by script/snapshot; not run by anything.\n'
  return `${[head, ...types, ...tables, ...functions].join('\n').trimEnd()}\n`
}

interface Table {
  readonly name: string
  readonly kind: string
  readonly definition: string
  readonly lines: readonly string[]
  readonly after: readonly string[]
}

/** One row a table or view, its parts in a fixed order: columns as declared, the rest by name. */
async function describeTables(owner: Owner): Promise<readonly string[]> {
  const tables = await owner.rows<Table>(sql`
    with
    tables as (
      select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition),
    columns as (
      select a.attrelid as oid, array_agg(
        '  ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity <> '' then ' generated as identity' else '' end
        || case
             when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
             else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
           end
        || coalesce('  -- ' || replace(col_description(a.attrelid, a.attnum), E'\n', ' '), '') order by a.attnum) as lines
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped
      group by a.attrelid),
    constraints as (
      -- Primary key, unique, foreign keys, checks. PostgreSQL 18 also lists "not null", which stands with its column.
      select conrelid as oid, array_agg('  constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
        order by array_position(array['p', 'u', 'f', 'c', 'x'], contype::text), conname) as lines
      from pg_constraint where contype <> 'n' group by conrelid),
    indexes as (
      select indrelid as oid, array_agg(pg_get_indexdef(indexrelid) || ';' order by indexrelid::regclass::text) as lines
      from pg_index where not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
      group by indrelid),
    triggers as (
      select tgrelid as oid, array_agg(pg_get_triggerdef(pg_trigger.oid) || ';' order by tgname) as lines
      from pg_trigger where not tgisinternal group by tgrelid),
    policies as (
      select polrelid as oid, array_agg(
        'policy ' || polname || ' on ' || polrelid::regclass || ' for '
        || case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
        || coalesce(' to ' || (select string_agg(rolname, ', ' order by rolname) from pg_roles where pg_roles.oid = any(polroles)), '')
        || coalesce(' using (' || pg_get_expr(polqual, polrelid) || ')', '')
        || coalesce(' with check (' || pg_get_expr(polwithcheck, polrelid) || ')', '') || ';' order by polname) as lines
      from pg_policy group by polrelid)
    select relname as name, relkind as kind, coalesce(pg_get_viewdef(case when relkind in ('v', 'm') then oid end), '') as definition,
      coalesce(columns.lines, '{}') || coalesce(constraints.lines, '{}') as lines,
      array_remove(array[
        'comment: ' || replace(obj_description(oid, 'pg_class'), E'\n', ' '),
        'partition by ' || case when relkind = 'p' then pg_get_partkeydef(oid) end,
        case when relrowsecurity then 'row level security' || case when relforcerowsecurity then ', forced' else '' end end,
        (select 'rollcall_server may ' || string_agg(lower(privilege_type), ', ' order by privilege_type)
         from aclexplode(relacl) where grantee = to_regrole('rollcall_server'))], null)
      || coalesce(policies.lines, '{}') || coalesce(indexes.lines, '{}') || coalesce(triggers.lines, '{}') as after
    from tables
      left join columns using (oid) left join constraints using (oid) left join indexes using (oid)
      left join triggers using (oid) left join policies using (oid)
    order by relname`)
  return tables.map((table) => {
    const word = table.kind === 'v' ? 'view' : table.kind === 'm' ? 'materialized view' : 'table'
    const after = table.after.map((line) => (/^(create|CREATE) /.test(line) ? line : `-- ${line}`))
    const body = table.definition ? `as\n${table.definition}` : `(\n${commas(table.lines).join('\n')}\n);`
    return [`create ${word} ${table.name} ${body}`, ...after, ''].join('\n')
  })
}

/** A comma after every line but the last, before its remark. */
function commas(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => {
    if (index === lines.length - 1) return line
    const remark = line.indexOf('  -- ')
    return remark < 0 ? `${line},` : `${line.slice(0, remark)},${line.slice(remark)}`
  })
}

async function describeFunctions(owner: Owner): Promise<readonly string[]> {
  const rows = await owner.rows<{ text: string }>(sql`
    select pg_get_functiondef(p.oid) || ';'
      || coalesce(E'\n-- comment: ' || replace(obj_description(p.oid, 'pg_proc'), E'\n', ' '), '')
      || case when has_function_privilege('rollcall_server', p.oid, 'execute') then E'\n-- rollcall_server may execute' else '' end
      || case when p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0) then E'\n-- everyone may execute' else '' end
      || E'\n' as text
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
    order by p.oid::regprocedure::text`)
  return rows.map((row) => row.text)
}

async function describeTypes(owner: Owner): Promise<readonly string[]> {
  const rows = await owner.rows<{ text: string }>(sql`
    select 'create type ' || t.typname || ' as enum (' || string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) || E');\n' as text
    from pg_type t join pg_enum e on e.enumtypid = t.oid
    where t.typnamespace = 'public'::regnamespace group by t.typname order by t.typname`)
  return rows.map((row) => row.text)
}
