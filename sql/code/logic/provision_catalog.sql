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
