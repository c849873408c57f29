-- What the back office edits, each thing with the version of each of its fields, and what only managers see of it: cost, and how tills are.

-- Answers `api.products`.
create function logic.answer_products(till_token text, session uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  perform logic.need_reader(v_desk, session, 'manager');
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).catalog, 'rows', jsonb_build_object(
    'categories', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', c.id, 'name', c.name, 'icon', c.icon, 'color', c.color, 'position', c.position, 'is_active', c.is_active,
        'versions', c.versions
      ) order by c.position, c.id)
      from data.categories c
      where c.bar_id = v_desk.bar
    ), '[]'),
    'products', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', p.id, 'category', p.category_id, 'name', p.name, 'volume_ml', p.volume_ml, 'barcode', p.barcode, 'price', p.price_minor,
        'alert_threshold', p.alert_threshold, 'position', p.position, 'is_active', p.is_active, 'versions', p.versions,
        'stock', p.stock, 'reserved', p.reserved, 'average_cost', p.average_cost::text
      ) order by p.position, p.id)
      from data.bar_products p
      where p.bar_id = v_desk.bar
    ), '[]')
  ));
end
$$;

-- Answers `api.members`.
create function logic.answer_members(till_token text, session uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  perform logic.need_reader(v_desk, session, 'manager');
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).team, 'rows', (
    select jsonb_agg(jsonb_build_object(
      'id', m.user_id, 'name', u.name, 'role', m.role, 'is_active', m.is_active, 'versions', m.versions,
      'locked_until', case when m.locked_until > now() then logic.utc_text(m.locked_until) end,
      'last_seen_at', (
        select logic.utc_text(max(s.started_at))
        from data.sessions s
        where s.bar_id = m.bar_id and s.user_id = m.user_id
      )
    ) order by u.name, m.user_id)
    from data.bar_members m
    join data.users u on u.id = m.user_id
    where m.bar_id = v_desk.bar
  ));
end
$$;

-- Answers `api.tills`: with what each said of itself last.
create function logic.answer_tills(till_token text, session uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  perform logic.need_reader(v_desk, session, 'manager');
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).settings, 'rows', (
    select jsonb_agg(jsonb_build_object(
      'id', t.id, 'code', t.code, 'name', t.name, 'versions', t.versions, 'enrolled_at', logic.utc_text(t.enrolled_at),
      'revoked_at', logic.utc_text(t.revoked_at), 'version', s.version, 'seen_at', logic.utc_text(s.seen_at), 'queue', s.queue,
      'oldest_s', s.oldest_s, 'unsure', s.unsure,
      'code_expires_at', (
        select logic.utc_text(max(e.expires_at))
        from data.enrolments e
        where e.till_id = t.id and e.bar_id = t.bar_id and e.used_at is null and e.expires_at > now()
      )
    ) order by t.code)
    from data.tills t
    left join data.till_status s on s.bar_id = t.bar_id and s.till_id = t.id
    where t.bar_id = v_desk.bar
  ));
end
$$;

-- Answers `api.bar`.
create function logic.answer_bar(till_token text, session uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  perform logic.need_reader(v_desk, session, 'manager');
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).settings, 'rows', (
    select jsonb_build_object(
      'id', b.id, 'name', b.name, 'address', b.address, 'phone', b.phone, 'time_zone', b.time_zone, 'closing_hour', b.closing_hour,
      'currency', b.currency, 'operating_mode', b.operating_mode, 'idle_lock_s', b.idle_lock_s,
      'counter_deadline_ms', b.counter_deadline_ms, 'operators', to_jsonb(b.operators), 'consignment_days', b.consignment_days,
      'guest_retention_days', b.guest_retention_days, 'pending_alert_minutes', b.pending_alert_minutes,
      'till_missing_minutes', b.till_missing_minutes, 'versions', b.versions
    )
    from data.bars b
    where b.id = v_desk.bar
  ));
end
$$;

grant execute on function
  logic.answer_products(text, uuid), logic.answer_members(text, uuid), logic.answer_tills(text, uuid), logic.answer_bar(text, uuid)
to bartender_api;
