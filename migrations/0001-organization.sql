-- Why: an organization is a tenant, and nothing is ever visible across two of them. Every table that follows
-- begins its key with organization_id, and `protect` puts row-level security on it: the second lock behind the
-- `organization_id = $1` that every query names itself.

create function protect(guarded regclass, key text default 'organization_id', owner_reads boolean default false)
returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  -- The sub-select makes it one evaluation a statement. An organization that is not set is an error.
  execute format(
    'create policy own_organization on %s using (%I = (select current_setting(''rollcall.organization'')::uuid)) with check (%I = (select current_setting(''rollcall.organization'')::uuid))',
    guarded, key, key);
  -- For tables that a security definer function must search before it can know the organization.
  if owner_reads then
    execute format('create policy owner_reads on %s for select to %I using (true)', guarded, current_user);
  end if;
  execute format('grant select, insert, update, delete on %s to rollcall_server', guarded);
end $$;
comment on function protect is 'Confines a table to the organization of the session; called once for every table.';
revoke execute on function protect from public;

create table organizations (
  id uuid primary key,
  name text not null check (name <> ''),
  default_language text not null default 'en' check (default_language in ('en', 'fr', 'it', 'de', 'es', 'pt', 'nl')),
  user_sync text not null default 'on' check (user_sync in ('on', 'paused')),
  loss_share_max double precision not null default 0.1 check (loss_share_max between 0 and 1),
  losses_allowed integer not null default 5 check (losses_allowed >= 0),
  inactive_after_days integer not null default 90 check (inactive_after_days in (30, 60, 90)),
  next_user_no integer not null default 1,
  next_group_no integer not null default 1,
  created_at timestamptz not null
);
comment on table organizations is 'A tenant, its settings, and the next numbers to hand out.';
comment on column organizations.user_sync is 'The one switch. Paused: the directory fills and plans are shown, but nothing is applied.';
comment on column organizations.loss_share_max is 'Safeguard: largest share of a product''s holders who may lose it in 24 h without an admin''s word.';
comment on column organizations.losses_allowed is 'Safeguard: losses of a product always allowed in 24 h, however few hold it.';
comment on column organizations.next_user_no is 'user_no is handed out in blocks, so that no two source requests wait for one row.';
select protect('organizations', 'id', true);

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
  detail jsonb,
  primary key (organization_id, id)
);
comment on table requests is 'Every act from outside that may change what somebody has: a source''s request, an admin''s edit, a moment that came. Append-only; ids are in order of time.';
create index requests_target on requests (organization_id, target_id, id);
select protect('requests');

create function organization_ids() returns setof uuid
language sql stable security definer set search_path = public as 'select id from organizations';
comment on function organization_ids is 'All organizations, for the rounds that the worker makes.';
revoke execute on function organization_ids from public;
grant execute on function organization_ids to rollcall_server;
