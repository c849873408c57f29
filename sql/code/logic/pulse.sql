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

-- Returns what the switches of the site and the bar say to a till.
create function logic.switches_of(bar uuid) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object(
      'realtime', s.has_realtime and b.has_realtime, 'emergency_s', s.emergency_s, 'minimum_version', s.minimum_till,
      'features', logic.features_of(b.id)
    )
    from data.site s, data.bars b
    where b.id = switches_of.bar
  );
end
$$;

-- Returns 60 bits of what seldom changes between a till's pulses. Who says them again need not be told it again.
create function logic.pulse_tag(desk logic.desk, epoch uuid, flags jsonb) returns text
language plpgsql stable
as $$
begin
  return (
    select left(encode(sha256(convert_to(jsonb_build_array(1, desk.ledger, pulse_tag.epoch, t.version, pulse_tag.flags)::text, 'UTF8')), 'base64'), 10)
    from data.till_status t
    where t.bar_id = desk.bar and t.till_id = desk.till
  );
end
$$;

-- Returns how many tills of the bar are online. One counts so for 7 minutes after its last pulse: the longest quiet interval is 6.
create function logic.tills_online(bar uuid, at timestamptz) returns bigint
language plpgsql stable
as $$
begin
  return (select count(*) from data.till_status t where t.bar_id = tills_online.bar and t.seen_at > tills_online.at - interval '7 minutes');
end
$$;

-- Answers a pulse. With `tag` in its status, the till is told the tag for its next ones.
create function logic.pulse(desk logic.desk, seen jsonb, status jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks;
  v_last_no bigint;
  v_now timestamptz := clock_timestamp();
  v_flags jsonb := logic.switches_of(desk.bar);
  v_more jsonb := '{}';
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
    v_more := jsonb_build_object('realtime', logic.realtime_of(desk, status ->> 'realtime'));
  end if;
  return (
    select m.marks || v_more || jsonb_build_object(
      'topics', logic.topics(m.clock), 'server_time', logic.utc_text(v_now),
      'sales_last_5min', a.sales_5min, 'sales_last_hour', a.sales_60min,
      'tills_online', logic.tills_online(desk.bar, v_now), 'flags', v_flags
    ) || case
      when logic.is_absent(status -> 'tag') then '{}'
      else jsonb_build_object('tag', logic.pulse_tag(desk, (m.clock).epoch, v_flags))
    end
    from logic.marks(desk) m, logic.bar_activity(desk.bar, v_now) a
  );
end
$$;

-- Answers a pulse in the short form, `[applied, rev]` and `[tag, queue, oldest_s, unsure, wants a lease: 1]`, with
-- `[applied, rev, topics, sales of 5 and of 60 minutes, tills online, time in us, seconds of the lease, refused]`; with `{}` where there is more to say:
-- the till then asks in full.
create function logic.short_pulse(desk logic.desk, seen jsonb, status jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_marked logic.marked := logic.marks(desk);
  v_clock data.bar_clocks := v_marked.clock;
  v_seen jsonb := logic.seen_of(jsonb_build_object('epoch', v_clock.epoch, 'applied', seen -> 0, 'rev', seen -> 1));
  v_offer jsonb := '{}';
begin
  if not (logic.is_text(status -> 0, 1, 16) and jsonb_array_length(status) in (4, 5)) then
    perform logic.refuse('TLINP', '{"path": "status"}');
  elsif logic.pulse_tag(desk, v_clock.epoch, logic.switches_of(desk.bar)) is distinct from status ->> 0
    or logic.epoch_fault(v_clock, (v_marked.marks -> 'applied')::bigint, v_seen) is not null
    or not exists (select from data.ledgers l where l.bar_id = desk.bar and l.till_id = desk.till and l.id = desk.ledger)
  then
    return '{}';
  end if;
  if status -> 4 = '1' then
    v_offer := logic.realtime_of(desk, 'lease');
    if v_offer ->> 'state' <> 'granted' then
      return '{}';
    end if;
  end if;
  perform logic.note_status(desk, jsonb_build_object(
    'version', (select t.version from data.till_status t where t.bar_id = desk.bar and t.till_id = desk.till),
    'queue', status -> 1, 'oldest_s', status -> 2, 'unsure', status -> 3
  ));
  return (
    select jsonb_build_array(
      v_marked.marks -> 'applied', v_clock.rev,
      jsonb_build_array(
        v_clock.sales, v_clock.returns, v_clock.supplies, v_clock.consignments, v_clock.catalog, v_clock.team, v_clock.settings,
        v_clock.notifications
      ),
      a.sales_5min, a.sales_60min, logic.tills_online(desk.bar, v_now), floor(extract(epoch from v_now) * 1000000)::bigint,
      v_offer -> 'life_s', v_marked.marks -> 'refused'
    )
    from logic.bar_activity(desk.bar, v_now) a
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
  if jsonb_typeof(status) = 'array' then
    return logic.short_pulse(v_desk, seen, status);
  end if;
  return logic.pulse(v_desk, logic.seen_of(seen), status);
end
$$;

grant execute on function
  logic.note_status(logic.desk, jsonb), logic.switches_of(uuid), logic.pulse_tag(logic.desk, uuid, jsonb), logic.tills_online(uuid, timestamptz),
  logic.pulse(logic.desk, jsonb, jsonb), logic.short_pulse(logic.desk, jsonb, jsonb), logic.answer_pulse(text, uuid, jsonb, jsonb)
to bartender_api;
