-- Why: identity providers differ, and some organizations want the protocol to the letter: what a source takes and how it is
-- answered is a setting of the source.

alter table sources add column strict boolean not null default false;
comment on column sources.strict is 'What the protocol does not define is refused instead of understood.';
alter table sources add column discovery_public boolean not null default false;
comment on column sources.discovery_public is 'What the endpoint can do is told without credentials too.';
alter table sources add column basic_allowed boolean not null default false;
comment on column sources.basic_allowed is 'A token may come as the password of HTTP Basic.';
alter table sources add column rate_per_second integer check (rate_per_second between 25 and 100000);
comment on column sources.rate_per_second is 'Requests a second, sustained; four seconds'' worth at once. Null: as the server is set.';
