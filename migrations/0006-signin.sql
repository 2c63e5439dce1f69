-- Why: who may use the console. These admins are local accounts (the first one, break-glass ones); roles that rules
-- give to directory users are assignments.

create table admins (
  organization_id uuid not null references organizations,
  id uuid not null,
  email text not null,
  email_folded text not null,
  name text not null,
  role text not null check (role in ('manager', 'admin', 'super-admin')),
  password_hash text,
  created_at timestamptz not null,
  signed_in_at timestamptz,
  primary key (organization_id, id)
);
create unique index admins_email on admins (organization_id, email_folded);
select protect('admins', 'organization_id', true);

alter table credentials add foreign key (organization_id, admin_id) references admins;

create function admin_organizations(folded text) returns table (organization_id uuid, id uuid, password_hash text)
language sql stable security definer set search_path = public as $$
  select a.organization_id, a.id, a.password_hash from admins a where a.email_folded = folded
$$;
comment on function admin_organizations is 'The accounts of one email address, in whichever organizations, for signing in with a password.';
revoke execute on function admin_organizations from public;
grant execute on function admin_organizations to rollcall_server;
create index admins_by_email on admins (email_folded);
