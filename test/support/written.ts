import type { Owner } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'

/** Rows by table and what was done to them, as `users: 1 inserted`; tables of months under the name of the whole. */
export type Written = Readonly<Record<string, string>>

/** Notes every row that is written to any table of a database, whoever writes it. */
export interface Writings {
  /** What was written and committed since the last time this was asked. */
  take(): Promise<Written>
}

/** Puts a trigger of its own on every table; the program has none. */
export async function watchWritings(owner: Owner): Promise<Writings> {
  await owner.run(sql`create table written (relation text not null, did text not null)`)
  await owner.run(sql`
    create function note_written() returns trigger language plpgsql security definer as $$
    begin
      insert into written values (tg_argv[0], tg_op);
      return null;
    end $$`)
  const tables = await owner.rows<{ schema: string; name: string }>(sql`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'written'
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`)
  for (const { schema, name } of tables)
    await owner.run(sql`
      create trigger written after insert or update or delete on ${sql.identifier(schema)}.${sql.identifier(name)}
      for each row execute function note_written(${sql.identifier(name)})`)
  return {
    take: async () => {
      const rows = await owner.rows<{ relation: string; did: string; count: number }>(sql`
        with taken as (delete from written returning relation, did)
        select relation, did, count(*) as count from taken group by relation, did order by relation, did`)
      const written = new Map<string, string>()
      for (const { relation, did, count } of rows) {
        const earlier = written.get(relation)
        const here = `${count} ${did.toLowerCase()}${did === 'INSERT' ? 'ed' : 'd'}`
        written.set(relation, earlier ? `${here}, ${earlier}` : here)
      }
      return Object.fromEntries(written)
    },
  }
}
