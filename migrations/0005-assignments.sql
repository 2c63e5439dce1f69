-- Why: what everybody holds, since when and why. Written only by apply, under the organization's lock. Interval rows
-- (since, until) show any past moment; changes say why, and are only ever added to.

create sequence run_numbers;
grant usage on sequence run_numbers to rollcall_server;

create table runs (
  organization_id uuid not null references organizations,
  run_no bigint not null,
  at timestamptz not null,
  took_ms integer not null,
  touched integer not null,
  changed integer not null,
  stopped integer not null,
  primary key (organization_id, run_no)
);
select protect('runs');

create sequence entitlement_numbers as integer;
grant usage on sequence entitlement_numbers to rollcall_server;

create table entitlements (
  organization_id uuid not null references organizations,
  entitlement_no integer not null,
  digest bytea not null,
  content jsonb not null,
  primary key (organization_id, entitlement_no)
);
comment on table entitlements is 'Each distinct thing a set of rules gives, once: a million users share a few thousand of them, and comparing is comparing numbers.';
create unique index entitlements_digest on entitlements (organization_id, digest);
select protect('entitlements');

create table assignments (
  organization_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  since timestamptz not null,
  until timestamptz,
  entitlement_no integer not null,
  withheld text check (withheld in ('inactive', 'deleted', 'no-address')),
  access boolean not null,
  had_access boolean not null,
  role text not null check (role in ('member', 'manager', 'admin', 'super-admin')),
  request_id uuid,
  primary key (organization_id, user_no, run_no)
);
comment on table assignments is 'What a user was assigned from since until until: everything but seats.';
comment on column assignments.withheld is 'Why role, device groups and seats are kept from them, if they are; user group and language stay.';
comment on column assignments.access is 'Active upstream, with an address, and a role above member or a seat held or in grace.';
create unique index assignments_current on assignments (organization_id, user_no) where until is null;
select protect('assignments');

create table accounts (
  organization_id uuid not null,
  user_no integer not null,
  signed_in_at timestamptz,
  last_seen_at timestamptz,
  chosen_language text,
  primary key (organization_id, user_no)
);
comment on table accounts is 'What a directory user did here: signed in, chose a language.';
select protect('accounts');

create table seats (
  organization_id uuid not null,
  product_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  tier_id uuid not null,
  state text not null check (state in ('held', 'grace')),
  since timestamptz not null,
  until timestamptz,
  grace_until timestamptz,
  lost_at timestamptz,
  lost_by_word boolean,
  because jsonb not null,
  primary key (organization_id, product_id, user_no, run_no),
  check ((state = 'grace') = (grace_until is not null))
);
comment on table seats is 'A seat as it was from since until until. One current row a user and product.';
comment on column seats.lost_at is 'When the entitlement ended and the seat went or passed into grace; the safeguard counts these.';
comment on column seats.lost_by_word is 'Whether an admin confirmed the loss: then the safeguard does not count it.';
create unique index seats_current on seats (organization_id, product_id, user_no) where until is null;
create index seats_user on seats (organization_id, user_no) where until is null;
create index seats_grace on seats (organization_id, grace_until) where until is null and state = 'grace';
create index seats_lost on seats (organization_id, product_id, lost_at) where lost_at is not null and not lost_by_word;
select protect('seats', 'organization_id', true);

create table waiting (
  organization_id uuid not null,
  product_id uuid not null,
  user_no integer not null,
  tier_id uuid not null,
  rule_id uuid not null,
  since_run bigint not null,
  since timestamptz not null,
  joined_at timestamptz not null,
  because jsonb not null,
  primary key (organization_id, product_id, user_no)
);
comment on table waiting is 'The line. Its order: rank of the rule (a pin is 0), then since_run, then who came to the organization first.';
comment on column waiting.rule_id is 'The rule whose rank counts; all zeroes: a pin (an index cannot look up null by comparison).';
create index waiting_line on waiting (organization_id, product_id, tier_id, rule_id, since_run, joined_at, user_no);
create index waiting_user on waiting (organization_id, user_no);
select protect('waiting');

create table stops (
  organization_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  since timestamptz not null,
  until timestamptz,
  request_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, product_id) references products
);
comment on table stops is 'One event of the safeguard: losses of a product that wait for an admin.';
create unique index stops_current on stops (organization_id, product_id) where until is null;
select protect('stops');

create table stopped_losses (
  organization_id uuid not null,
  product_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  stop_id uuid not null,
  since timestamptz not null,
  until timestamptz,
  resolution text check (resolution in ('applied', 'kept', 'cause-gone')),
  confirmed_by text,
  because jsonb not null,
  primary key (organization_id, product_id, user_no, run_no),
  foreign key (organization_id, stop_id) references stops
);
comment on table stopped_losses is 'A loss the safeguard stopped: the user still holds the seat. Never expires, never passes by time.';
comment on column stopped_losses.confirmed_by is 'The admin who said yes; the next run takes the seat.';
create unique index stopped_losses_current on stopped_losses (organization_id, product_id, user_no) where until is null;
select protect('stopped_losses');

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
  because jsonb not null,
  primary key (organization_id, id)
);
comment on table changes is 'Everything a run did, with its reason. Append-only; ids are in order of time.';
create index changes_user on changes (organization_id, user_no, id);
select protect('changes');

create table settings_applied (
  organization_id uuid not null,
  user_no integer not null,
  product_id uuid not null,
  template_id uuid,
  at timestamptz not null,
  primary key (organization_id, user_no, product_id)
);
comment on table settings_applied is 'Which settings template a user got for a product: once, ever. Null: the default one.';
select protect('settings_applied');

create table deliveries (
  organization_id uuid not null,
  id uuid not null,
  user_no integer not null,
  product_id uuid not null,
  change_id uuid not null,
  action text not null check (action in ('give', 'move', 'suspend', 'restore', 'take')),
  state text not null default 'due' check (state in ('due', 'done', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  primary key (organization_id, id)
);
comment on table deliveries is 'What a product has still to be told; written by the statement that records the change.';
create index deliveries_due on deliveries (organization_id, due_at) where state = 'due';
select protect('deliveries');

create table mails (
  organization_id uuid not null,
  id uuid not null,
  user_no integer not null,
  kind text not null check (kind in ('welcome', 'change')),
  template_id uuid,
  language text not null,
  address text not null,
  state text not null default 'not-sent' check (state in ('not-sent', 'due', 'sent', 'failed')),
  at timestamptz not null,
  primary key (organization_id, id)
);
comment on table mails is 'Mails to users. Without a mail server they are kept as not sent.';
create index mails_user on mails (organization_id, user_no);
select protect('mails');

create function organizations_to_run(moment timestamptz) returns setof uuid
language sql stable security definer set search_path = public as $$
  select o.id from organizations o
  where o.user_sync = 'on' and (
    exists (select from touched t where t.organization_id = o.id)
    or exists (select from touched_groups t where t.organization_id = o.id)
    or exists (select from touched_products t where t.organization_id = o.id)
    or exists (select from pins p where p.organization_id = o.id and p.ended_at is null and p.ends_at <= moment)
    or exists (select from seats s where s.organization_id = o.id and s.until is null and s.state = 'grace' and s.grace_until <= moment))
$$;
comment on function organizations_to_run is 'Organizations where something waits for a run, for the look that the worker takes every second.';
revoke execute on function organizations_to_run from public;
grant execute on function organizations_to_run to rollcall_server;
