-- Why: a run is reverted by who lost something in it, and only those are looked for. Gains, which are most changes, are
-- not in this index.

create index changes_lost on changes (organization_id, run_no) where kind in ('seat.lost', 'seat.moved', 'role.changed');
comment on index changes_lost is 'Who may have lost a seat, a tier or a role in a run.';
