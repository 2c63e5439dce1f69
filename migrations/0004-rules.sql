-- Why: who should have what. Rules are interval rows over versions of the rule set, so that the rules of any past
-- version are there to show, to compare and to go back to.

create table rule_sets (
  organization_id uuid not null references organizations,
  version integer not null,
  at timestamptz not null,
  request_id uuid not null,
  primary key (organization_id, version)
);
comment on table rule_sets is 'One row for every change of the live rules.';
select protect('rule_sets');

create table rules (
  organization_id uuid not null,
  id uuid not null,
  since_version integer not null,
  until_version integer,
  rank integer not null,
  name text,
  description text not null default '',
  group_id uuid not null,
  condition text,
  state text not null check (state in ('on', 'shadow', 'off')),
  gives jsonb not null,
  primary key (organization_id, id, since_version),
  foreign key (organization_id, since_version) references rule_sets
);
comment on table rules is 'A rule as it was from since_version until (not including) until_version; null: it is live.';
comment on column rules.rank is '1 is the highest.';
comment on column rules.name is 'Null: the name of its group.';
comment on column rules.gives is 'What it assigns: see rules/rule.ts.';
create unique index rules_live on rules (organization_id, id) where until_version is null;
select protect('rules');

create table drafts (
  organization_id uuid not null references organizations,
  version integer not null,
  based_on integer not null,
  rules jsonb not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (organization_id)
);
comment on table drafts is 'The rules being edited, not live yet. One an organization; version counts its edits.';
select protect('drafts');

create table pins (
  organization_id uuid not null references organizations,
  id uuid not null,
  user_no integer not null,
  field text not null check (field in ('product', 'role', 'user-group', 'device-groups', 'settings-template')),
  product_id uuid,
  value jsonb not null,
  reason text not null,
  created_at timestamptz not null,
  created_by text not null,
  ends_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, product_id) references products,
  check ((field = 'product') = (product_id is not null))
);
comment on table pins is 'A manual exception for one user and one field: stronger than every rule, weaker than inactive.';
create unique index pins_current on pins (organization_id, user_no, field, coalesce(product_id, '00000000-0000-0000-0000-000000000000')) where ended_at is null;
create index pins_ending on pins (organization_id, ends_at) where ended_at is null and ends_at is not null;
select protect('pins', 'organization_id', true);
