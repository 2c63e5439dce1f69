-- Why: what can be had, and how many there are. A pool is one tier of one product and the seats owned of it.

create table products (
  organization_id uuid not null references organizations,
  id uuid not null,
  name text not null check (name <> ''),
  name_folded text not null,
  catalogue_key text,
  has_devices boolean not null default false,
  grace_seconds integer not null default 0 check (grace_seconds >= 0),
  connector_id uuid,
  settings jsonb not null default '[]',
  created_at timestamptz not null,
  primary key (organization_id, id)
);
comment on column products.grace_seconds is 'How long a seat that was lost stays taken, waiting for its holder to come back.';
comment on column products.connector_id is 'What tells the product. Null: a seat is a record only, and says so wherever it is shown.';
create unique index products_name on products (organization_id, name_folded);
select protect('products');

create table product_includes (
  organization_id uuid not null,
  product_id uuid not null,
  included_id uuid not null,
  primary key (organization_id, product_id, included_id),
  foreign key (organization_id, product_id) references products on delete cascade,
  foreign key (organization_id, included_id) references products,
  check (product_id <> included_id)
);
comment on table product_includes is 'Whoever holds product is carried in included, and takes no seat of it. Cycles are refused when written.';
select protect('product_includes');

create table pools (
  organization_id uuid not null,
  product_id uuid not null,
  tier_id uuid not null,
  name text not null check (name <> ''),
  position integer not null,
  owned integer check (owned >= 0),
  used integer not null default 0 check (used >= 0),
  shortage text not null default 'wait' check (shortage in ('wait', 'fall-back', 'block')),
  primary key (organization_id, product_id, tier_id),
  foreign key (organization_id, product_id) references products on delete cascade
);
comment on table pools is 'The seats of one tier of one product.';
comment on column pools.owned is 'Null: unlimited.';
comment on column pools.used is 'Held and in grace. Moves in the same transaction as the seat, under the organization''s lock; the full pass counts again.';
comment on column pools.position is 'Order of the tiers, best first; the chain that fall-back goes down.';
create unique index pools_name on pools (organization_id, product_id, lower(name));
select protect('pools');

-- The library, as plain records for now.
create table user_groups (
  organization_id uuid not null references organizations,
  id uuid not null,
  name text not null check (name <> ''),
  parent_id uuid,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, parent_id) references user_groups
);
select protect('user_groups');

create table device_groups (
  organization_id uuid not null references organizations,
  id uuid not null,
  name text not null check (name <> ''),
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select protect('device_groups');

create table settings_templates (
  organization_id uuid not null references organizations,
  id uuid not null,
  name text not null check (name <> ''),
  settings jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select protect('settings_templates');

create table welcome_templates (
  organization_id uuid not null references organizations,
  id uuid not null,
  name text not null check (name <> ''),
  created_at timestamptz not null,
  primary key (organization_id, id)
);
select protect('welcome_templates');
