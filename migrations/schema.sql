-- What the migrations make of an empty database. Written by script/snapshot; not run by anything.

create table accounts (
  organization_id uuid not null,
  user_no integer not null,
  signed_in_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  chosen_language text,
  constraint accounts_pkey PRIMARY KEY (organization_id, user_no)
);
-- comment: What a directory user did here: signed in, chose a language.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on accounts for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table address_owners (
  organization_id uuid not null,
  address_folded text not null,
  user_no integer not null,
  at timestamp with time zone not null,
  by text not null,
  constraint address_owners_pkey PRIMARY KEY (organization_id, address_folded),
  constraint address_owners_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
-- comment: Hand-overs: the user an admin named as the owner of an address. Counts for as long as that user has had the address since.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on address_owners for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table admins (
  organization_id uuid not null,
  id uuid not null,
  email text not null,
  email_folded text not null,
  name text not null,
  role text not null,
  password_hash text,
  created_at timestamp with time zone not null,
  signed_in_at timestamp with time zone,
  constraint admins_pkey PRIMARY KEY (organization_id, id),
  constraint admins_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint admins_role_check CHECK ((role = ANY (ARRAY['manager'::text, 'admin'::text, 'super-admin'::text])))
);
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on admins for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on admins for select to rollcall using (true);
CREATE INDEX admins_by_email ON public.admins USING btree (email_folded);
CREATE UNIQUE INDEX admins_email ON public.admins USING btree (organization_id, email_folded);

create table assertion_ids (
  organization_id uuid not null,
  client_id uuid not null,
  hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint assertion_ids_pkey PRIMARY KEY (organization_id, client_id, hash)
);
-- comment: The jti of assertions that were taken, until they expire: none is taken twice (RFC 7523 §3).
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on assertion_ids for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table assignments (
  organization_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  entitlement_no integer not null,
  withheld text,  -- Why role, device groups and seats are kept from them, if they are; user group and language stay.
  access boolean not null,  -- Active upstream, with an address, and a role above member or a seat held or in grace.
  had_access boolean not null,
  role text not null,
  request_id uuid,
  constraint assignments_pkey PRIMARY KEY (organization_id, user_no, run_no),
  constraint assignments_role_check CHECK ((role = ANY (ARRAY['member'::text, 'manager'::text, 'admin'::text, 'super-admin'::text]))),
  constraint assignments_withheld_check CHECK ((withheld = ANY (ARRAY['inactive'::text, 'deleted'::text, 'no-address'::text, 'conflict'::text, 'not-adopted'::text])))
);
-- comment: What a user was assigned from since until until: everything but seats.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on assignments for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX assignments_current ON public.assignments USING btree (organization_id, user_no) WHERE (until IS NULL);
CREATE INDEX assignments_ended ON public.assignments USING btree (organization_id, until) WHERE (until IS NOT NULL);
CREATE INDEX assignments_failing ON public.assignments USING btree (organization_id, withheld, user_no) INCLUDE (entitlement_no, since) WHERE ((until IS NULL) AND (withheld = ANY (ARRAY['no-address'::text, 'conflict'::text])));
CREATE INDEX assignments_super_admins ON public.assignments USING btree (organization_id, user_no) WHERE ((until IS NULL) AND (role = 'super-admin'::text));

create table changes (
  organization_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  run_no bigint not null,
  user_no integer not null,
  kind text not null,
  product_id uuid,
  tier_id uuid,
  detail jsonb,
  because jsonb not null,
  constraint changes_pkey PRIMARY KEY (organization_id, id)
);
-- comment: Everything a run did, with its reason. Only added to; ids are in order of time. One partition a month.
-- partition by RANGE (id)
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on changes for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX changes_kind ON ONLY public.changes USING btree (organization_id, kind, id);
CREATE INDEX changes_lost ON ONLY public.changes USING btree (organization_id, run_no) WHERE (kind = ANY (ARRAY['seat.lost'::text, 'seat.moved'::text, 'role.changed'::text]));
CREATE INDEX changes_product ON ONLY public.changes USING btree (organization_id, product_id, kind, id) WHERE (product_id IS NOT NULL);
CREATE INDEX changes_run ON ONLY public.changes USING btree (organization_id, run_no, id);
CREATE INDEX changes_user ON ONLY public.changes USING btree (organization_id, user_no, id);

create table credentials (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  hash bytea not null,
  source_id uuid,
  admin_id uuid,
  label text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  used_at timestamp with time zone,  -- Last use; for a one-time link, the use that spent it.
  client_id uuid,  -- Of an access token: the client that got it; it ends with the client.
  constraint credentials_pkey PRIMARY KEY (organization_id, id),
  constraint credentials_organization_id_admin_id_fkey FOREIGN KEY (organization_id, admin_id) REFERENCES admins(organization_id, id),
  constraint credentials_organization_id_client_id_fkey FOREIGN KEY (organization_id, client_id) REFERENCES oauth_clients(organization_id, id),
  constraint credentials_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint credentials_organization_id_source_id_fkey FOREIGN KEY (organization_id, source_id) REFERENCES sources(organization_id, id),
  constraint credentials_check CHECK (((kind = 'access'::text) = (client_id IS NOT NULL))),
  constraint credentials_kind_check CHECK ((kind = ANY (ARRAY['scim'::text, 'api'::text, 'link'::text, 'session'::text, 'connect'::text, 'client'::text, 'access'::text])))
);
-- comment: Secrets that open a door: SCIM tokens, API tokens, one-time links, sessions. Only a SHA-256 of the secret is kept.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on credentials for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on credentials for select to rollcall using (true);
CREATE INDEX credentials_hash ON public.credentials USING btree (hash);
CREATE INDEX credentials_of_client ON public.credentials USING btree (organization_id, client_id, expires_at) WHERE (client_id IS NOT NULL);

create table deliveries (
  organization_id uuid not null,
  id uuid not null,
  user_no integer not null,
  product_id uuid not null,
  change_id uuid not null,
  action text not null,
  state text not null default 'due'::text,
  attempts integer not null default 0,
  due_at timestamp with time zone not null,
  error_code text,  -- What the last attempt failed with: stable, for grouping. Kept when it is tried again.
  error_text text,  -- The same in a sentence.
  error_at timestamp with time zone,
  constraint deliveries_pkey PRIMARY KEY (organization_id, id),
  constraint deliveries_action_check CHECK ((action = ANY (ARRAY['give'::text, 'move'::text, 'suspend'::text, 'restore'::text, 'take'::text]))),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['due'::text, 'done'::text, 'failed'::text])))
);
-- comment: What a product has still to be told; written by the statement that records the change.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on deliveries for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX deliveries_due ON public.deliveries USING btree (organization_id, due_at) WHERE (state = 'due'::text);
CREATE INDEX deliveries_failed ON public.deliveries USING btree (organization_id, product_id, id) INCLUDE (error_code, error_at) WHERE (state = 'failed'::text);

create table device_groups (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint device_groups_pkey PRIMARY KEY (organization_id, id),
  constraint device_groups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint device_groups_name_check CHECK ((name <> ''::text))
);
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on device_groups for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table drafts (
  organization_id uuid not null,
  version integer not null,
  based_on integer not null,
  rules jsonb not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  constraint drafts_pkey PRIMARY KEY (organization_id),
  constraint drafts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
-- comment: The rules being edited, not live yet. One an organization; version counts its edits.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on drafts for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table entitlements (
  organization_id uuid not null,
  entitlement_no integer not null,
  digest bytea not null,
  content jsonb not null,
  signature bytea,  -- Of the content: see rules/signature.ts. Equal signatures, equal contents.
  constraint entitlements_pkey PRIMARY KEY (organization_id, entitlement_no),
  constraint entitlements_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint entitlements_signature_check CHECK ((length(signature) = 16))
);
-- comment: Each distinct thing a set of rules gives, once: a million users share a few thousand of them, and comparing is comparing numbers.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on entitlements for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX entitlements_digest ON public.entitlements USING btree (organization_id, digest);

create table existing_accounts (
  organization_id uuid not null,
  id uuid not null,
  address text not null,
  address_folded text not null,
  product_name text not null,
  product_folded text not null,
  tier_name text not null,  -- Empty: the product's only tier.
  imported_at timestamp with time zone not null,
  adopted_at timestamp with time zone,
  adopted_by text,
  user_no integer,
  constraint existing_accounts_pkey PRIMARY KEY (organization_id, id),
  constraint existing_accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint existing_accounts_check CHECK (((adopted_at IS NULL) = (user_no IS NULL)))
);
-- comment: Who had what in a product before Rollcall, as an admin listed it. Until one is adopted its user is left alone.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on existing_accounts for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX existing_accounts_address ON public.existing_accounts USING btree (organization_id, address_folded, product_folded);
CREATE INDEX existing_accounts_open ON public.existing_accounts USING btree (organization_id, address_folded) WHERE (adopted_at IS NULL);

create table group_edges (
  organization_id uuid not null,
  parent_no integer not null,
  child_no integer not null,
  request_id uuid not null,
  constraint group_edges_pkey PRIMARY KEY (organization_id, parent_no, child_no)
);
-- comment: Groups in groups: everybody in child is in parent. Cycles are legal, a group inside itself is harmless.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on group_edges for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX group_edges_child ON public.group_edges USING btree (organization_id, child_no, parent_no);

create table groups (
  organization_id uuid not null,
  group_no integer not null,
  id uuid not null,
  source_id uuid not null,
  external_id text,
  display_name text not null,
  display_name_folded text not null,
  attributes jsonb not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  constraint groups_pkey PRIMARY KEY (organization_id, group_no)
);
-- comment: Directory groups as their source states them. displayName is not unique: identity providers push twins.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on groups for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX groups_display_name ON public.groups USING btree (organization_id, display_name_folded);
CREATE INDEX groups_external_id ON public.groups USING btree (organization_id, external_id) WHERE (external_id IS NOT NULL);
CREATE UNIQUE INDEX groups_id ON public.groups USING btree (organization_id, id);

create table import_reviews (
  organization_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  mode text not null,
  at timestamp with time zone not null,
  by text not null,
  digest bytea not null,
  found jsonb not null,
  file bytea,  -- The lines that were read, compressed; null once applied, or replaced by a later review.
  applying_at timestamp with time zone,  -- Applying has begun: what was cut off goes on, without comparing again.
  applied_at timestamp with time zone,
  applied jsonb,
  constraint import_reviews_pkey PRIMARY KEY (organization_id, id),
  constraint import_reviews_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint import_reviews_organization_id_source_id_fkey FOREIGN KEY (organization_id, source_id) REFERENCES sources(organization_id, id),
  constraint import_reviews_mode_check CHECK ((mode = ANY (ARRAY['full'::text, 'add'::text])))
);
-- comment: What a file would change in its source. It is applied only while it would still change the same.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on import_reviews for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX import_reviews_source ON public.import_reviews USING btree (organization_id, source_id, id);

create table mails (
  organization_id uuid not null,
  id uuid not null,
  user_no integer not null,
  kind text not null,
  template_id uuid,
  language text not null,
  address text not null,
  state text not null default 'not-sent'::text,
  at timestamp with time zone not null,
  attempts integer not null default 0,
  error_code text,  -- What the last attempt failed with: stable, for grouping. Kept when it is tried again.
  error_text text,  -- The same in a sentence.
  error_at timestamp with time zone,
  constraint mails_pkey PRIMARY KEY (organization_id, id),
  constraint mails_kind_check CHECK ((kind = ANY (ARRAY['welcome'::text, 'change'::text]))),
  constraint mails_state_check CHECK ((state = ANY (ARRAY['not-sent'::text, 'due'::text, 'sent'::text, 'failed'::text])))
);
-- comment: Mails to users. Without a mail server they are kept as not sent.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on mails for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX mails_failed ON public.mails USING btree (organization_id, id) INCLUDE (error_code, error_at) WHERE (state = 'failed'::text);
CREATE INDEX mails_user ON public.mails USING btree (organization_id, user_no);

create table memberships (
  organization_id uuid not null,
  group_no integer not null,
  user_no integer not null,
  request_id uuid not null,  -- The request that added it: the first link of every "why".
  constraint memberships_pkey PRIMARY KEY (organization_id, group_no, user_no)
);
-- comment: Direct memberships. Inherited ones follow from group_edges when they are asked for.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on memberships for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX memberships_user ON public.memberships USING btree (organization_id, user_no, group_no);

create table new_admins (
  organization_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  at timestamp with time zone not null,
  had text not null,
  role text not null,
  constraint new_admins_pkey PRIMARY KEY (organization_id, user_no, run_no),
  constraint new_admins_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint new_admins_had_check CHECK ((had = ANY (ARRAY['member'::text, 'manager'::text, 'admin'::text]))),
  constraint new_admins_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'super-admin'::text])))
);
-- comment: Who became admin or super admin without an admin's word; the safeguard counts those of a day. Append-only.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on new_admins for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX new_admins_at ON public.new_admins USING btree (organization_id, at);

create table oauth_clients (
  organization_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  label text not null,
  issuer text,  -- By assertion (RFC 7523 §2.2): what its iss must be; null: by a secret.
  audience text,
  subject text,
  jwks_url text,  -- Where the issuer has its public keys.
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  used_at timestamp with time zone,  -- When it last got a token.
  constraint oauth_clients_pkey PRIMARY KEY (organization_id, id),
  constraint oauth_clients_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint oauth_clients_organization_id_source_id_fkey FOREIGN KEY (organization_id, source_id) REFERENCES sources(organization_id, id),
  constraint oauth_clients_check CHECK ((num_nulls(issuer, audience, subject, jwks_url) = ANY (ARRAY[0, 4]))),
  constraint oauth_clients_label_check CHECK ((label <> ''::text))
);
-- comment: Who may get access tokens of a source (RFC 6749 §4.4): by a secret, which is a credential of the same id, or by assertion.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on oauth_clients for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on oauth_clients for select to rollcall using (true);
CREATE INDEX oauth_clients_of_source ON public.oauth_clients USING btree (organization_id, source_id);

create table organizations (
  id uuid not null,
  name text not null,
  default_language text not null default 'en'::text,
  user_sync text not null default 'on'::text,  -- The one switch. Paused: the directory fills and plans are shown, but nothing is applied.
  loss_share_max double precision not null default 0.1,  -- Safeguard: largest share of a product's holders who may lose it in 24 h without an admin's word.
  losses_allowed integer not null default 5,  -- Safeguard: losses of a product always allowed in 24 h, however few hold it.
  inactive_after_days integer not null default 90,
  next_user_no integer not null default 1,  -- user_no is handed out in blocks, so that no two source requests wait for one row.
  next_group_no integer not null default 1,
  created_at timestamp with time zone not null,
  history_kept_days integer,  -- Days after which history is deleted; null: it is kept for ever. What is current stays.
  history_kept_since timestamp with time zone,  -- Before this moment history was deleted, so nothing can be shown as of then. Null: none ever was.
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_default_language_check CHECK ((default_language = ANY (ARRAY['en'::text, 'fr'::text, 'it'::text, 'de'::text, 'es'::text, 'pt'::text, 'nl'::text]))),
  constraint organizations_history_kept_days_check CHECK (((history_kept_days >= 1) AND (history_kept_days <= 36500))),
  constraint organizations_inactive_after_days_check CHECK ((inactive_after_days = ANY (ARRAY[30, 60, 90]))),
  constraint organizations_loss_share_max_check CHECK (((loss_share_max >= (0)::double precision) AND (loss_share_max <= (1)::double precision))),
  constraint organizations_losses_allowed_check CHECK ((losses_allowed >= 0)),
  constraint organizations_name_check CHECK ((name <> ''::text)),
  constraint organizations_user_sync_check CHECK ((user_sync = ANY (ARRAY['on'::text, 'paused'::text])))
);
-- comment: A tenant, its settings, and the next numbers to hand out.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on organizations for all using ((id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on organizations for select to rollcall using (true);

create table pending_members (
  organization_id uuid not null,
  group_no integer not null,
  value text not null,
  request_id uuid not null,
  constraint pending_members_pkey PRIMARY KEY (organization_id, group_no, value)
);
-- comment: Members a source named before they exist; they become memberships when a user or group with that id or externalId arrives.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on pending_members for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX pending_members_value ON public.pending_members USING btree (organization_id, value);

create table pins (
  organization_id uuid not null,
  id uuid not null,
  user_no integer not null,
  field text not null,
  product_id uuid,
  value jsonb not null,
  reason text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  ends_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint pins_pkey PRIMARY KEY (organization_id, id),
  constraint pins_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint pins_organization_id_product_id_fkey FOREIGN KEY (organization_id, product_id) REFERENCES products(organization_id, id),
  constraint pins_check CHECK (((field = 'product'::text) = (product_id IS NOT NULL))),
  constraint pins_field_check CHECK ((field = ANY (ARRAY['product'::text, 'role'::text, 'user-group'::text, 'device-groups'::text, 'settings-template'::text])))
);
-- comment: A manual exception for one user and one field: stronger than every rule, weaker than inactive.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on pins for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on pins for select to rollcall using (true);
CREATE UNIQUE INDEX pins_current ON public.pins USING btree (organization_id, user_no, field, COALESCE(product_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (ended_at IS NULL);
CREATE INDEX pins_ending ON public.pins USING btree (organization_id, ends_at) WHERE ((ended_at IS NULL) AND (ends_at IS NOT NULL));

create table plans (
  organization_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  made_by text not null,
  rule_set_version integer not null,
  draft_version integer not null,
  digest bytea not null,
  outlook jsonb not null,  -- Totals, and each pool before and after.
  changes jsonb not null,
  takings jsonb not null,  -- Who loses, moves or changes role, by number: a plan is applied only if working it out again takes the same from the same users.
  applied_as integer,  -- The version of the rule set it became.
  constraint plans_pkey PRIMARY KEY (organization_id, id),
  constraint plans_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
-- comment: What a draft would do to everybody, as a recipe: the first thousand changes are kept, the rest is worked out again. Never edited.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on plans for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table pool_intervals (
  organization_id uuid not null,
  product_id uuid not null,
  tier_id uuid not null,
  id uuid not null,
  since timestamp with time zone not null,
  since_known boolean not null default true,  -- False: there was such a pool before, but how it was is not known.
  until timestamp with time zone,
  product_name text not null,
  name text not null,
  "position" integer not null,
  owned integer,
  shortage text not null,
  constraint pool_intervals_pkey PRIMARY KEY (organization_id, product_id, tier_id, id)
);
-- comment: A pool as it was from since until until; a pool that was deleted has no current row. Rows outlive their product.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on pool_intervals for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX pool_intervals_current ON public.pool_intervals USING btree (organization_id, product_id, tier_id) WHERE (until IS NULL);

create table pools (
  organization_id uuid not null,
  product_id uuid not null,
  tier_id uuid not null,
  name text not null,
  "position" integer not null,  -- Order of the tiers, best first; the chain that fall-back goes down.
  owned integer,  -- Null: unlimited.
  used integer not null default 0,  -- Held and in grace. Moves in the same transaction as the seat, under the organization's lock; the full pass counts again.
  shortage text not null default 'wait'::text,
  constraint pools_pkey PRIMARY KEY (organization_id, product_id, tier_id),
  constraint pools_organization_id_product_id_fkey FOREIGN KEY (organization_id, product_id) REFERENCES products(organization_id, id) ON DELETE CASCADE,
  constraint pools_name_check CHECK ((name <> ''::text)),
  constraint pools_owned_check CHECK ((owned >= 0)),
  constraint pools_shortage_check CHECK ((shortage = ANY (ARRAY['wait'::text, 'fall-back'::text, 'block'::text]))),
  constraint pools_used_check CHECK ((used >= 0))
);
-- comment: The seats of one tier of one product.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on pools for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX pools_name ON public.pools USING btree (organization_id, product_id, lower(name));

create table product_includes (
  organization_id uuid not null,
  product_id uuid not null,
  included_id uuid not null,
  constraint product_includes_pkey PRIMARY KEY (organization_id, product_id, included_id),
  constraint product_includes_organization_id_included_id_fkey FOREIGN KEY (organization_id, included_id) REFERENCES products(organization_id, id),
  constraint product_includes_organization_id_product_id_fkey FOREIGN KEY (organization_id, product_id) REFERENCES products(organization_id, id) ON DELETE CASCADE,
  constraint product_includes_check CHECK ((product_id <> included_id))
);
-- comment: Whoever holds product is carried in included, and takes no seat of it. Cycles are refused when written.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on product_includes for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table products (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  name_folded text not null,
  catalogue_key text,
  has_devices boolean not null default false,
  grace_seconds integer not null default 0,  -- How long a seat that was lost stays taken, waiting for its holder to come back.
  connector_id uuid,  -- What tells the product. Null: a seat is a record only, and says so wherever it is shown.
  settings jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null,
  constraint products_pkey PRIMARY KEY (organization_id, id),
  constraint products_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint products_grace_seconds_check CHECK ((grace_seconds >= 0)),
  constraint products_name_check CHECK ((name <> ''::text))
);
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on products for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX products_name ON public.products USING btree (organization_id, name_folded);

create table requests (
  organization_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  target_kind text,
  target_id uuid,
  target_name text,
  detail jsonb,
  constraint requests_pkey PRIMARY KEY (organization_id, id),
  constraint requests_actor_kind_check1 CHECK ((actor_kind = ANY (ARRAY['source'::text, 'admin'::text, 'clock'::text])))
);
-- comment: Every act from outside that may change what somebody has: a source's request, an admin's edit, a moment that came. Only added to; ids are in order of time. One partition a month.
-- partition by RANGE (id)
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on requests for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX requests_action ON ONLY public.requests USING btree (organization_id, action, id);
CREATE INDEX requests_admin ON ONLY public.requests USING btree (organization_id, id) WHERE (actor_kind = 'admin'::text);
CREATE INDEX requests_target ON ONLY public.requests USING btree (organization_id, target_id, id);

create table rule_sets (
  organization_id uuid not null,
  version integer not null,
  at timestamp with time zone not null,
  request_id uuid not null,
  constraint rule_sets_pkey PRIMARY KEY (organization_id, version),
  constraint rule_sets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
-- comment: One row for every change of the live rules.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on rule_sets for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table rules (
  organization_id uuid not null,
  id uuid not null,
  since_version integer not null,
  until_version integer,
  rank integer not null,  -- 1 is the highest.
  name text,  -- Null: the name of its group.
  description text not null default ''::text,
  group_id uuid not null,
  condition text,
  state text not null,
  gives jsonb not null,  -- What it assigns: see rules/rule.ts.
  constraint rules_pkey PRIMARY KEY (organization_id, id, since_version),
  constraint rules_organization_id_since_version_fkey FOREIGN KEY (organization_id, since_version) REFERENCES rule_sets(organization_id, version),
  constraint rules_state_check CHECK ((state = ANY (ARRAY['on'::text, 'shadow'::text, 'off'::text])))
);
-- comment: A rule as it was from since_version until (not including) until_version; null: it is live.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on rules for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX rules_live ON public.rules USING btree (organization_id, id) WHERE (until_version IS NULL);

create table runs (
  organization_id uuid not null,
  run_no bigint not null,
  at timestamp with time zone not null,
  took_ms integer not null,
  touched integer not null,
  changed integer not null,
  stopped integer not null,
  constraint runs_pkey PRIMARY KEY (organization_id, run_no),
  constraint runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
);
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on runs for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table seats (
  organization_id uuid not null,
  product_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  tier_id uuid not null,
  state text not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  grace_until timestamp with time zone,
  lost_at timestamp with time zone,  -- When the entitlement ended and the seat went or passed into grace; the safeguard counts these.
  lost_by_word boolean,  -- Whether an admin confirmed the loss: then the safeguard does not count it.
  because jsonb not null,
  constraint seats_pkey PRIMARY KEY (organization_id, product_id, user_no, run_no),
  constraint seats_check CHECK (((state = 'grace'::text) = (grace_until IS NOT NULL))),
  constraint seats_state_check CHECK ((state = ANY (ARRAY['held'::text, 'grace'::text])))
);
-- comment: A seat as it was from since until until. One current row a user and product.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on seats for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on seats for select to rollcall using (true);
CREATE UNIQUE INDEX seats_current ON public.seats USING btree (organization_id, product_id, user_no) WHERE (until IS NULL);
CREATE INDEX seats_ended ON public.seats USING btree (organization_id, until) WHERE (until IS NOT NULL);
CREATE INDEX seats_ended_user ON public.seats USING btree (organization_id, user_no) WHERE (until IS NOT NULL);
CREATE INDEX seats_grace ON public.seats USING btree (organization_id, grace_until) WHERE ((until IS NULL) AND (state = 'grace'::text));
CREATE INDEX seats_lost ON public.seats USING btree (organization_id, product_id, lost_at) WHERE ((lost_at IS NOT NULL) AND (NOT lost_by_word));
CREATE INDEX seats_user ON public.seats USING btree (organization_id, user_no) WHERE (until IS NULL);

create table settings_applied (
  organization_id uuid not null,
  user_no integer not null,
  product_id uuid not null,
  template_id uuid,
  at timestamp with time zone not null,
  constraint settings_applied_pkey PRIMARY KEY (organization_id, user_no, product_id)
);
-- comment: Which settings template a user got for a product: once, ever. Null: the default one.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on settings_applied for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table settings_templates (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  settings jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  constraint settings_templates_pkey PRIMARY KEY (organization_id, id),
  constraint settings_templates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint settings_templates_name_check CHECK ((name <> ''::text))
);
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on settings_templates for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table source_links (
  organization_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  created_by text not null,
  token_allowed boolean not null,  -- Whoever has the link may make one token of the source, once.
  token_made_at timestamp with time zone,
  constraint source_links_pkey PRIMARY KEY (organization_id, id),
  constraint source_links_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint source_links_organization_id_id_fkey FOREIGN KEY (organization_id, id) REFERENCES credentials(organization_id, id),
  constraint source_links_organization_id_source_id_fkey FOREIGN KEY (organization_id, source_id) REFERENCES sources(organization_id, id),
  constraint source_links_check CHECK ((token_allowed OR (token_made_at IS NULL)))
);
-- comment: Links by which somebody without an account sees how a source is being connected; the secret is a credential of the same id.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on source_links for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table source_proofs (
  organization_id uuid not null,
  source_id uuid not null,
  step text not null,
  at timestamp with time zone not null,
  request_id uuid not null,  -- Of traffic, as long as that is kept.
  method text not null,
  path text not null,
  status smallint not null,
  understood jsonb not null,
  constraint source_proofs_pkey PRIMARY KEY (organization_id, source_id, step),
  constraint source_proofs_step_check CHECK ((step = ANY (ARRAY['token'::text, 'user'::text, 'group'::text, 'membership'::text, 'rename'::text, 'deactivate'::text, 'reactivate'::text, 'delete'::text])))
);
-- comment: What a source has shown by real requests that it can do, and the first request that did; outlives the log.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on source_proofs for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table sources (
  organization_id uuid not null,
  id uuid not null,
  slug text not null,  -- The last part of its SCIM address. No underscore: Okta refuses one.
  name text not null,
  kind text not null,
  state text not null default 'on'::text,
  domain_required boolean not null default true,  -- Whether addresses outside the organization's verified domains are refused, once it has one.
  group_patch_answer text not null default 'no-content'::text,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  emptied_at timestamp with time zone,  -- When the last user and group of a deleted source was marked deleted; null: there is still work, or it is not deleted.
  traffic_days integer not null default 7,  -- How long requests of the source stay in the traffic log.
  strict boolean not null default false,  -- What the protocol does not define is refused instead of understood.
  discovery_public boolean not null default false,  -- What the endpoint can do is told without credentials too.
  basic_allowed boolean not null default false,  -- A token may come as the password of HTTP Basic.
  rate_per_second integer,  -- Requests a second, sustained; four seconds' worth at once. Null: as the server is set.
  cursor_key bytea not null default (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())),  -- Seals the cursors of its lists. It protects nothing but positions in this database, so it is kept as it is.
  constraint sources_pkey PRIMARY KEY (organization_id, id),
  constraint sources_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint sources_cursor_key_check CHECK ((length(cursor_key) = 32)),
  constraint sources_group_patch_answer_check CHECK ((group_patch_answer = ANY (ARRAY['no-content'::text, 'body'::text]))),
  constraint sources_kind_check CHECK ((kind = ANY (ARRAY['scim'::text, 'active-directory'::text, 'csv'::text]))),
  constraint sources_name_check CHECK ((name <> ''::text)),
  constraint sources_rate_per_second_check CHECK (((rate_per_second >= 25) AND (rate_per_second <= 100000))),
  constraint sources_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint sources_state_check CHECK ((state = ANY (ARRAY['on'::text, 'paused'::text]))),
  constraint sources_traffic_days_check CHECK (((traffic_days >= 1) AND (traffic_days <= 90)))
);
-- comment: Where users and groups come from: a SCIM client, a connector, a file.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on sources for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on sources for select to rollcall using (true);
CREATE INDEX sources_by_slug ON public.sources USING btree (slug) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX sources_slug ON public.sources USING btree (organization_id, slug) WHERE (deleted_at IS NULL);

create table stopped_losses (
  organization_id uuid not null,
  product_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  stop_id uuid not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  resolution text,
  confirmed_by text,  -- The admin who said yes; the next run takes the seat.
  because jsonb not null,
  constraint stopped_losses_pkey PRIMARY KEY (organization_id, product_id, user_no, run_no),
  constraint stopped_losses_organization_id_stop_id_fkey FOREIGN KEY (organization_id, stop_id) REFERENCES stops(organization_id, id),
  constraint stopped_losses_resolution_check CHECK ((resolution = ANY (ARRAY['applied'::text, 'kept'::text, 'cause-gone'::text])))
);
-- comment: A loss the safeguard stopped: the user still holds the seat. Never expires, never passes by time.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on stopped_losses for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX stopped_losses_current ON public.stopped_losses USING btree (organization_id, product_id, user_no) WHERE (until IS NULL);
CREATE INDEX stopped_losses_ended ON public.stopped_losses USING btree (organization_id, until) WHERE (until IS NOT NULL);

create table stopped_roles (
  organization_id uuid not null,
  user_no integer not null,
  run_no bigint not null,
  kind text not null,  -- new-admin: would become admin or super admin, and waits for a super admin. last-super-admin: keeps the role until another super admin can sign in.
  wanted text not null,  -- The role they are entitled to.
  since timestamp with time zone not null,
  until timestamp with time zone,
  resolution text,
  confirmed_by text,  -- The super admin who said yes; the next run gives the role.
  because jsonb not null,
  constraint stopped_roles_pkey PRIMARY KEY (organization_id, user_no, run_no),
  constraint stopped_roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint stopped_roles_check CHECK (((confirmed_by IS NULL) OR (kind = 'new-admin'::text))),
  constraint stopped_roles_check1 CHECK (((until IS NULL) = (resolution IS NULL))),
  constraint stopped_roles_check2 CHECK (((kind <> 'new-admin'::text) OR (wanted = ANY (ARRAY['admin'::text, 'super-admin'::text])))),
  constraint stopped_roles_kind_check CHECK ((kind = ANY (ARRAY['new-admin'::text, 'last-super-admin'::text]))),
  constraint stopped_roles_resolution_check CHECK ((resolution = ANY (ARRAY['applied'::text, 'kept'::text, 'cause-gone'::text]))),
  constraint stopped_roles_wanted_check CHECK ((wanted = ANY (ARRAY['member'::text, 'manager'::text, 'admin'::text, 'super-admin'::text])))
);
-- comment: A role the safeguard does not change: the user keeps the one they had. Never expires, never passes by time.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on stopped_roles for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX stopped_roles_current ON public.stopped_roles USING btree (organization_id, user_no) WHERE (until IS NULL);
CREATE INDEX stopped_roles_last_super_admins ON public.stopped_roles USING btree (organization_id, user_no) WHERE ((until IS NULL) AND (kind = 'last-super-admin'::text));

create table stops (
  organization_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  request_id uuid,
  constraint stops_pkey PRIMARY KEY (organization_id, id),
  constraint stops_organization_id_product_id_fkey FOREIGN KEY (organization_id, product_id) REFERENCES products(organization_id, id)
);
-- comment: One event of the safeguard: losses of a product that wait for an admin.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on stops for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE UNIQUE INDEX stops_current ON public.stops USING btree (organization_id, product_id) WHERE (until IS NULL);

create table touched (
  organization_id uuid not null,
  user_no integer not null,
  request_id uuid not null,
  constraint touched_pkey PRIMARY KEY (organization_id, user_no, request_id)
);
-- comment: Users whose entitlement may have changed, and the request that did it. A run takes all of them.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on touched for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on touched for select to rollcall using (true);

create table touched_groups (
  organization_id uuid not null,
  group_no integer not null,
  request_id uuid not null,
  constraint touched_groups_pkey PRIMARY KEY (organization_id, group_no, request_id)
);
-- comment: Groups whose place among groups changed. Who is in them is asked by the run: somebody may join while the change is not committed yet.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on touched_groups for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on touched_groups for select to rollcall using (true);

create table touched_products (
  organization_id uuid not null,
  product_id uuid not null,
  request_id uuid not null,
  constraint touched_products_pkey PRIMARY KEY (organization_id, product_id, request_id)
);
-- comment: Products whose line must be looked at though nobody was touched: a pool was changed.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on touched_products for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
-- policy owner_reads on touched_products for select to rollcall using (true);

create table traffic (
  organization_id uuid not null,
  source_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  method text not null,
  path text not null,
  operation text not null,
  status smallint not null,
  took_us integer not null,
  client text,
  request_id text not null,
  understood jsonb not null,  -- A code and its values: what was done, or why not; so that it can be said in any language.
  quirks jsonb not null,
  received text,  -- The body as it came, secrets masked, cut off where it is long; null: none, or not kept.
  answered text,
  dropped_before integer not null default 0,  -- Requests before this one that were not written: too many came at once.
  credential text,  -- Label of the token or OAuth client it came with; null: none that is known, or from before this was kept.
  constraint traffic_pkey PRIMARY KEY (organization_id, source_id, id)
);
-- comment: What came to a source's SCIM address, newest last: a log, kept for the source's traffic_days.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on traffic for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table user_groups (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  parent_id uuid,
  created_at timestamp with time zone not null,
  constraint user_groups_pkey PRIMARY KEY (organization_id, id),
  constraint user_groups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint user_groups_organization_id_parent_id_fkey FOREIGN KEY (organization_id, parent_id) REFERENCES user_groups(organization_id, id),
  constraint user_groups_name_check CHECK ((name <> ''::text))
);
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on user_groups for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

create table users (
  organization_id uuid not null,
  user_no integer not null,  -- A dense number beside the id: a million of them packed are 4 MB, which is what lets a full pass take half a second.
  id uuid not null,
  source_id uuid not null,
  user_name text not null,
  user_name_folded text not null,  -- Folded columns sort by code point on every database, which is what "starts with" as a range needs.
  external_id text,
  active boolean not null,
  address text,  -- Where mail goes: primary, else work, else first email, else a userName of that form. Null: no access and no seat.
  address_folded text,
  other_address_folded text,  -- The one other email besides address; an asterisk: there are several. So that a search for any email can use an index.
  display_name text not null,
  display_name_folded text not null,
  attributes jsonb not null,  -- The SCIM document without id, meta, groups and password.
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  last_deleted_at timestamp with time zone,  -- Kept when the record comes back: what was pinned before ended with the deletion, though no run saw it.
  address_since timestamp with time zone,  -- Since when they have this address without a break: of several sources' users with one address, the first has it. Null: since they came.
  constraint users_pkey PRIMARY KEY (organization_id, user_no)
);
-- comment: People as their source states them. Never deleted: deleted_at is set, and the same userName brings the record back.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on users for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX users_address ON public.users USING btree (organization_id, address_folded) WHERE (address_folded IS NOT NULL);
CREATE INDEX users_deleted ON public.users USING btree (organization_id, source_id, user_name_folded) WHERE (deleted_at IS NOT NULL);
CREATE INDEX users_external_id ON public.users USING btree (organization_id, external_id) WHERE (external_id IS NOT NULL);
CREATE UNIQUE INDEX users_id ON public.users USING btree (organization_id, id);
CREATE INDEX users_other_address ON public.users USING btree (organization_id, other_address_folded) WHERE (other_address_folded IS NOT NULL);
CREATE UNIQUE INDEX users_user_name ON public.users USING btree (organization_id, source_id, user_name_folded) WHERE (deleted_at IS NULL);
CREATE INDEX users_withheld ON public.users USING btree (organization_id, user_no) WHERE ((deleted_at IS NOT NULL) OR (NOT active) OR (address IS NULL));

create table waiting (
  organization_id uuid not null,
  product_id uuid not null,
  user_no integer not null,
  tier_id uuid not null,
  rule_id uuid not null,  -- The rule whose rank counts; all zeroes: a pin (an index cannot look up null by comparison).
  since_run bigint not null,
  since timestamp with time zone not null,
  joined_at timestamp with time zone not null,
  because jsonb not null,
  constraint waiting_pkey PRIMARY KEY (organization_id, product_id, user_no)
);
-- comment: The line. Its order: rank of the rule (a pin is 0), then since_run, then who came to the organization first.
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on waiting for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));
CREATE INDEX waiting_line ON public.waiting USING btree (organization_id, product_id, tier_id, rule_id, since_run, joined_at, user_no);
CREATE INDEX waiting_user ON public.waiting USING btree (organization_id, user_no);

create table welcome_templates (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint welcome_templates_pkey PRIMARY KEY (organization_id, id),
  constraint welcome_templates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint welcome_templates_name_check CHECK ((name <> ''::text))
);
-- row level security, forced
-- rollcall_server may delete, insert, select, update
-- policy own_organization on welcome_templates for all using ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting))) with check ((organization_id = ( SELECT (current_setting('rollcall.organization'::text))::uuid AS current_setting)));

CREATE OR REPLACE FUNCTION public.admin_organizations(folded text)
 RETURNS TABLE(organization_id uuid, id uuid, password_hash text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select a.organization_id, a.id, a.password_hash from admins a where a.email_folded = folded
$function$
;
-- comment: The accounts of one email address, in whichever organizations, for signing in with a password.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.credential_of(secret_hash bytea)
 RETURNS TABLE(organization_id uuid, id uuid, kind text, source_id uuid, admin_id uuid, label text, created_at timestamp with time zone, expires_at timestamp with time zone, revoked_at timestamp with time zone, used_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select c.organization_id, c.id, c.kind, c.source_id, c.admin_id, c.label, c.created_at, c.expires_at, c.revoked_at, c.used_at
  from credentials c where c.hash = secret_hash
$function$
;
-- comment: Finds the organization a secret belongs to: the only question asked before an organization is known.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.drop_empty_partition(moment timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET lock_timeout TO '3s'
AS $function$
declare
  whole regclass;
  part text;
  filled boolean;
begin
  perform pg_advisory_xact_lock(hashtext('rollcall: partitions'));
  foreach whole in array array['requests', 'changes']::regclass[] loop
    for part in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = whole and c.relname ~ '_\d{4}_\d{2}$'
        and c.relname < format('%s_%s', whole, to_char(moment at time zone 'UTC', 'YYYY_MM'))
      order by 1
    loop
      execute format('select exists (select from %I)', part) into filled;
      continue when filled;
      execute format('lock table %s in access exclusive mode', whole);
      execute format('select exists (select from %I)', part) into filled;
      continue when filled;
      execute format('drop table %I', part);
      -- One at a time: nobody can write until this is committed.
      return part;
    end loop;
  end loop;
  return null;
end $function$
;
-- comment: Drops the partition of a past month in which no organization has anything left. Returns its name; null when there is none.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.first_id_at(moment timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
  select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$function$
;
-- comment: Below every id made at that moment or later, and above every one made before.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.guard_partition(part regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  execute format('alter table %s enable row level security', part);
  execute format('alter table %s force row level security', part);
  execute format('create policy own_organization on %s using (organization_id = (select current_setting(''rollcall.organization'')::uuid))', part);
  execute format('create policy owner on %s to %I using (true) with check (true)', part, current_user);
end $function$
;
-- comment: A partition is reached through its parent only, whose policy holds: the server's role has no right on it.

CREATE OR REPLACE FUNCTION public.make_partition(whole regclass, month timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  name text := format('%s_%s', whole, to_char(month at time zone 'UTC', 'YYYY_MM'));
  rest text := format('%s_rest', whole);
  lowest uuid := first_id_at(month);
  beyond uuid := first_id_at((month at time zone 'UTC' + interval '1 month') at time zone 'UTC');
begin
  if to_regclass(name) is not null then return null; end if;
  -- Before the parent is locked: whoever writes waits for one lock at a time.
  execute format('lock table %I in access exclusive mode', rest);
  execute format('create table %I (like %s including defaults including constraints including indexes)', name, whole);
  -- Nobody had made the month when these were written.
  execute format('with moved as (delete from %I where id >= %L and id < %L returning *) insert into %I select * from moved', rest, lowest, beyond, name);
  execute format('alter table %s attach partition %I for values from (%L) to (%L)', whole, name, lowest, beyond);
  perform guard_partition(name::regclass);
  return name;
end $function$
;
-- comment: Makes the partition of a month unless it is there, and moves what was kept in the rest meanwhile.

CREATE OR REPLACE FUNCTION public.month_of_id(id uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select date_trunc('month', to_timestamp(('x0000' || left(replace(id::text, '-', ''), 12))::bit(64)::bigint / 1000.0), 'UTC')
$function$
;
-- comment: The month, in UTC, in which an id was made.

CREATE OR REPLACE FUNCTION public.oauth_clients_at(at text, named uuid, issued_by text, about text)
 RETURNS TABLE(organization_id uuid, id uuid, source_id uuid, label text, issuer text, audience text, subject text, jwks_url text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select c.organization_id, c.id, c.source_id, c.label, c.issuer, c.audience, c.subject, c.jwks_url
  from sources s join oauth_clients c on c.organization_id = s.organization_id and c.source_id = s.id
  where s.slug = at and s.deleted_at is null and c.revoked_at is null
    and c.issuer = issued_by and c.subject = about and (named is null or c.id = named)
$function$
;
-- comment: The clients by assertion at an address that an assertion may be of: asked before an organization is known.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.organization_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$select id from organizations$function$
;
-- comment: All organizations, for the rounds that the worker makes.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.organizations_to_run(moment timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select o.id from organizations o
  where o.user_sync = 'on' and (
    exists (select from touched t where t.organization_id = o.id)
    or exists (select from touched_groups t where t.organization_id = o.id)
    or exists (select from touched_products t where t.organization_id = o.id)
    or exists (select from pins p where p.organization_id = o.id and p.ended_at is null and p.ends_at <= moment)
    or exists (select from seats s where s.organization_id = o.id and s.until is null and s.state = 'grace' and s.grace_until <= moment))
$function$
;
-- comment: Organizations where something waits for a run, for the look that the worker takes every second.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.prepare_partitions(moment timestamp with time zone)
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET lock_timeout TO '3s'
AS $function$
declare
  whole regclass;
  month timestamptz;
  made text;
  last_month timestamptz := (date_trunc('month', moment at time zone 'UTC') + interval '2 months') at time zone 'UTC';
begin
  perform pg_advisory_xact_lock(hashtext('rollcall: partitions'));
  foreach whole in array array['requests', 'changes']::regclass[] loop
    for month in execute format(
      'select m at time zone ''UTC'' from generate_series($1 at time zone ''UTC'' - interval ''2 months'', $1 at time zone ''UTC'', interval ''1 month'') as m
       union
       select month_of_id(id) from %I where id < first_id_at($1)
       order by 1', format('%s_rest', whole)) using last_month
    loop
      made := make_partition(whole, month);
      if made is not null then return next made; end if;
    end loop;
  end loop;
end $function$
;
-- comment: Makes the partitions of this month, of the two after it, and of any earlier one that was missed. Returns their names.
-- rollcall_server may execute

CREATE OR REPLACE FUNCTION public.protect(guarded regclass, key text DEFAULT 'organization_id'::text, owner_reads boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
;
-- comment: Confines a table to the organization of the session; called once for every table.

CREATE OR REPLACE FUNCTION public.sources_at(slugs text[])
 RETURNS TABLE(slug text, organization_id uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
  select min(s.slug), (array_agg(s.organization_id))[1], (array_agg(s.id))[1] from sources s
  where s.slug = any(slugs) and s.deleted_at is null
  group by s.slug having count(*) = 1
$function$
;
-- comment: The sources at addresses that are not ambiguous, for requests that came without a token that is known.
-- rollcall_server may execute
