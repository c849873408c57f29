-- previous: 81388078e6ed0738e495efad39284c9c7adadb2e8c2ed986ff20d458c526f3a8
-- Sales with their lines and payments as rows, and what a sale found wrong.

create table data.sales (
  bar_id uuid not null references data.bars on delete restrict,
  id uuid not null,
  command_id uuid not null,
  till_id uuid not null,
  ticket text not null check (length(ticket) between 1 and 24),
  sold_by uuid,
  created_by uuid,
  session_id uuid,
  status text not null check (status in ('pending', 'validated', 'rejected', 'cancelled')),
  door text not null check (door in ('counter', 'served')),
  business_date date not null,
  total_minor bigint not null check (total_minor between 0 and 1000000000000),
  flags text[] not null default '{}',
  overrides_no bigint check (overrides_no > 0),
  supersedes_no bigint check (supersedes_no > 0),
  rev bigint not null check (rev > 0),
  -- When it was made, corrected; what the till said; when it was booked here.
  created_at timestamptz not null,
  claimed_at timestamptz not null,
  booked_at timestamptz not null,
  primary key (bar_id, id),
  foreign key (bar_id, till_id) references data.tills on delete restrict,
  foreign key (bar_id, sold_by) references data.bar_members on delete restrict,
  foreign key (bar_id, created_by) references data.bar_members on delete restrict
);
create index idx_sales_bar_business_date on data.sales (bar_id, business_date desc) where status = 'validated';
create index idx_sales_bar_created on data.sales (bar_id, created_at);
-- An index for a foreign key begins with what is rare, so that nothing else is ever looked for through it.
create index idx_sales_till on data.sales (till_id, bar_id);
create index idx_sales_sold_by on data.sales (sold_by, bar_id);
create index idx_sales_created_by on data.sales (created_by, bar_id);

create table data.sale_items (
  bar_id uuid not null,
  sale_id uuid not null,
  position integer not null check (position between 1 and 100),
  product_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  volume_ml integer check (volume_ml between 1 and 1000000),
  price_minor bigint not null check (price_minor between 0 and 1000000000000),
  qty integer not null check (qty between 1 and 999),
  primary key (bar_id, sale_id, position),
  foreign key (bar_id, sale_id) references data.sales on delete restrict,
  foreign key (bar_id, product_id) references data.bar_products on delete restrict
);
create index idx_sale_items_product on data.sale_items (product_id, bar_id);

create table data.payments (
  bar_id uuid not null,
  sale_id uuid not null,
  position integer not null check (position between 1 and 20),
  method text not null check (method in ('cash', 'mobile_money', 'card')),
  amount_minor bigint not null check (amount_minor between 0 and 1000000000000),
  tendered_minor bigint check (tendered_minor >= 0),
  change_minor bigint check (change_minor >= 0),
  owed_minor bigint check (owed_minor >= 0),
  operator text check (length(operator) between 1 and 40),
  reference text check (length(reference) <= 80),
  state text not null check (state in ('settled', 'to_confirm')),
  primary key (bar_id, sale_id, position),
  foreign key (bar_id, sale_id) references data.sales on delete restrict,
  check (method = 'cash' or (tendered_minor, change_minor, owed_minor) is not distinct from (null, null, null)),
  check (method <> 'cash' or tendered_minor = amount_minor + change_minor + owed_minor),
  check ((method = 'mobile_money') = (operator is not null))
);

-- An "écart" for the manager to explain. `stock`: qty pieces were sold that the book did not have. `price`: asked, not in force.
create table data.discrepancies (
  bar_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('stock', 'price')),
  sale_id uuid not null,
  product_id uuid not null,
  qty integer not null check (qty > 0),
  asked_minor bigint check (asked_minor >= 0),
  price_minor bigint check (price_minor >= 0),
  state text not null default 'open' check (state in ('open', 'settled')),
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (bar_id, id),
  foreign key (bar_id, sale_id) references data.sales on delete restrict,
  foreign key (bar_id, product_id) references data.bar_products on delete restrict,
  check ((kind = 'price') = (asked_minor is not null and price_minor is not null)),
  check ((state = 'settled') = (settled_at is not null))
);
create index idx_discrepancies_sale on data.discrepancies (sale_id, bar_id);
create index idx_discrepancies_product on data.discrepancies (product_id, bar_id);
create index idx_discrepancies_open on data.discrepancies (bar_id, created_at) where state = 'open';

grant select, insert on data.sales, data.sale_items, data.payments, data.discrepancies to bartender_api;

do $$
declare
  v_table text;
begin
  foreach v_table in array array['sales', 'sale_items', 'payments', 'discrepancies'] loop
    execute format('alter table data.%I enable row level security', v_table);
    execute format('alter table data.%I force row level security', v_table);
    execute format('create policy owner on data.%I to bartender_owner using (true) with check (true)', v_table);
    execute format(
      'create policy bar on data.%I to bartender_api using (bar_id::text = current_setting(''bartender.bar'', true))', v_table);
  end loop;
end
$$;
