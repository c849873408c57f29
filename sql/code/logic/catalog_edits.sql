-- What a manager changes in the catalogue. Price and activity are in the stock's feed, so they take a revision.

create function logic.bad_create_category(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'category') then 'body.category'
    else logic.bad_parts('category', body, '{name,icon,color,position}')
  end;
end
$$;

create function logic.bad_edit_category(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'category') then 'body.category'
    else logic.bad_fields('category', body -> 'fields')
  end;
end
$$;

create function logic.bad_create_product(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'product') then 'body.product'
    else logic.bad_parts('product', body, '{category,name,volume_ml,barcode,price,alert_threshold,position}')
  end;
end
$$;

create function logic.bad_edit_product(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'product') then 'body.product'
    else logic.bad_fields('product', body -> 'fields')
  end;
end
$$;

-- Makes a category.
create function logic.do_create_category(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_category uuid := (cmd.body ->> 'category')::uuid;
begin
  perform logic.need(cmd, 'manager');
  if exists (select from data.categories c where c.bar_id = v_bar and c.id = v_category) then
    return logic.made_before(cmd, 'category', v_category);
  end if;
  insert into data.categories (bar_id, id, name, icon, color, position)
  values (
    v_bar, v_category, cmd.body ->> 'name', cmd.body ->> 'icon', cmd.body ->> 'color', (cmd.body ->> 'position')::integer
  );
  perform logic.audit(cmd, v_category, jsonb_build_object('name', cmd.body -> 'name'));
  return (jsonb_build_object('category', v_category), false, '{catalog}', null)::logic.effect;
end
$$;

-- Changes fields of a category; one that is no longer active keeps its products.
create function logic.do_edit_category(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'category')::uuid;
  v_fields jsonb := cmd.body -> 'fields';
  v_category data.categories;
  v_present jsonb;
  v_new jsonb;
  v_versions jsonb;
begin
  perform logic.need(cmd, 'manager');
  select * into v_category from data.categories c where c.bar_id = v_bar and c.id = v_id;
  if not found then
    perform logic.refuse_unknown('category', v_id);
  end if;
  v_present := jsonb_build_object(
    'name', v_category.name, 'icon', v_category.icon, 'color', v_category.color, 'position', v_category.position,
    'is_active', v_category.is_active
  );
  v_versions := logic.next_versions(v_category.versions, v_fields, v_present);
  v_new := logic.edited(v_present, v_fields);
  update data.categories c
  set name = v_new ->> 'name', icon = v_new ->> 'icon', color = v_new ->> 'color', position = (v_new ->> 'position')::integer,
    is_active = (v_new ->> 'is_active')::boolean, versions = v_versions
  where c.bar_id = v_bar and c.id = v_id;
  perform logic.audit(cmd, v_id, logic.changes(v_present, v_fields));
  return (jsonb_build_object('category', v_id), false, '{catalog}', null)::logic.effect;
end
$$;

-- Refuses (`TLUNK`) a category that this bar does not have.
create function logic.need_category(bar uuid, category uuid) returns void
language plpgsql stable
as $$
begin
  if not exists (select from data.categories c where c.bar_id = need_category.bar and c.id = need_category.category) then
    perform logic.refuse_unknown('category', need_category.category);
  end if;
end
$$;

-- Refuses (`TLDUP`) a product on sale that another one on sale has the barcode of, or the name and volume: « Flag 33 cl » is not « Flag 60 cl ».
create function logic.refuse_same_product(bar uuid, product uuid, parts jsonb) returns void
language plpgsql stable
as $$
declare
  v_other uuid;
  v_barcode text := parts ->> 'barcode';
begin
  select p.id into v_other
  from data.bar_products p
  where p.bar_id = refuse_same_product.bar and p.is_active and p.barcode = v_barcode and p.id <> refuse_same_product.product;
  if found then
    perform logic.refuse('TLDUP', jsonb_build_object('field', 'barcode', 'id', v_other));
  end if;
  select p.id into v_other
  from data.bar_products p
  where p.bar_id = refuse_same_product.bar and p.is_active and p.id <> refuse_same_product.product
    and lower(p.name) = lower(parts ->> 'name') and p.volume_ml is not distinct from (parts ->> 'volume_ml')::integer
  limit 1;
  if found then
    perform logic.refuse('TLDUP', jsonb_build_object('field', 'name', 'id', v_other));
  end if;
end
$$;

-- Puts a new product on sale. It begins without stock: what is there comes by a supply or a count.
create function logic.do_create_product(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_product uuid := (cmd.body ->> 'product')::uuid;
begin
  perform logic.need(cmd, 'manager');
  if exists (select from data.bar_products p where p.bar_id = v_bar and p.id = v_product) then
    return logic.made_before(cmd, 'product', v_product);
  end if;
  perform logic.need_category(v_bar, (cmd.body ->> 'category')::uuid);
  perform logic.refuse_same_product(v_bar, v_product, cmd.body);
  insert into data.bar_products (
    bar_id, id, category_id, name, volume_ml, barcode, price_minor, alert_threshold, position, rev
  ) values (
    v_bar, v_product, (cmd.body ->> 'category')::uuid, cmd.body ->> 'name', (cmd.body ->> 'volume_ml')::integer,
    cmd.body ->> 'barcode', (cmd.body ->> 'price')::bigint, (cmd.body ->> 'alert_threshold')::integer,
    (cmd.body ->> 'position')::integer, cmd.rev
  );
  perform logic.audit(cmd, v_product, jsonb_build_object('name', cmd.body -> 'name', 'price', cmd.body -> 'price'));
  return (jsonb_build_object('product', v_product), true, '{catalog}', null)::logic.effect;
end
$$;

-- Changes fields of a product. The stock is none of them: it only moves.
create function logic.do_edit_product(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'product')::uuid;
  v_fields jsonb := cmd.body -> 'fields';
  v_is_in_feed boolean := v_fields ?| '{price,is_active}';
  v_product data.bar_products;
  v_present jsonb;
  v_new jsonb;
  v_versions jsonb;
begin
  perform logic.need(cmd, 'manager');
  select * into v_product from data.bar_products p where p.bar_id = v_bar and p.id = v_id;
  if not found then
    perform logic.refuse_unknown('product', v_id);
  end if;
  v_present := jsonb_build_object(
    'category', v_product.category_id, 'name', v_product.name, 'volume_ml', v_product.volume_ml, 'barcode', v_product.barcode,
    'price', v_product.price_minor, 'alert_threshold', v_product.alert_threshold, 'position', v_product.position,
    'is_active', v_product.is_active
  );
  v_versions := logic.next_versions(v_product.versions, v_fields, v_present);
  v_new := logic.edited(v_present, v_fields);
  if v_fields ? 'category' then
    perform logic.need_category(v_bar, (v_new ->> 'category')::uuid);
  end if;
  if (v_new ->> 'is_active')::boolean and v_fields ?| '{name,volume_ml,barcode,is_active}' then
    perform logic.refuse_same_product(v_bar, v_id, v_new);
  end if;
  update data.bar_products p
  set category_id = (v_new ->> 'category')::uuid, name = v_new ->> 'name', volume_ml = (v_new ->> 'volume_ml')::integer,
    barcode = v_new ->> 'barcode', price_minor = (v_new ->> 'price')::bigint,
    alert_threshold = (v_new ->> 'alert_threshold')::integer, position = (v_new ->> 'position')::integer,
    is_active = (v_new ->> 'is_active')::boolean, versions = v_versions, rev = case when v_is_in_feed then cmd.rev else p.rev end
  where p.bar_id = v_bar and p.id = v_id;
  perform logic.audit(cmd, v_id, logic.changes(v_present, v_fields));
  return (jsonb_build_object('product', v_id), v_is_in_feed, '{catalog}', null)::logic.effect;
end
$$;

grant execute on function
  logic.bad_create_category(jsonb), logic.bad_edit_category(jsonb), logic.bad_create_product(jsonb), logic.bad_edit_product(jsonb),
  logic.do_create_category(logic.command), logic.do_edit_category(logic.command), logic.need_category(uuid, uuid),
  logic.refuse_same_product(uuid, uuid, jsonb), logic.do_create_product(logic.command), logic.do_edit_product(logic.command)
to bartender_api;
