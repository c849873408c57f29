-- previous: 68206bbc2347bc1cf53e91dc3842cbcd3604242f565514a64f1e1f5846629f3c
-- What is kept with its time: since when a bar closes at which hour, in which zone; and when the figures of which day changed.
-- Bars are few: what is added to them is there in no time. Commands, sales and their lines are locked for as long as their indexes take.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, prefer-bigint-over-smallint

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

-- The business days whose figures changed but by a sale that came at once, and when, by the server's own clock, to the minute: whatever its till
-- says, what comes days late is found here. All that there are count as changed now: what was added up before may have missed some.
create table data.changed_days (
  bar_id uuid not null references data.bars on delete restrict,
  business_date date not null,
  changed_at timestamptz not null,
  primary key (bar_id, business_date)
) with (fillfactor = 50);
insert into data.changed_days (bar_id, business_date, changed_at)
select d.bar_id, d.business_date, now()
from (
  select s.bar_id, s.business_date from data.sales s
  union
  select r.bar_id, r.business_date from data.returns r
) d;

-- Finds the bodies of a bar that may go, so that a cleaning need not look at what went before. It holds what `jobs.spare_bodies` says.
create index idx_commands_bodies on data.commands (bar_id, at)
where body is not null and kind <> 'gap' and code is distinct from 'TLPRK' and code is distinct from 'TLREV'
  and earlier ->> 'code' is distinct from 'TLPRK';

-- How a sale was paid, beside what it is looked for by, so that lists are counted by their indexes alone: 1 cash, 2 mobile money, 4 card, 8 exchange,
-- and their sums. What is older than this says nothing here, and its payments are looked at. None of these indexes is larger for it but
-- that of sellers, which says the status too.
alter table data.sales add methods smallint check (methods between 0 and 15);
alter table data.sale_items add methods smallint check (methods between 0 and 15);
drop index data.idx_sales_bar_business_date;
create index idx_sales_bar_business_date on data.sales (bar_id, business_date desc, id desc) include (methods) where status = 'validated';
drop index data.idx_sales_bar_status;
create index idx_sales_bar_status on data.sales (bar_id, status, business_date desc, id desc) include (methods) where status <> 'validated';
drop index data.idx_sales_sold_by;
create index idx_sales_sold_by on data.sales (sold_by, bar_id, business_date desc, id desc) include (methods, status);
drop index data.idx_sale_items_product;
create index idx_sale_items_product on data.sale_items (product_id, bar_id, business_date desc, sale_id desc) include (methods);

-- By which till's word an epoch was begun; and what the tills say, by their ids, that may begin none yet.
alter table data.bar_epochs add claimed_by uuid;
alter table data.bar_clocks add claims jsonb;

-- The gates of the whole site count in sequences, since a try must count although its call fails. A sequence knows no « look and count » in one:
-- whoever counts holds the gate's row here meanwhile.
create table data.gates (
  gate text primary key
);
insert into data.gates (gate) values ('enrol_gate'), ('sign_in_gate');
alter table data.gates enable row level security;
alter table data.gates force row level security;
create policy owner on data.gates to bartender_owner using (true) with check (true);
create policy everybody on data.gates to bartender_api using (true) with check (false);
grant select, update (gate) on data.gates to bartender_api;

grant select, insert, update (closing_hour, time_zone) on data.bar_hours to bartender_api;
grant select, insert, update (changed_at) on data.changed_days to bartender_api;

do $$
declare
  v_table text;
begin
  foreach v_table in array array['bar_hours', 'changed_days'] loop
    execute format('alter table data.%I enable row level security', v_table);
    execute format('alter table data.%I force row level security', v_table);
    execute format('create policy owner on data.%I to bartender_owner using (true) with check (true)', v_table);
    execute format(
      'create policy bar on data.%I to bartender_api using (bar_id::text = current_setting(''bartender.bar'', true))', v_table);
  end loop;
end
$$;
