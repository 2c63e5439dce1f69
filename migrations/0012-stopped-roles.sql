-- Why: a rule or a source that makes many admins at once is stopped like losses, and the last super admin keeps the role.
-- What waits for a super admin is a row; what passed without anybody's word is remembered, so that it adds up over a day.

create table stopped_roles (
  organization_id uuid not null references organizations,
  user_no integer not null,
  run_no bigint not null,
  kind text not null check (kind in ('new-admin', 'last-super-admin')),
  wanted text not null check (wanted in ('member', 'manager', 'admin', 'super-admin')),
  since timestamptz not null,
  until timestamptz,
  resolution text check (resolution in ('applied', 'kept', 'cause-gone')),
  confirmed_by text check (confirmed_by is null or kind = 'new-admin'),
  because jsonb not null,
  primary key (organization_id, user_no, run_no),
  check ((until is null) = (resolution is null)),
  check (kind <> 'new-admin' or wanted in ('admin', 'super-admin'))
);
comment on table stopped_roles is 'A role the safeguard does not change: the user keeps the one they had. Never expires, never passes by time.';
comment on column stopped_roles.kind is 'new-admin: would become admin or super admin, and waits for a super admin. last-super-admin: keeps the role until another super admin can sign in.';
comment on column stopped_roles.wanted is 'The role they are entitled to.';
comment on column stopped_roles.confirmed_by is 'The super admin who said yes; the next run gives the role.';
create unique index stopped_roles_current on stopped_roles (organization_id, user_no) where until is null;
create index stopped_roles_last_super_admins on stopped_roles (organization_id, user_no) where until is null and kind = 'last-super-admin';
select protect('stopped_roles');

create table new_admins (
  organization_id uuid not null references organizations,
  user_no integer not null,
  run_no bigint not null,
  at timestamptz not null,
  had text not null check (had in ('member', 'manager', 'admin')),
  role text not null check (role in ('admin', 'super-admin')),
  primary key (organization_id, user_no, run_no)
);
comment on table new_admins is 'Who became admin or super admin without an admin''s word; the safeguard counts those of a day. Append-only.';
create index new_admins_at on new_admins (organization_id, at);
select protect('new_admins');

create index assignments_super_admins on assignments (organization_id, user_no) where until is null and role = 'super-admin';
