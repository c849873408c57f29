-- The rows of each read.

-- Returns the categories and products of a bar, inactive ones too: history names them.
create function logic.catalog_rows(bar uuid) returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'categories', coalesce((
      select jsonb_agg(
        jsonb_build_object('id', c.id, 'name', c.name, 'icon', c.icon, 'color', c.color, 'position', c.position)
        order by c.position, c.id
      )
      from data.categories c
      where c.bar_id = bar
    ), '[]'),
    'products', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', p.id, 'category', p.category_id, 'name', p.name, 'volume_ml', p.volume_ml, 'barcode', p.barcode,
          'alert_threshold', p.alert_threshold, 'position', p.position
        )
        order by p.position, p.id
      )
      from data.bar_products p
      where p.bar_id = bar
    ), '[]')
  );
end
$$;

-- Returns the live part of the products that changed after the revision.
create function logic.stock_rows(bar uuid, after bigint) returns jsonb
language plpgsql stable
as $$
begin
  return coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'id', p.id, 'stock', p.stock, 'reserved', p.reserved, 'price', p.price_minor, 'active', p.is_active, 'rev', p.rev
      )
      order by p.id
    )
    from data.bar_products p
    where p.bar_id = bar and p.rev > after
  ), '[]');
end
$$;

-- Returns the people of a bar; the salt is no secret.
create function logic.team_rows(bar uuid) returns jsonb
language plpgsql stable
as $$
begin
  return coalesce((
    select jsonb_agg(
      jsonb_build_object('id', m.user_id, 'name', u.name, 'role', m.role, 'salt', encode(m.salt, 'hex'), 'active', m.is_active)
      order by u.name, m.user_id
    )
    from data.bar_members m
    join data.users u on u.id = m.user_id
    where m.bar_id = bar
  ), '[]');
end
$$;

-- Returns the bar and its settings.
create function logic.settings_row(bar uuid) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object(
      'id', b.id, 'name', b.name, 'address', b.address, 'time_zone', b.time_zone, 'closing_hour', b.closing_hour,
      'currency', b.currency, 'operating_mode', b.operating_mode, 'idle_lock_s', b.idle_lock_s,
      'counter_deadline_ms', b.counter_deadline_ms, 'operators', to_jsonb(b.operators)
    )
    from data.bars b
    where b.id = bar
  );
end
$$;

grant execute on function
  logic.catalog_rows(uuid), logic.stock_rows(uuid, bigint), logic.team_rows(uuid), logic.settings_row(uuid)
to bartender_api;
