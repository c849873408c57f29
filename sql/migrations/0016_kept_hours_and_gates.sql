-- previous: fa1de10c064215aab6b086c33d669348ed2530b37a618b7e65b50410a494150d
-- What is kept with its time: since when a bar closes at which hour, in which zone.
-- Bars are few: what is added to them is there in no time.

-- `hours_since`: no moment from then on needs a look at what was before.
alter table data.bars add hours_since timestamptz not null default now();
update data.bars set hours_since = created_at;

create table data.bar_hours (
  bar_id uuid not null references data.bars on delete restrict,
  valid_from timestamptz not null,
  closing_hour integer not null check (closing_hour between 0 and 23),
  time_zone text not null check (length(time_zone) between 1 and 64),
  primary key (bar_id, valid_from)
);
insert into data.bar_hours (bar_id, valid_from, closing_hour, time_zone)
select b.id, b.hours_since, b.closing_hour, b.time_zone
from data.bars b;

grant select, insert, update (closing_hour, time_zone) on data.bar_hours to bartender_api;

do $$
declare
  v_table text;
begin
  foreach v_table in array array['bar_hours'] loop
    execute format('alter table data.%I enable row level security', v_table);
    execute format('alter table data.%I force row level security', v_table);
    execute format('create policy owner on data.%I to bartender_owner using (true) with check (true)', v_table);
    execute format(
      'create policy bar on data.%I to bartender_api using (bar_id::text = current_setting(''bartender.bar'', true))', v_table);
  end loop;
end
$$;
