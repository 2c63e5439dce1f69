-- Why: history grows for ever, or for as long as an organization says. `requests` and `changes` are kept by month, so
-- that what is old goes as a whole; pools are kept as intervals, as seats, assignments and rules are, so that what was
-- owned can be shown as of any moment. Ids are in order of time (UUID version 7), hence the months' bounds are ids, and
-- the primary keys stay as they are.

alter table organizations add column history_kept_days integer check (history_kept_days between 1 and 36500);
alter table organizations add column history_kept_since timestamptz;
comment on column organizations.history_kept_days is 'Days after which history is deleted; null: it is kept for ever. What is current stays.';
comment on column organizations.history_kept_since is 'Before this moment history was deleted, so nothing can be shown as of then. Null: none ever was.';

create function first_id_at(moment timestamptz) returns uuid
language sql stable as $$
  select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
comment on function first_id_at is 'Below every id made at that moment or later, and above every one made before.';
revoke execute on function first_id_at from public;
grant execute on function first_id_at to rollcall_server;

create function month_of_id(id uuid) returns timestamptz
language sql stable as $$
  select date_trunc('month', to_timestamp(('x0000' || left(replace(id::text, '-', ''), 12))::bit(64)::bigint / 1000.0), 'UTC')
$$;
comment on function month_of_id is 'The month, in UTC, in which an id was made.';
revoke execute on function month_of_id from public;

create function make_partition(whole regclass, month timestamptz) returns text
language plpgsql set search_path = public, pg_temp as $$
declare
  name text := format('%s_%s', whole, to_char(month at time zone 'UTC', 'YYYY_MM'));
  rest text := format('%s_rest', whole);
  lowest uuid := first_id_at(month);
  beyond uuid := first_id_at((month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
begin
  if to_regclass(name) is not null then return null; end if;
  -- Before the parent is locked: whoever writes waits for one lock at a time.
  execute format('lock table %I in access exclusive mode', rest);
  execute format('create table %I (like %s including defaults including constraints including indexes)', name, whole);
  -- Nobody had made the month when these were written.
  execute format('with moved as (delete from %I where id >= %L and id < %L returning *) insert into %I select * from moved', rest, lowest, beyond, name);
  execute format('alter table %s attach partition %I for values from (%L) to (%L)', whole, name, lowest, beyond);
  perform guard_partition(name::regclass);
  return name;
end $$;
comment on function make_partition is 'Makes the partition of a month unless it is there, and moves what was kept in the rest meanwhile.';
revoke execute on function make_partition from public;

create function guard_partition(part regclass) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  execute format('alter table %s enable row level security', part);
  execute format('alter table %s force row level security', part);
  execute format('create policy own_organization on %s using (organization_id = (select current_setting(''rollcall.organization'')::uuid))', part);
  execute format('create policy owner on %s to %I using (true) with check (true)', part, current_user);
end $$;
comment on function guard_partition is 'A partition is reached through its parent only, whose policy holds: the server''s role has no right on it.';
revoke execute on function guard_partition from public;

create function prepare_partitions(moment timestamptz) returns setof text
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s' as $$
declare
  whole regclass;
  month timestamptz;
  made text;
  last_month timestamptz := (date_trunc('month', moment at time zone 'UTC') + interval '2 months') at time zone 'UTC';
begin
  perform pg_advisory_xact_lock(hashtext('rollcall: partitions'));
  foreach whole in array array['requests', 'changes']::regclass[] loop
    for month in execute format(
      'select m at time zone ''UTC'' from generate_series($1 at time zone ''UTC'' - interval ''2 months'', $1 at time zone ''UTC'', interval ''1 month'') as m
       union
       select month_of_id(id) from %I where id < first_id_at($1)
       order by 1', format('%s_rest', whole)) using last_month
    loop
      made := make_partition(whole, month);
      if made is not null then return next made; end if;
    end loop;
  end loop;
end $$;
comment on function prepare_partitions is 'Makes the partitions of this month, of the two after it, and of any earlier one that was missed. Returns their names.';
revoke execute on function prepare_partitions from public;
grant execute on function prepare_partitions to rollcall_server;

create function drop_empty_partition(moment timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '3s' as $$
declare
  whole regclass;
  part text;
  filled boolean;
begin
  perform pg_advisory_xact_lock(hashtext('rollcall: partitions'));
  foreach whole in array array['requests', 'changes']::regclass[] loop
    for part in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = whole and c.relname ~ '_\d{4}_\d{2}$'
        and c.relname < format('%s_%s', whole, to_char(moment at time zone 'UTC', 'YYYY_MM'))
      order by 1
    loop
      execute format('select exists (select from %I)', part) into filled;
      continue when filled;
      execute format('lock table %s in access exclusive mode', whole);
      execute format('select exists (select from %I)', part) into filled;
      continue when filled;
      execute format('drop table %I', part);
      -- One at a time: nobody can write until this is committed.
      return part;
    end loop;
  end loop;
  return null;
end $$;
comment on function drop_empty_partition is 'Drops the partition of a past month in which no organization has anything left. Returns its name; null when there is none.';
revoke execute on function drop_empty_partition from public;
grant execute on function drop_empty_partition to rollcall_server;

alter table requests rename to requests_before;
alter table requests_before no force row level security;
create table requests (
  organization_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('source', 'admin', 'clock')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  target_kind text,
  target_id uuid,
  target_name text,
  detail jsonb
) partition by range (id);

alter table changes rename to changes_before;
alter table changes_before no force row level security;
create table changes (
  organization_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  run_no bigint not null,
  user_no integer not null,
  kind text not null,
  product_id uuid,
  tier_id uuid,
  detail jsonb,
  because jsonb not null
) partition by range (id);

create table requests_rest partition of requests default;
create table changes_rest partition of changes default;

do $$
declare
  month timestamptz;
begin
  for month in select distinct month_of_id(id) from requests_before where id < first_id_at(now()) order by 1 loop
    perform make_partition('requests', month);
  end loop;
  for month in select distinct month_of_id(id) from changes_before where id < first_id_at(now()) order by 1 loop
    perform make_partition('changes', month);
  end loop;
end $$;
insert into requests select * from requests_before;
insert into changes select * from changes_before;
drop table requests_before;
drop table changes_before;

alter table requests add primary key (organization_id, id);
comment on table requests is 'Every act from outside that may change what somebody has: a source''s request, an admin''s edit, a moment that came. Only added to; ids are in order of time. One partition a month.';
create index requests_target on requests (organization_id, target_id, id);
create index requests_action on requests (organization_id, action, id);
create index requests_admin on requests (organization_id, id) where actor_kind = 'admin';
select protect('requests');

alter table changes add primary key (organization_id, id);
comment on table changes is 'Everything a run did, with its reason. Only added to; ids are in order of time. One partition a month.';
create index changes_user on changes (organization_id, user_no, id);
create index changes_run on changes (organization_id, run_no, id);
create index changes_kind on changes (organization_id, kind, id);
create index changes_product on changes (organization_id, product_id, kind, id) where product_id is not null;
select protect('changes');

select guard_partition('requests_rest');
select guard_partition('changes_rest');
select prepare_partitions(now());

-- Rows that are over: what was as of a moment, what differs between two, what is older than history is kept.
create index seats_ended on seats (organization_id, until) where until is not null;
create index seats_ended_user on seats (organization_id, user_no) where until is not null;
create index assignments_ended on assignments (organization_id, until) where until is not null;
create index stopped_losses_ended on stopped_losses (organization_id, until) where until is not null;

create table pool_intervals (
  organization_id uuid not null,
  product_id uuid not null,
  tier_id uuid not null,
  id uuid not null,
  since timestamptz not null,
  since_known boolean not null default true,
  until timestamptz,
  product_name text not null,
  name text not null,
  position integer not null,
  owned integer,
  shortage text not null,
  primary key (organization_id, product_id, tier_id, id)
);
comment on table pool_intervals is 'A pool as it was from since until until; a pool that was deleted has no current row. Rows outlive their product.';
comment on column pool_intervals.since_known is 'False: there was such a pool before, but how it was is not known.';
create unique index pool_intervals_current on pool_intervals (organization_id, product_id, tier_id) where until is null;

-- What was owned before this is not known, and is shown as not known.
alter table pools no force row level security;
alter table products no force row level security;
insert into pool_intervals (organization_id, product_id, tier_id, id, since, since_known, product_name, name, position, owned, shortage)
select p.organization_id, p.product_id, p.tier_id, gen_random_uuid(), now(), false, r.name, p.name, p.position, p.owned, p.shortage
from pools p join products r on r.organization_id = p.organization_id and r.id = p.product_id;
alter table pools force row level security;
alter table products force row level security;
select protect('pool_intervals');
