-- previous: d9a0f0827744c72290cee33b23ea61c8600514e1450068465ae7381adef520e3
-- How often one bar may sign in and enrol, beside the limits of the whole site; and one more way to announce what changed. Each gate holds, in
-- milliseconds since 1970, the time up to which tries are paid for.

create table data.bar_gates (
  bar_id uuid not null references data.bars on delete restrict,
  gate text not null check (gate in ('enrol', 'sign_in')),
  paid_ms bigint not null check (paid_ms >= 0),
  primary key (bar_id, gate)
) with (fillfactor = 50);

grant select, insert, update on data.bar_gates to bartender_api;
alter table data.bar_gates enable row level security;
alter table data.bar_gates force row level security;
create policy owner on data.bar_gates to bartender_owner using (true) with check (true);
create policy bar on data.bar_gates to bartender_api using (bar_id::text = current_setting('bartender.bar', true));

-- One row, and what was allowed stays allowed: it is looked at in no time.
-- squawk-ignore ban-drop-constraint
alter table data.site drop constraint site_feed_check;
-- squawk-ignore constraint-missing-not-valid
alter table data.site add constraint site_feed_check check (feed in ('notify', 'supabase', 'none'));
