-- Why: who connects an identity provider must see what it sends and what became of it. Requests are written in batches after
-- they were answered, so the log may lose its last moment, and never slows one down; what the first of each kind proved is
-- kept apart, because the log is not kept long. And the provider's own admin gets to see that by a link, without an account.

alter table sources add column traffic_days integer not null default 7 check (traffic_days between 1 and 90);
comment on column sources.traffic_days is 'How long requests of the source stay in the traffic log.';

create table traffic (
  organization_id uuid not null,
  source_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  method text not null,
  path text not null,
  operation text not null,
  status smallint not null,
  took_us integer not null,
  client text,
  request_id text not null,
  understood jsonb not null,
  quirks jsonb not null,
  received text,
  answered text,
  dropped_before integer not null default 0,
  primary key (organization_id, source_id, id)
);
comment on table traffic is 'What came to a source''s SCIM address, newest last: a log, kept for the source''s traffic_days.';
comment on column traffic.understood is 'A code and its values: what was done, or why not; so that it can be said in any language.';
comment on column traffic.received is 'The body as it came, secrets masked, cut off where it is long; null: none, or not kept.';
comment on column traffic.dropped_before is 'Requests before this one that were not written: too many came at once.';
select protect('traffic');

create table source_proofs (
  organization_id uuid not null,
  source_id uuid not null,
  step text not null check (step in ('token', 'user', 'group', 'membership', 'rename', 'deactivate', 'reactivate', 'delete')),
  at timestamptz not null,
  request_id uuid not null,
  method text not null,
  path text not null,
  status smallint not null,
  understood jsonb not null,
  primary key (organization_id, source_id, step)
);
comment on table source_proofs is 'What a source has shown by real requests that it can do, and the first request that did; outlives the log.';
comment on column source_proofs.request_id is 'Of traffic, as long as that is kept.';
select protect('source_proofs');

alter table credentials drop constraint credentials_kind_check;
alter table credentials add constraint credentials_kind_check check (kind in ('scim', 'api', 'link', 'session', 'connect'));

create table source_links (
  organization_id uuid not null references organizations,
  id uuid not null,
  source_id uuid not null,
  created_by text not null,
  token_allowed boolean not null,
  token_made_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, id) references credentials,
  foreign key (organization_id, source_id) references sources,
  check (token_allowed or token_made_at is null)
);
comment on table source_links is 'Links by which somebody without an account sees how a source is being connected; the secret is a credential of the same id.';
comment on column source_links.token_allowed is 'Whoever has the link may make one token of the source, once.';
select protect('source_links');

create function sources_at(slugs text[]) returns table (slug text, organization_id uuid, id uuid)
language sql stable security definer set search_path = public as $$
  select min(s.slug), (array_agg(s.organization_id))[1], (array_agg(s.id))[1] from sources s
  where s.slug = any(slugs) and s.deleted_at is null
  group by s.slug having count(*) = 1
$$;
comment on function sources_at is 'The sources at addresses that are not ambiguous, for requests that came without a token that is known.';
revoke execute on function sources_at from public;
grant execute on function sources_at to rollcall_server;
create policy owner_reads on sources for select to current_user using (true);
create index sources_by_slug on sources (slug) where deleted_at is null;
