-- Why: the directory is what the sources say, as they say it. Only inbound/receive writes it. A source's write adds
-- rows (or changes the one row it names) and touches no row that other writers share: no counter, no foreign key
-- that would lock the organization, the source or the group. Rows are never deleted, so references hold by themselves.

create table sources (
  organization_id uuid not null references organizations,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (name <> ''),
  kind text not null check (kind in ('scim', 'active-directory', 'csv')),
  state text not null default 'on' check (state in ('on', 'paused')),
  domain_required boolean not null default true,
  group_patch_answer text not null default 'no-content' check (group_patch_answer in ('no-content', 'body')),
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
comment on table sources is 'Where users and groups come from: a SCIM client, a connector, a file.';
comment on column sources.slug is 'The last part of its SCIM address. No underscore: Okta refuses one.';
comment on column sources.domain_required is 'Whether addresses outside the organization''s verified domains are refused, once it has one.';
create unique index sources_slug on sources (organization_id, slug) where deleted_at is null;
select protect('sources');

create table credentials (
  organization_id uuid not null references organizations,
  id uuid not null,
  kind text not null check (kind in ('scim', 'api', 'link', 'session')),
  hash bytea not null,
  source_id uuid,
  admin_id uuid,
  label text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, source_id) references sources
);
comment on table credentials is 'Secrets that open a door: SCIM tokens, API tokens, one-time links, sessions. Only a SHA-256 of the secret is kept.';
comment on column credentials.used_at is 'Last use; for a one-time link, the use that spent it.';
create index credentials_hash on credentials (hash);
select protect('credentials', 'organization_id', true);

create function credential_of(secret_hash bytea)
returns table (organization_id uuid, id uuid, kind text, source_id uuid, admin_id uuid, label text, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, used_at timestamptz)
language sql stable security definer set search_path = public as $$
  select c.organization_id, c.id, c.kind, c.source_id, c.admin_id, c.label, c.created_at, c.expires_at, c.revoked_at, c.used_at
  from credentials c where c.hash = secret_hash
$$;
comment on function credential_of is 'Finds the organization a secret belongs to: the only question asked before an organization is known.';
revoke execute on function credential_of from public;
grant execute on function credential_of to rollcall_server;

create table users (
  organization_id uuid not null,
  user_no integer not null,
  id uuid not null,
  source_id uuid not null,
  user_name text not null,
  user_name_folded text collate "C" not null,
  external_id text collate "C",
  active boolean not null,
  address text,
  address_folded text collate "C",
  other_address_folded text collate "C",
  display_name text not null,
  display_name_folded text collate "C" not null,
  attributes jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  last_deleted_at timestamptz,
  primary key (organization_id, user_no)
);
comment on table users is 'People as their source states them. Never deleted: deleted_at is set, and the same userName brings the record back.';
comment on column users.user_no is 'A dense number beside the id: a million of them packed are 4 MB, which is what lets a full pass take half a second.';
comment on column users.address is 'Where mail goes: primary, else work, else first email, else a userName of that form. Null: no access and no seat.';
comment on column users.user_name_folded is 'Folded columns sort by code point on every database, which is what "starts with" as a range needs.';
comment on column users.other_address_folded is 'The one other email besides address; an asterisk: there are several. So that a search for any email can use an index.';
comment on column users.last_deleted_at is 'Kept when the record comes back: what was pinned before ended with the deletion, though no run saw it.';
comment on column users.attributes is 'The SCIM document without id, meta, groups and password.';
create unique index users_id on users (organization_id, id);
create unique index users_user_name on users (organization_id, source_id, user_name_folded) where deleted_at is null;
create index users_deleted on users (organization_id, source_id, user_name_folded) where deleted_at is not null;
create index users_external_id on users (organization_id, external_id) where external_id is not null;
create index users_address on users (organization_id, address_folded) where address_folded is not null;
create index users_other_address on users (organization_id, other_address_folded) where other_address_folded is not null;
select protect('users');

create table groups (
  organization_id uuid not null,
  group_no integer not null,
  id uuid not null,
  source_id uuid not null,
  external_id text collate "C",
  display_name text not null,
  display_name_folded text collate "C" not null,
  attributes jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (organization_id, group_no)
);
comment on table groups is 'Directory groups as their source states them. displayName is not unique: identity providers push twins.';
create unique index groups_id on groups (organization_id, id);
create index groups_display_name on groups (organization_id, display_name_folded);
create index groups_external_id on groups (organization_id, external_id) where external_id is not null;
select protect('groups');

create table memberships (
  organization_id uuid not null,
  group_no integer not null,
  user_no integer not null,
  request_id uuid not null,
  primary key (organization_id, group_no, user_no)
);
comment on table memberships is 'Direct memberships. Inherited ones follow from group_edges when they are asked for.';
comment on column memberships.request_id is 'The request that added it: the first link of every "why".';
create index memberships_user on memberships (organization_id, user_no, group_no);
select protect('memberships');

create table group_edges (
  organization_id uuid not null,
  parent_no integer not null,
  child_no integer not null,
  request_id uuid not null,
  primary key (organization_id, parent_no, child_no)
);
comment on table group_edges is 'Groups in groups: everybody in child is in parent. Cycles are legal, a group inside itself is harmless.';
create index group_edges_child on group_edges (organization_id, child_no, parent_no);
select protect('group_edges');

create table pending_members (
  organization_id uuid not null,
  group_no integer not null,
  value text not null,
  request_id uuid not null,
  primary key (organization_id, group_no, value)
);
comment on table pending_members is 'Members a source named before they exist; they become memberships when a user or group with that id or externalId arrives.';
create index pending_members_value on pending_members (organization_id, value);
select protect('pending_members');

create table touched (
  organization_id uuid not null,
  user_no integer not null,
  request_id uuid not null,
  primary key (organization_id, user_no, request_id)
);
comment on table touched is 'Users whose entitlement may have changed, and the request that did it. A run takes all of them.';
select protect('touched', 'organization_id', true);

create table touched_groups (
  organization_id uuid not null,
  group_no integer not null,
  request_id uuid not null,
  primary key (organization_id, group_no, request_id)
);
comment on table touched_groups is 'Groups whose place among groups changed. Who is in them is asked by the run: somebody may join while the change is not committed yet.';
select protect('touched_groups', 'organization_id', true);

create table touched_products (
  organization_id uuid not null,
  product_id uuid not null,
  request_id uuid not null,
  primary key (organization_id, product_id, request_id)
);
comment on table touched_products is 'Products whose line must be looked at though nobody was touched: a pool was changed.';
select protect('touched_products', 'organization_id', true);
