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
      'id', b.id, 'name', b.name, 'address', b.address, 'phone', b.phone, 'time_zone', b.time_zone,
      'closing_hour', b.closing_hour, 'currency', b.currency, 'operating_mode', b.operating_mode, 'idle_lock_s', b.idle_lock_s,
      'counter_deadline_ms', b.counter_deadline_ms, 'operators', to_jsonb(b.operators), 'consignment_days', b.consignment_days
    )
    from data.bars b
    where b.id = bar
  );
end
$$;

-- Answers `api.version`.
create function logic.answer_version() returns jsonb
language plpgsql stable
as $$
begin
  return jsonb_build_object(
    'api', 1,
    'schema', (select max(m.name) from data.migrations m),
    'minimum_till', (select s.minimum_till from data.site s)
  );
end
$$;

-- Answers `api.bootstrap`.
create function logic.answer_bootstrap(till_token text) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object(
    'topics', logic.topics(v_marked.clock), 'server_time', logic.utc_text(clock_timestamp()),
    'catalog', logic.catalog_rows(v_desk.bar), 'team', logic.team_rows(v_desk.bar), 'settings', logic.settings_row(v_desk.bar),
    'stock', logic.stock_rows(v_desk.bar, -1),
    'till', (
      select jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name)
      from data.tills t
      where t.bar_id = v_desk.bar and t.id = v_desk.till
    )
  );
end
$$;

-- Answers `api.catalog`.
create function logic.answer_catalog(till_token text) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).catalog, 'rows', logic.catalog_rows(v_desk.bar));
end
$$;

-- Answers `api.team`.
create function logic.answer_team(till_token text) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).team, 'rows', logic.team_rows(v_desk.bar));
end
$$;

-- Answers `api.settings`.
create function logic.answer_settings(till_token text) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).settings, 'rows', logic.settings_row(v_desk.bar));
end
$$;

-- Answers `api.stock_since`.
create function logic.answer_stock_since(till_token text, rev bigint, epoch uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_rev bigint := (v_marked.clock).rev;
  v_is_full boolean := (answer_stock_since.epoch = (v_marked.clock).epoch and answer_stock_since.rev between 0 and v_rev) is not true;
begin
  return v_marked.marks || jsonb_build_object(
    'topic_rev', v_rev, 'full', v_is_full,
    'rows', logic.stock_rows(v_desk.bar, case when v_is_full then -1 else answer_stock_since.rev end)
  );
end
$$;

grant execute on function
  logic.catalog_rows(uuid), logic.stock_rows(uuid, bigint), logic.team_rows(uuid), logic.settings_row(uuid),
  logic.answer_version(), logic.answer_bootstrap(text), logic.answer_catalog(text), logic.answer_team(text),
  logic.answer_settings(text), logic.answer_stock_since(text, bigint, uuid)
to bartender_api;
