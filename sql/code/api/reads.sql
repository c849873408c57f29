-- The reads. Each is `stable`, so that its marks and its rows come from one snapshot.

-- Returns all that a till needs to sell.
create function api.bootstrap(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
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

-- Returns the categories and the slow part of the products.
create function api.catalog(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).catalog, 'rows', logic.catalog_rows(v_desk.bar));
end
$$;

-- Returns the people of the bar.
create function api.team(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).team, 'rows', logic.team_rows(v_desk.bar));
end
$$;

-- Returns the bar and its settings.
create function api.settings(till_token text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
begin
  return v_marked.marks || jsonb_build_object('topic_rev', (v_marked.clock).settings, 'rows', logic.settings_row(v_desk.bar));
end
$$;

-- Returns the live part of the products that changed after `rev` of `epoch`; all of them (`full`) when that is not this server's past.
create function api.stock_since(till_token text, rev bigint, epoch uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
  v_marked logic.marked := logic.marks(v_desk);
  v_rev bigint := (v_marked.clock).rev;
  v_is_full boolean := (stock_since.epoch = (v_marked.clock).epoch and stock_since.rev between 0 and v_rev) is not true;
begin
  return v_marked.marks || jsonb_build_object(
    'topic_rev', v_rev, 'full', v_is_full,
    'rows', logic.stock_rows(v_desk.bar, case when v_is_full then -1 else stock_since.rev end)
  );
end
$$;

revoke all on function
  api.bootstrap(text), api.catalog(text), api.team(text), api.settings(text), api.stock_since(text, bigint, uuid) from public;
grant execute on function
  api.bootstrap(text), api.catalog(text), api.team(text), api.settings(text), api.stock_since(text, bigint, uuid) to bartender_till;
