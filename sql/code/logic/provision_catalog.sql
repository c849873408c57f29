-- The catalogue and the stock, as whoever runs the site sets them up, by its owner's rights only. No grants on purpose.

-- Adds a category.
create function logic.add_category(bar uuid, category uuid, name text, icon text, color text, place integer) returns void
language plpgsql volatile
as $$
begin
  perform logic.take_rev(add_category.bar, array['catalog'], false);
  insert into data.categories (bar_id, id, name, icon, color, position)
  values (add_category.bar, add_category.category, add_category.name, add_category.icon, add_category.color, add_category.place);
end
$$;

-- Adds a product with its price and its opening stock, which is a movement like any other.
create function logic.add_product(
  bar uuid, product uuid, category uuid, name text, volume_ml integer, price bigint, stock integer default 0,
  alert_threshold integer default 10, place integer default 0, barcode text default null
) returns void
language plpgsql volatile
as $$
declare
  v_rev bigint := logic.take_rev(add_product.bar, array['catalog'], true);
begin
  insert into data.bar_products (
    bar_id, id, category_id, name, volume_ml, price_minor, alert_threshold, position, barcode, rev
  ) values (
    add_product.bar, add_product.product, add_product.category, add_product.name, add_product.volume_ml, add_product.price,
    add_product.alert_threshold, add_product.place, add_product.barcode, v_rev
  );
  if add_product.stock <> 0 then
    perform logic.adjust_stock(add_product.bar, add_product.product, add_product.stock, 'adjustment', 'opening');
  end if;
end
$$;

-- Adds a sheet of categories and products with their opening stocks, all of them or none, in one step of the revision: the bar is locked for a
-- moment, however long the sheet is.
create function logic.add_products(bar uuid, categories jsonb, products jsonb) returns bigint
language plpgsql volatile
as $$
declare
  v_rev bigint;
begin
  perform logic.lock_bar(add_products.bar);
  v_rev := (select c.rev + 1 from data.bar_clocks c where c.bar_id = add_products.bar);
  insert into data.categories (bar_id, id, name, icon, color, position)
  select add_products.bar, x.id, x.name, x.icon, x.color, x.place
  from jsonb_to_recordset(add_products.categories) x (id uuid, name text, icon text, color text, place integer);
  insert into data.bar_products (bar_id, id, category_id, name, volume_ml, price_minor, alert_threshold, position, barcode, rev)
  select add_products.bar, x.id, x.category, x.name, x.volume_ml, x.price, x.threshold, x.place, x.barcode, v_rev
  from jsonb_to_recordset(add_products.products) x (
    id uuid, category uuid, name text, volume_ml integer, price bigint, threshold integer, place integer, barcode text
  );
  update data.bar_products p
  set stock = x.stock
  from jsonb_to_recordset(add_products.products) x (id uuid, stock integer)
  where p.bar_id = add_products.bar and p.id = x.id and x.stock <> 0;
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at, reason)
  select add_products.bar, gen_random_uuid(), 'adjustment', x.id, x.stock, v_rev, clock_timestamp(), 'opening'
  from jsonb_to_recordset(add_products.products) x (id uuid, stock integer)
  where x.stock <> 0;
  return logic.take_rev(add_products.bar, array['catalog'], true);
end
$$;

-- Puts a product on sale or takes it off; returns the new revision.
create function logic.set_product_active(bar uuid, product uuid, is_active boolean) returns bigint
language plpgsql volatile
as $$
declare
  v_rev bigint := logic.take_rev(set_product_active.bar, array['catalog'], true);
begin
  update data.bar_products p
  set is_active = set_product_active.is_active, rev = v_rev, versions = logic.bumped(p.versions, '{is_active}')
  where p.bar_id = set_product_active.bar and p.id = set_product_active.product;
  return v_rev;
end
$$;

-- Changes a price from now on; returns the new revision.
create function logic.set_price(bar uuid, product uuid, price bigint) returns bigint
language plpgsql volatile
as $$
declare
  v_rev bigint := logic.take_rev(set_price.bar, array['catalog'], true);
begin
  update data.bar_products p
  set price_minor = set_price.price, rev = v_rev, versions = logic.bumped(p.versions, '{price}')
  where p.bar_id = set_price.bar and p.id = set_price.product;
  insert into data.audit_log (bar_id, action, subject, params)
  values (set_price.bar, 'set_price', set_price.product, jsonb_build_object('price', set_price.price));
  return v_rev;
end
$$;

-- Moves stock by a movement of kind `adjustment` or `supply`; returns the new revision. Below zero or below what is reserved: a check fails.
create function logic.adjust_stock(
  bar uuid, product uuid, delta integer, kind text default 'adjustment', reason text default null
) returns bigint
language plpgsql volatile
as $$
declare
  v_rev bigint := logic.take_rev(adjust_stock.bar, '{}', true);
begin
  if adjust_stock.kind not in ('adjustment', 'supply') then
    raise exception using errcode = 'invalid_parameter_value', message = 'kind is adjustment or supply';
  end if;
  update data.bar_products p
  set stock = p.stock + adjust_stock.delta, rev = v_rev
  where p.bar_id = adjust_stock.bar and p.id = adjust_stock.product;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'unknown product';
  end if;
  insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at, reason)
  values (
    adjust_stock.bar, gen_random_uuid(), adjust_stock.kind, adjust_stock.product, adjust_stock.delta, v_rev, clock_timestamp(),
    adjust_stock.reason
  );
  return v_rev;
end
$$;
