-- Why: long-lived tokens are what providers are leaving behind. A client of a source gets a token for an hour, by a secret or by
-- a signed assertion of its own issuer, and the traffic log says by which credential a request came.

alter table traffic add column credential text;
comment on column traffic.credential is 'Label of the token or OAuth client it came with; null: none that is known, or from before this was kept.';

create table oauth_clients (
  organization_id uuid not null references organizations,
  id uuid not null,
  source_id uuid not null,
  label text not null check (label <> ''),
  issuer text,
  audience text,
  subject text,
  jwks_url text,
  created_at timestamptz not null,
  revoked_at timestamptz,
  used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, source_id) references sources,
  check (num_nulls(issuer, audience, subject, jwks_url) in (0, 4))
);
comment on table oauth_clients is 'Who may get access tokens of a source (RFC 6749 §4.4): by a secret, which is a credential of the same id, or by assertion.';
comment on column oauth_clients.issuer is 'By assertion (RFC 7523 §2.2): what its iss must be; null: by a secret.';
comment on column oauth_clients.jwks_url is 'Where the issuer has its public keys.';
comment on column oauth_clients.used_at is 'When it last got a token.';
create index oauth_clients_of_source on oauth_clients (organization_id, source_id);
select protect('oauth_clients', 'organization_id', true);

alter table credentials drop constraint credentials_kind_check;
alter table credentials add constraint credentials_kind_check
  check (kind in ('scim', 'api', 'link', 'session', 'connect', 'client', 'access'));
alter table credentials add column client_id uuid;
alter table credentials add foreign key (organization_id, client_id) references oauth_clients;
alter table credentials add check ((kind = 'access') = (client_id is not null));
comment on column credentials.client_id is 'Of an access token: the client that got it; it ends with the client.';
create index credentials_of_client on credentials (organization_id, client_id, expires_at) where client_id is not null;

create table assertion_ids (
  organization_id uuid not null,
  client_id uuid not null,
  hash bytea not null,
  expires_at timestamptz not null,
  primary key (organization_id, client_id, hash)
);
comment on table assertion_ids is 'The jti of assertions that were taken, until they expire: none is taken twice (RFC 7523 §3).';
select protect('assertion_ids');

create function oauth_clients_at(at text, named uuid, issued_by text, about text)
returns table (organization_id uuid, id uuid, source_id uuid, label text, issuer text, audience text, subject text, jwks_url text)
language sql stable security definer set search_path = public as $$
  select c.organization_id, c.id, c.source_id, c.label, c.issuer, c.audience, c.subject, c.jwks_url
  from sources s join oauth_clients c on c.organization_id = s.organization_id and c.source_id = s.id
  where s.slug = at and s.deleted_at is null and c.revoked_at is null
    and c.issuer = issued_by and c.subject = about and (named is null or c.id = named)
$$;
comment on function oauth_clients_at is 'The clients by assertion at an address that an assertion may be of: asked before an organization is known.';
revoke execute on function oauth_clients_at from public;
grant execute on function oauth_clients_at to rollcall_server;
