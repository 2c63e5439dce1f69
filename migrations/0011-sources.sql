-- Why: an organization has several sources. One of them may be deleted, one may be a file that is reviewed before it is
-- taken in, and two may know the same person. And accounts that were there before Rollcall are left alone until an admin
-- adopts them.

alter table sources add column emptied_at timestamptz;
comment on column sources.emptied_at is 'When the last user and group of a deleted source was marked deleted; null: there is still work, or it is not deleted.';

alter table users add column address_since timestamptz;
comment on column users.address_since is 'Since when they have this address without a break: of several sources'' users with one address, the first has it. Null: since they came.';

alter table assignments drop constraint assignments_withheld_check;
alter table assignments add constraint assignments_withheld_check
  check (withheld in ('inactive', 'deleted', 'no-address', 'conflict', 'not-adopted'));

create table address_owners (
  organization_id uuid not null references organizations,
  address_folded text collate "C" not null,
  user_no integer not null,
  at timestamptz not null,
  by text not null,
  primary key (organization_id, address_folded)
);
comment on table address_owners is 'Hand-overs: the user an admin named as the owner of an address. Counts for as long as that user has had the address since.';
select protect('address_owners');

create table existing_accounts (
  organization_id uuid not null references organizations,
  id uuid not null,
  address text not null,
  address_folded text collate "C" not null,
  product_name text not null,
  product_folded text collate "C" not null,
  tier_name text not null,
  imported_at timestamptz not null,
  adopted_at timestamptz,
  adopted_by text,
  user_no integer,
  primary key (organization_id, id),
  check ((adopted_at is null) = (user_no is null))
);
comment on table existing_accounts is 'Who had what in a product before Rollcall, as an admin listed it. Until one is adopted its user is left alone.';
comment on column existing_accounts.tier_name is 'Empty: the product''s only tier.';
create unique index existing_accounts_address on existing_accounts (organization_id, address_folded, product_folded);
create index existing_accounts_open on existing_accounts (organization_id, address_folded) where adopted_at is null;
select protect('existing_accounts');

create table import_reviews (
  organization_id uuid not null references organizations,
  id uuid not null,
  source_id uuid not null,
  mode text not null check (mode in ('full', 'add')),
  at timestamptz not null,
  by text not null,
  digest bytea not null,
  found jsonb not null,
  file bytea,
  applying_at timestamptz,
  applied_at timestamptz,
  applied jsonb,
  primary key (organization_id, id),
  foreign key (organization_id, source_id) references sources
);
comment on table import_reviews is 'What a file would change in its source. It is applied only while it would still change the same.';
comment on column import_reviews.file is 'The lines that were read, compressed; null once applied, or replaced by a later review.';
comment on column import_reviews.applying_at is 'Applying has begun: what was cut off goes on, without comparing again.';
create index import_reviews_source on import_reviews (organization_id, source_id, id);
select protect('import_reviews');
