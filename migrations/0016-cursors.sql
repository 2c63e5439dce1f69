-- Why: a cursor is the client's to keep and ours to trust, on every node and after a restart: what it is sealed with is kept
-- with the source it is for, made with the source, and never shown.

alter table sources add column cursor_key bytea not null
  default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) check (length(cursor_key) = 32);
comment on column sources.cursor_key is 'Seals the cursors of its lists. It protects nothing but positions in this database, so it is kept as it is.';
