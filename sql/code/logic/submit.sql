-- The one entry for writes: a batch of a till's commands, in number order, under the bar's lock.

-- Returns the desk as it is now, under the bar's lock; its code is null when the till has no such ledger.
create function logic.desk_of(bar uuid, till uuid, ledger uuid) returns logic.desk
language plpgsql volatile
as $$
declare
  v_desk logic.desk;
begin
  select t.bar_id, t.id, t.code, l.id, l.last_no, l.last_ticket, t.revoked_at is not null or not b.is_active,
    s.work_limit_ms, s.feed, b.time_zone, b.closing_hour, b.hours_since
  into v_desk
  from data.site s
  cross join data.tills t
  join data.bars b on b.id = t.bar_id
  join data.ledgers l on l.bar_id = t.bar_id and l.till_id = t.id and l.id = desk_of.ledger
  where t.bar_id = desk_of.bar and t.id = desk_of.till;
  return v_desk;
end
$$;

-- Returns the refused numbers among the ledger's last 100.
create function logic.refused_of(bar uuid, till uuid, ledger uuid, last_no bigint) returns jsonb
language plpgsql stable
as $$
begin
  return coalesce((
    select jsonb_agg(k.no order by k.no)
    from data.commands k
    where k.bar_id = refused_of.bar and k.till_id = refused_of.till and k.ledger_id = refused_of.ledger
      and k.no > refused_of.last_no - 100 and k.outcome = 'refused'
  ), '[]');
end
$$;

-- Returns the time as the tills read it.
create function logic.utc_text(moment timestamptz) returns text
stable
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- Returns the answer to a command, from its row.
create function logic.outcome_of(kept data.commands) returns jsonb
language plpgsql immutable
as $$
begin
  return jsonb_build_object(
    'no', kept.no, 'outcome', kept.outcome, 'door', kept.door, 'code', kept.code, 'params', kept.params, 'result', kept.result,
    'rev', kept.rev
  );
end
$$;

-- Returns the row of a command by its number, null when there is none.
create function logic.kept_by_no(cmd logic.command) returns data.commands
language plpgsql volatile
as $$
declare
  v_kept data.commands;
begin
  select * into v_kept
  from data.commands k
  where k.bar_id = (cmd.desk).bar and k.till_id = (cmd.desk).till and k.ledger_id = (cmd.desk).ledger and k.no = cmd.no;
  return v_kept;
end
$$;

-- Returns the row of a command by its id, whatever till and number, null when there is none.
create function logic.kept_by_id(bar uuid, id uuid) returns data.commands
language plpgsql volatile
as $$
declare
  v_kept data.commands;
begin
  select * into v_kept
  from data.commands k
  where k.bar_id = kept_by_id.bar and k.id = kept_by_id.id and k.is_first;
  return v_kept;
end
$$;

-- Tells whether a kept command may be judged again: refused at the counter, and now the guest has the drink.
create function logic.may_come_again(kept data.commands, cmd logic.command) returns boolean
language plpgsql immutable
as $$
begin
  return kept.outcome = 'refused' and kept.door = 'counter' and kept.kind = 'record_sale'
    and cmd.door = 'served' and cmd.kind = 'record_sale';
end
$$;

-- Returns the row that holds the command and its verdict; of a twin, a copy of its outcome.
create function logic.kept_of(cmd logic.command, verdict logic.verdict, twin data.commands, earlier jsonb) returns data.commands
language plpgsql immutable
as $$
begin
  return (
    (cmd.desk).bar, (cmd.desk).till, (cmd.desk).ledger, cmd.no, cmd.id, twin.id is distinct from cmd.id, cmd.kind, cmd.version,
    cmd.sha256, coalesce(twin.door, verdict.door), cmd.by_id, cmd.session_id, cmd.claimed_at, cmd.body,
    coalesce(twin.outcome, verdict.outcome), coalesce(twin.code, verdict.code), coalesce(twin.params, verdict.params),
    coalesce(twin.result, verdict.result), coalesce(twin.rev, verdict.rev), earlier, cmd.now_at
  )::data.commands;
end
$$;

-- Keeps the row of a command and returns it. One that came again by the served door takes the place of its refusal, which stays in `earlier`.
create function logic.keep(kept data.commands, before data.commands) returns data.commands
language plpgsql volatile
as $$
begin
  if before.no is null then
    insert into data.commands values (kept.*);
  elsif (before.till_id, before.ledger_id, before.no) = (kept.till_id, kept.ledger_id, kept.no) then
    update data.commands k
    set door = kept.door, outcome = kept.outcome, code = kept.code, params = kept.params, result = kept.result, rev = kept.rev,
      earlier = kept.earlier, at = kept.at, body = kept.body
    where k.bar_id = kept.bar_id and k.till_id = kept.till_id and k.ledger_id = kept.ledger_id and k.no = kept.no;
  else
    update data.commands k
    set is_first = false
    where k.bar_id = before.bar_id and k.till_id = before.till_id and k.ledger_id = before.ledger_id and k.no = before.no;
    insert into data.commands values (kept.*);
  end if;
  return kept;
end
$$;

-- Tells people of what submit may not pass over in silence; returns the topics that moved.
create function logic.report(cmd logic.command, verdict logic.verdict) returns text[]
language plpgsql volatile
as $$
declare
  v_what jsonb := jsonb_build_object('till', (cmd.desk).till, 'ledger', (cmd.desk).ledger, 'no', cmd.no, 'kind', cmd.kind);
begin
  if verdict.outcome = 'stopped' then
    perform logic.alert((cmd.desk).bar, 'stopped', (cmd.desk).ledger || ':' || cmd.no,
      v_what || verdict.params || jsonb_build_object('sqlstate', verdict.code));
  elsif verdict.code = 'TLPRK' then
    perform logic.alert((cmd.desk).bar, 'parked', (cmd.desk).ledger || ':' || cmd.no, v_what);
    perform logic.tell((cmd.desk).bar, 'parked', v_what);
    return array['notifications'];
  elsif verdict.code = 'TLREV' then
    perform logic.alert((cmd.desk).bar, 'till_shut', (cmd.desk).till::text, v_what);
    if logic.tell_once((cmd.desk).bar, 'till_shut', (cmd.desk).till::text, v_what) then
      return array['notifications'];
    end if;
  -- Whoever did it has gone, or the guest of a served sale has the drink. A sale at the counter comes back to the till as a cart.
  elsif (cmd.kind, cmd.door) = ('record_sale', 'served')
    or cmd.moment < cmd.now_at - interval '2 minutes' and (cmd.kind, cmd.door) <> ('record_sale', 'counter')
  then
    if logic.tell_once((cmd.desk).bar, 'command_refused', cmd.id::text,
      v_what || jsonb_build_object('code', verdict.code, 'by', cmd.by_id, 'at', logic.utc_text(cmd.moment)))
    then
      return array['notifications'];
    end if;
  end if;
  return '{}';
end
$$;

-- Judges a command that is new, or that may come again, and keeps it. Returns its row and the verdict.
create function logic.settle(cmd logic.command, before data.commands) returns logic.settled
language plpgsql volatile
as $$
declare
  v_earlier data.commands := before;
  v_twin data.commands;
  v_verdict logic.verdict;
  v_kept data.commands;
begin
  if v_earlier.no is null then
    v_earlier := logic.kept_by_id((cmd.desk).bar, cmd.id);
  end if;
  if v_earlier.no is null or logic.may_come_again(v_earlier, cmd) then
    v_verdict := logic.judge(cmd);
    if v_verdict.code is not null then
      v_verdict.topics := v_verdict.topics || logic.report(cmd, v_verdict);
    end if;
    if v_verdict.outcome = 'stopped' then
      return (null, v_verdict)::logic.settled;
    elsif v_verdict.twin is not null then
      v_twin := logic.kept_by_id((cmd.desk).bar, v_verdict.twin);
    end if;
  else
    v_twin := v_earlier;
    v_earlier := null;
  end if;
  v_kept := logic.kept_of(cmd, v_verdict, v_twin,
    case when v_earlier.no is not null then logic.outcome_of(v_earlier) || jsonb_build_object('at', v_earlier.at) end);
  v_kept := logic.keep(v_kept, v_earlier);
  return (v_kept, v_verdict)::logic.settled;
end
$$;

-- Returns the desk as the command leaves it.
create function logic.moved_on(desk logic.desk, cmd logic.command, kept data.commands) returns logic.desk
language plpgsql immutable
as $$
begin
  if cmd.no > desk.last_no then
    desk.last_no := cmd.no;
  end if;
  if kept.kind = 'gap' and kept.outcome = 'done' then
    desk.last_no := greatest(desk.last_no, (cmd.body ->> 'to')::bigint);
  elsif kept.kind in ('record_sale', 'exchange') and cmd.body @@ 'strict $.ticket like_regex "^[A-Z][A-Z0-9]*-[0-9]+$"' then
    desk.last_ticket := greatest(desk.last_ticket, right(split_part(cmd.body ->> 'ticket', '-', 2), 12)::bigint);
  end if;
  return desk;
end
$$;

-- Takes the commands in order and returns the answer. See database.md § 3, step by step.
create function logic.submit(bar uuid, till uuid, ledger uuid, seen jsonb, commands logic.command[]) returns jsonb
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks := logic.lock_bar(bar);
  v_before data.bar_clocks := v_clock;
  v_desk logic.desk := logic.desk_of(bar, till, ledger);
  v_until timestamptz := clock_timestamp() + make_interval(secs => v_desk.work_limit_ms / 1000.0);
  v_fault text;
  v_cmd logic.command;
  v_kept data.commands;
  v_settled logic.settled;
  v_outcomes jsonb[] := '{}';
  v_stopped jsonb;
begin
  if v_desk.ledger is null then
    perform logic.refuse('TLLED');
  end if;
  v_fault := logic.epoch_fault(v_clock, v_desk.last_no, seen);
  if v_fault is not null then
    v_clock := logic.begin_epoch(v_clock, v_fault, jsonb_build_object('till', till, 'seen', seen));
  end if;
  if v_fault is not null or seen ->> 'epoch' <> v_clock.epoch::text then
    return logic.submit_answer(v_clock, v_desk, v_outcomes, null);
  end if;

  foreach v_cmd in array commands loop
    v_cmd.desk := v_desk;
    v_cmd.rev := v_clock.rev + 1;
    v_kept := null;
    -- What cannot be answered fails the call when it comes first; later, the batch ends before it.
    if v_cmd.no <= v_desk.last_no then
      v_kept := logic.kept_by_no(v_cmd);
      if v_kept.sha256 is distinct from v_cmd.sha256 then
        exit when cardinality(v_outcomes) > 0;
        perform logic.refuse('TLHSH', jsonb_build_object('no', v_cmd.no));
      end if;
    elsif v_cmd.no > v_desk.last_no + 1 and not logic.bridges(v_cmd) then
      exit when cardinality(v_outcomes) > 0;
      perform logic.refuse('TLGAP', jsonb_build_object('no', v_cmd.no, 'expected', v_desk.last_no + 1));
    end if;

    if v_kept.no is null or (v_cmd.no = v_desk.last_no and logic.may_come_again(v_kept, v_cmd)) then
      v_settled := logic.settle(v_cmd, v_kept);
      v_clock := logic.touched(v_clock, (v_settled.verdict).topics);
      if (v_settled.verdict).outcome = 'stopped' then
        v_stopped := jsonb_build_object('no', v_cmd.no, 'sqlstate', (v_settled.verdict).code);
        exit;
      elsif (v_settled.verdict).moved then
        v_clock.rev := v_cmd.rev;
      end if;
      v_kept := v_settled.kept;
      v_desk := logic.moved_on(v_desk, v_cmd, v_kept);
    end if;
    v_outcomes := v_outcomes || logic.outcome_of(v_kept);
    -- A sale refused at the counter may still have to come again by the served door: nothing may pass it.
    exit when (v_kept.outcome = 'refused' and v_kept.door = 'counter' and v_kept.kind = 'record_sale') or clock_timestamp() >= v_until;
  end loop;

  update data.ledgers l
  set last_no = v_desk.last_no, last_ticket = v_desk.last_ticket
  where l.bar_id = v_desk.bar and l.till_id = v_desk.till and l.id = v_desk.ledger
    and (l.last_no, l.last_ticket) <> (v_desk.last_no, v_desk.last_ticket);
  if v_clock <> v_before then
    v_clock.rev := logic.save_clock(v_clock, v_desk.feed);
  end if;
  return logic.submit_answer(v_clock, v_desk, v_outcomes, v_stopped);
end
$$;

-- Returns the answer of a submit: its marks and its outcomes.
create function logic.submit_answer(clock data.bar_clocks, desk logic.desk, outcomes jsonb[], stopped jsonb) returns jsonb
language plpgsql volatile
as $$
begin
  return jsonb_build_object(
    'ledger', desk.ledger, 'epoch', clock.epoch, 'applied', desk.last_no,
    'refused', logic.refused_of(desk.bar, desk.till, desk.ledger, desk.last_no),
    'rev', clock.rev, 'topics', logic.topics(clock), 'server_time', logic.utc_text(clock_timestamp()),
    'outcomes', to_jsonb(outcomes)
  ) || case when stopped is null then '{}' else jsonb_build_object('stopped', stopped) end;
end
$$;

-- Returns the answer in few words for a till that asks for them with `few` in what it has seen, and has seen this epoch: in the place of the marks,
-- `few`: `[applied, rev, topics, time in us, refused]`; of an outcome, what it has.
create function logic.submit_in_few_words(answer jsonb, seen jsonb) returns jsonb
language plpgsql immutable
as $$
begin
  if logic.is_absent(seen -> 'few') or seen -> 'epoch' is distinct from answer -> 'epoch' then
    return answer;
  end if;
  return answer - '{ledger,epoch,applied,refused,rev,topics,server_time}'::text[] || jsonb_build_object(
    'few', jsonb_build_array(
      answer -> 'applied', answer -> 'rev', (
        select jsonb_agg(answer -> 'topics' -> t.name order by t.place)
        from unnest('{sales,returns,supplies,consignments,catalog,team,settings,notifications}'::text[]) with ordinality t (name, place)
      ),
      floor(extract(epoch from (answer ->> 'server_time')::timestamptz) * 1000000)::bigint, answer -> 'refused'
    ),
    'outcomes', (
      select coalesce(jsonb_agg((
        select jsonb_object_agg(p.key, p.value) from jsonb_each(o.outcome) p where p.value not in ('null', '{}')
      ) order by o.place), '[]')
      from jsonb_array_elements(answer -> 'outcomes') with ordinality o (outcome, place)
    )
  );
end
$$;

-- Answers `api.submit`. A revoked till may call: what it sends is kept, refused.
create function logic.answer_submit(till_token text, ledger uuid, seen jsonb, commands jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
begin
  -- 256 KB on the wire are at most 384 KB as jsonb.
  if pg_column_size(seen) > 1024 or pg_column_size(commands) > 393216 then
    perform logic.bound(seen, 1024, 'seen'), logic.bound(commands, 393216, 'commands');
  elsif jsonb_typeof(commands) is distinct from 'array' then
    perform logic.refuse('TLINP', '{"path": "commands"}');
  elsif jsonb_array_length(commands) > 50 then
    perform logic.refuse('TLBIG', jsonb_build_object('path', 'commands', 'count', jsonb_array_length(commands)));
  end if;
  -- Looked at before the lock: nobody waits for that.
  return logic.submit_in_few_words(
    logic.submit(v_desk.bar, v_desk.till, ledger, logic.seen_of(seen), logic.opened_all(commands, clock_timestamp())), seen);
end
$$;

grant execute on function
  logic.desk_of(uuid, uuid, uuid), logic.refused_of(uuid, uuid, uuid, bigint), logic.utc_text(timestamptz),
  logic.outcome_of(data.commands), logic.kept_by_no(logic.command), logic.kept_by_id(uuid, uuid),
  logic.may_come_again(data.commands, logic.command),
  logic.kept_of(logic.command, logic.verdict, data.commands, jsonb), logic.keep(data.commands, data.commands),
  logic.report(logic.command, logic.verdict), logic.settle(logic.command, data.commands),
  logic.moved_on(logic.desk, logic.command, data.commands), logic.submit(uuid, uuid, uuid, jsonb, logic.command[]),
  logic.submit_answer(data.bar_clocks, logic.desk, jsonb[], jsonb), logic.submit_in_few_words(jsonb, jsonb),
  logic.answer_submit(text, uuid, jsonb, jsonb)
to bartender_api;
