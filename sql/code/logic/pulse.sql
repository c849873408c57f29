-- The small regular request of each till.

-- Notes how the till is; refuses what is no `{version, queue, oldest_s, unsure}`, with or without `realtime`.
create function logic.note_status(desk logic.desk, status jsonb) returns void
language plpgsql volatile
as $$
declare
  v_path text := case
    when jsonb_typeof(status) is distinct from 'object' then 'status'
    when not logic.is_text(status -> 'version', 0, 40) then 'status.version'
    when not logic.is_whole(status -> 'queue', 0, 2000000000) then 'status.queue'
    when jsonb_typeof(status -> 'oldest_s') is distinct from 'number' then 'status.oldest_s'
    when not logic.is_whole(status -> 'unsure', 0, 2000000000) then 'status.unsure'
    when not (logic.is_absent(status -> 'realtime') or status -> 'realtime' <@ '["token", "lease"]') then 'status.realtime'
  end;
begin
  if v_path is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_path));
  end if;
  insert into data.till_status (bar_id, till_id, seen_at, version, queue, oldest_s, unsure)
  values (
    desk.bar, desk.till, clock_timestamp(), status ->> 'version', (status ->> 'queue')::integer,
    greatest(0, least((status ->> 'oldest_s')::numeric, 2000000000))::integer, (status ->> 'unsure')::integer
  )
  on conflict (bar_id, till_id) do update
  set seen_at = excluded.seen_at, version = excluded.version, queue = excluded.queue, oldest_s = excluded.oldest_s,
    unsure = excluded.unsure;
  if (status ->> 'unsure')::integer > 0 then
    perform logic.alert(desk.bar, 'clock_unsure', desk.till::text, jsonb_build_object('till', desk.till, 'unsure', status -> 'unsure'));
  end if;
end
$$;

-- Answers a pulse. A till counts as online for 7 minutes after its last one: the longest quiet interval is 6.
create function logic.pulse(desk logic.desk, seen jsonb, status jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks;
  v_last_no bigint;
  v_now timestamptz := clock_timestamp();
  v_realtime jsonb := '{}';
begin
  select l.last_no into v_last_no
  from data.ledgers l
  where l.bar_id = desk.bar and l.till_id = desk.till and l.id = desk.ledger;
  if not found then
    perform logic.refuse('TLLED');
  end if;
  select * into v_clock from data.bar_clocks c where c.bar_id = desk.bar;
  if logic.epoch_fault(v_clock, v_last_no, seen) is not null then
    v_clock := logic.lock_bar(desk.bar);
    v_last_no := (logic.desk_of(desk.bar, desk.till, desk.ledger)).last_no;
    if logic.epoch_fault(v_clock, v_last_no, seen) is not null then
      perform logic.begin_epoch(v_clock, logic.epoch_fault(v_clock, v_last_no, seen),
        jsonb_build_object('till', desk.till, 'seen', seen));
    end if;
  end if;
  perform logic.note_status(desk, status);
  if not logic.is_absent(status -> 'realtime') then
    v_realtime := jsonb_build_object('realtime', logic.realtime_of(desk, status ->> 'realtime'));
  end if;
  return (
    select m.marks || v_realtime || jsonb_build_object(
      'topics', logic.topics(m.clock), 'server_time', logic.utc_text(v_now),
      'sales_last_5min', a.sales_5min, 'sales_last_hour', a.sales_60min,
      'tills_online', (
        select count(*) from data.till_status t where t.bar_id = desk.bar and t.seen_at > v_now - interval '7 minutes'
      ),
      'flags', (
        select jsonb_build_object(
          'realtime', s.has_realtime and b.has_realtime, 'emergency_s', s.emergency_s, 'minimum_version', s.minimum_till,
          'features', logic.features_of(b.id)
        )
        from data.site s, data.bars b
        where b.id = desk.bar
      )
    )
    from logic.marks(desk) m, logic.bar_activity(desk.bar, v_now) a
  );
end
$$;

-- Answers `api.pulse`.
create function logic.answer_pulse(till_token text, ledger uuid, seen jsonb, status jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
begin
  perform logic.bound(seen, 1024, 'seen'), logic.bound(status, 1024, 'status');
  v_desk.ledger := ledger;
  return logic.pulse(v_desk, logic.seen_of(seen), status);
end
$$;

grant execute on function
  logic.note_status(logic.desk, jsonb), logic.pulse(logic.desk, jsonb, jsonb),
  logic.answer_pulse(text, uuid, jsonb, jsonb)
to bartender_api;
