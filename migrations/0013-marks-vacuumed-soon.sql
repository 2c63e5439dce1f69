-- Why: marks are written and taken again all the time, so their tables are small but for the rows that are dead. Every
-- run goes past those until a vacuum removes them, and the usual threshold, a fifth of the table as it was at its
-- fullest, comes late after a hundred thousand users were touched at once. Vacuuming a small table costs next to nothing.

alter table touched set (
  autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0
);
alter table touched_groups set (
  autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0
);
alter table touched_products set (
  autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0
);
