-- What was parked and can be booked now that the server is mended: whoever runs the site books it, by its owner's rights only.

-- Returns the parked command as it was made, to be judged by the served door of a till that may be shut out since; its moment is corrected and
-- bounded as it was when it came (`logic.shelved`; one that was kept before that is bounded here).
create function logic.unparked(kept data.commands, desk logic.desk, rev bigint) returns logic.command
language plpgsql volatile
as $$
declare
  v_cmd logic.command;
  v_moment timestamptz := coalesce(
    (kept.params ->> 'moment')::timestamptz,
    greatest(kept.at - interval '30 days', least(coalesce(kept.claimed_at, kept.at), kept.at))
  );
  v_flags text[] := case
    when kept.params ? 'flags' then array(select f.flag from jsonb_array_elements_text(kept.params -> 'flags') f (flag))
    when kept.claimed_at is null then '{clock_unsure}'
    else '{}'
  end;
begin
  desk.is_shut := false;
  v_cmd := (
    desk, kept.no, kept.id, kept.body ->> 'kind', (kept.body ->> 'version')::integer, kept.sha256, 'served', kept.by_id,
    kept.session_id, coalesce(kept.claimed_at, kept.at), v_moment, clock_timestamp(), array['unparked'] || v_flags, unparked.rev,
    null, kept.body -> 'body'
  )::logic.command;
  v_cmd.bad := logic.bad_body(v_cmd.kind, v_cmd.version, v_cmd.body);
  return v_cmd;
end
$$;

-- Books what the till had parked under the number, through the served door, with the ids that it had. Returns its outcome: `done`; or `refused`
-- or `stopped` (with `sqlstate`) again, and then it stays parked. The same again returns the same and changes nothing. Raises `no_data_found`
-- when nothing was parked there.
create function logic.unpark(bar uuid, till uuid, ledger uuid, no bigint) returns jsonb
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks := logic.lock_bar(bar);
  v_desk logic.desk := logic.desk_of(bar, till, ledger);
  v_before data.commands;
  v_cmd logic.command;
  v_verdict logic.verdict;
  v_kept data.commands;
begin
  -- The same command may stand under more numbers, from a ledger that was lost: the first of them is the one that is booked.
  select f.* into v_before
  from data.commands k
  join data.commands f on f.bar_id = k.bar_id and f.id = k.id and f.is_first
  where k.bar_id = unpark.bar and k.till_id = unpark.till and k.ledger_id = unpark.ledger and k.no = unpark.no;
  if v_before.outcome = 'done' and v_before.earlier ->> 'code' = 'TLPRK' then
    return logic.outcome_of(v_before);
  elsif v_before.code is distinct from 'TLPRK' then
    raise exception using errcode = 'no_data_found', message = format('no parked command %s in this ledger', unpark.no);
  end if;

  if not logic.is_text(v_before.body -> 'kind', 1, 60) or not logic.is_whole(v_before.body -> 'version', 0, 1000000) then
    return jsonb_build_object('no', unpark.no, 'outcome', 'refused', 'code', 'TLINP', 'params', jsonb_build_object('path', 'body'));
  end if;
  v_cmd := logic.unparked(v_before, v_desk, v_clock.rev + 1);
  v_verdict := logic.judge(v_cmd);
  if v_verdict.outcome = 'stopped' then
    return jsonb_build_object('no', unpark.no, 'outcome', 'stopped', 'sqlstate', v_verdict.code) || v_verdict.params;
  elsif v_verdict.outcome = 'refused' then
    return jsonb_build_object('no', unpark.no, 'outcome', 'refused', 'code', v_verdict.code, 'params', v_verdict.params);
  end if;
  v_kept := logic.kept_of(v_cmd, v_verdict, logic.kept_by_id(bar, v_verdict.twin),
    logic.outcome_of(v_before) || jsonb_build_object('at', v_before.at));
  update data.commands k
  set kind = v_kept.kind, version = v_kept.version, body = v_kept.body, door = v_kept.door, outcome = v_kept.outcome, code = v_kept.code,
    params = v_kept.params, result = v_kept.result, rev = v_kept.rev, earlier = v_kept.earlier, at = v_kept.at
  where k.bar_id = unpark.bar and k.id = v_kept.id and k.code = 'TLPRK';
  v_desk := logic.moved_on(v_desk, v_cmd, v_kept);
  update data.ledgers l
  set last_ticket = greatest(l.last_ticket, v_desk.last_ticket)
  where l.bar_id = unpark.bar and l.till_id = unpark.till and l.id = unpark.ledger;
  v_clock := logic.touched(v_clock, v_verdict.topics);
  if v_verdict.moved then
    v_clock.rev := v_cmd.rev;
  end if;
  perform logic.save_clock(v_clock, v_desk.feed);
  update data.alerts a
  set settled_at = clock_timestamp()
  where a.bar_id = unpark.bar and a.kind in ('parked', 'stopped') and a.subject = v_before.ledger_id || ':' || v_before.no
    and a.settled_at is null;
  insert into data.audit_log (bar_id, action, subject, params)
  values (unpark.bar, 'unpark', unpark.till, jsonb_build_object('ledger', unpark.ledger, 'no', unpark.no, 'command', v_kept.id));
  return logic.outcome_of(v_kept);
end
$$;

grant execute on function logic.unparked(data.commands, logic.desk, bigint) to bartender_api;
