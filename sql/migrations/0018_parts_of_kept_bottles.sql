-- previous: 77ba1b8d90b1c0d72e282049b5645cceabb98fa92f2b4ea04b18e2e834f6475e
-- Of bottles that are kept together some may be handed over: they become a row of their own, which says what it is a part of. Kept bottles
-- are few: looking at them for the constraints, which nothing breaks yet, and the index take no time.
-- squawk-ignore-file require-concurrent-index-creation, adding-foreign-key-constraint, constraint-missing-not-valid

alter table data.consignments
  add part_of uuid,
  add constraint consignments_part_of_fkey foreign key (bar_id, part_of) references data.consignments on delete restrict,
  add constraint consignments_part_is_claimed check (part_of is null or state = 'claimed');
create index idx_consignments_part_of on data.consignments (part_of, bar_id) where part_of is not null;
