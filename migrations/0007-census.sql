-- Why: a full pass and a preview look at everybody at once. They compare signatures instead of contents, and ask who is
-- withheld instead of reading every user; and what a draft would do is kept as a recipe, to be found again when it is applied.

alter table entitlements add column signature bytea check (length(signature) = 16);
comment on column entitlements.signature is 'Of the content: see rules/signature.ts. Equal signatures, equal contents.';

create index users_withheld on users (organization_id, user_no)
  where deleted_at is not null or not active or address is null;

create table plans (
  organization_id uuid not null references organizations,
  id uuid not null,
  at timestamptz not null,
  made_by text not null,
  rule_set_version integer not null,
  draft_version integer not null,
  digest bytea not null,
  outlook jsonb not null,
  changes jsonb not null,
  takings jsonb not null,
  applied_as integer,
  primary key (organization_id, id)
);
comment on table plans is 'What a draft would do to everybody, as a recipe: the first thousand changes are kept, the rest is worked out again. Never edited.';
comment on column plans.outlook is 'Totals, and each pool before and after.';
comment on column plans.takings is 'Who loses, moves or changes role, by number: a plan is applied only if working it out again takes the same from the same users.';
comment on column plans.applied_as is 'The version of the rule set it became.';
select protect('plans');
