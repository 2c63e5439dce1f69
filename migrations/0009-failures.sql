-- Why: what could not be done is shown by its cause, with whom it concerns, and tried again when an admin says so. The
-- failures are the rows themselves (who waits, who is withheld, what was refused), so these are the indexes that count
-- and page them, and what was last answered to a delivery or a mail.

alter table deliveries
  add column error_code text,
  add column error_text text,
  add column error_at timestamptz;
comment on column deliveries.error_code is 'What the last attempt failed with: stable, for grouping. Kept when it is tried again.';
comment on column deliveries.error_text is 'The same in a sentence.';
create index deliveries_failed on deliveries (organization_id, product_id, id) include (error_code, error_at) where state = 'failed';

alter table mails
  add column attempts integer not null default 0,
  add column error_code text,
  add column error_text text,
  add column error_at timestamptz;
comment on column mails.error_code is 'What the last attempt failed with: stable, for grouping. Kept when it is tried again.';
comment on column mails.error_text is 'The same in a sentence.';
create index mails_failed on mails (organization_id, id) include (error_code, error_at) where state = 'failed';

create index assignments_failing on assignments (organization_id, withheld, user_no) include (entitlement_no, since)
  where until is null and withheld in ('no-address', 'conflict');
comment on index assignments_failing is 'Users from whom everything is withheld until their directory says something else.';
