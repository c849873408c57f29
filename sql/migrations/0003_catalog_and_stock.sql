-- previous: 02cc7179d40631a6c6c87aa1777ad6fb2c2c3a242fe2a5e33843d96d6231f685
-- What a bar sells, what it costs since when, how much is there and every reason why.

create table data.categories (
  bar_id uuid not null references data.bars on delete restrict,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  icon text not null default '' check (length(icon) <= 40),
  color text not null default '' check (length(color) <= 40),
  position integer not null default 0,
  primary key (bar_id, id)
);

-- Half of each page stays free: a change of stock is then a HOT update, since no index holds stock, reserved or rev.
create table data.bar_products (
  bar_id uuid not null references data.bars on delete restrict,
  id uuid not null,
  category_id uuid,
  name text not null check (length(name) between 1 and 120),
  volume_ml integer check (volume_ml between 1 and 1000000),
  barcode text check (length(barcode) between 1 and 64),
  alert_threshold integer not null default 10 check (alert_threshold >= 0),
  position integer not null default 0,
  price_minor bigint not null check (price_minor between 0 and 1000000000000),
  stock integer not null default 0 check (stock >= 0),
  reserved integer not null default 0 check (reserved >= 0),
  is_active boolean not null default true,
  rev bigint not null default 0 check (rev >= 0),
  created_at timestamptz not null default now(),
  primary key (bar_id, id),
  foreign key (bar_id, category_id) references data.categories on delete restrict,
  check (reserved <= stock)
) with (fillfactor = 50);
create index idx_bar_products_bar_stock on data.bar_products (bar_id) where is_active;
create index idx_bar_products_category on data.bar_products (category_id, bar_id);

create table data.product_prices (
  bar_id uuid not null,
  product_id uuid not null,
  valid_from timestamptz not null,
  price_minor bigint not null check (price_minor between 0 and 1000000000000),
  primary key (bar_id, product_id, valid_from),
  foreign key (bar_id, product_id) references data.bar_products on delete restrict
);

-- stock = Σ qty, always. The source (a sale, a supply …) moves a product once per kind.
create table data.stock_movements (
  bar_id uuid not null,
  source_id uuid not null,
  kind text not null check (kind in (
    'sale', 'sale_undo', 'return', 'supply', 'supply_reversal', 'adjustment', 'consign_in', 'consign_out', 'discrepancy'
  )),
  product_id uuid not null,
  qty integer not null check (qty <> 0),
  rev bigint not null check (rev > 0),
  at timestamptz not null,
  reason text check (length(reason) <= 200),
  primary key (bar_id, source_id, kind, product_id),
  foreign key (bar_id, product_id) references data.bar_products on delete restrict
);
create index idx_stock_movements_product on data.stock_movements (product_id, bar_id);

grant select on data.categories to bartender_api;
grant select, insert, update on data.bar_products to bartender_api;
grant select, insert, update on data.product_prices to bartender_api;
grant select, insert on data.stock_movements to bartender_api;

do $$
declare
  v_table text;
begin
  foreach v_table in array array['categories', 'bar_products', 'product_prices', 'stock_movements'] loop
    execute format('alter table data.%I enable row level security', v_table);
    execute format('alter table data.%I force row level security', v_table);
    execute format('create policy owner on data.%I to bartender_owner using (true) with check (true)', v_table);
    execute format(
      'create policy bar on data.%I to bartender_api using (bar_id::text = current_setting(''bartender.bar'', true))', v_table);
  end loop;
end
$$;
