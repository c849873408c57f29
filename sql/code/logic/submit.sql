-- The one entry for writes: a batch of a till's commands, in number order, under the bar's lock.

-- Returns the desk as it is now, under the bar's lock; its code is null when the till has no such ledger.
create function logic.desk_of(bar uuid, till uuid, ledger uuid) returns logic.desk
language plpgsql volatile set search_path = ''
as $$
declare
  v_desk logic.desk;
begin
  select t.bar_id, t.id, t.code, l.id, l.last_no, l.last_ticket, t.revoked_at is not null or not b.is_active
  into v_desk
  from data.tills t
  join data.bars b on b.id = t.bar_id
  join data.ledgers l on l.bar_id = t.bar_id and l.till_id = t.id and l.id = desk_of.ledger
  where t.bar_id = desk_of.bar and t.id = desk_of.till;
  return v_desk;
end
$$;

-- Returns the refused numbers among the ledger's last 100.
create function logic.refused_of(bar uuid, till uuid, ledger uuid, last_no bigint) returns jsonb
language plpgsql stable set search_path = ''
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
immutable
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- Returns the answer to a command, from its row.
create function logic.outcome_of(kept data.commands) returns jsonb
language plpgsql immutable set search_path = ''
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
language plpgsql volatile set search_path = ''
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
language plpgsql volatile set search_path = ''
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
language plpgsql immutable set search_path = ''
as $$
begin
  return kept.outcome = 'refused' and kept.door = 'counter' and kept.kind = 'record_sale'
    and cmd.door = 'served' and cmd.kind = 'record_sale';
end
$$;

-- Returns the row that holds the command and its verdict; a twin's outcome is copied.
create function logic.kept_of(cmd logic.command, verdict logic.verdict, twin data.commands, earlier jsonb) returns data.commands
language plpgsql stable set search_path = ''
as $$
declare
  v_kept data.commands;
begin
  v_kept.bar_id := (cmd.desk).bar;
  v_kept.till_id := (cmd.desk).till;
  v_kept.ledger_id := (cmd.desk).ledger;
  v_kept.no := cmd.no;
  v_kept.id := cmd.id;
  v_kept.is_first := twin.id is distinct from cmd.id;
  v_kept.kind := cmd.kind;
  v_kept.version := cmd.version;
  v_kept.sha256 := cmd.sha256;
  v_kept.by_id := cmd.by_id;
  v_kept.session_id := cmd.session_id;
  v_kept.claimed_at := cmd.claimed_at;
  v_kept.body := cmd.body;
  v_kept.outcome := coalesce(twin.outcome, verdict.outcome);
  v_kept.door := coalesce(twin.door, verdict.door);
  v_kept.code := coalesce(twin.code, verdict.code);
  v_kept.params := coalesce(twin.params, verdict.params);
  v_kept.result := coalesce(twin.result, verdict.result);
  v_kept.rev := coalesce(twin.rev, verdict.rev);
  v_kept.earlier := earlier;
  v_kept.at := cmd.now_at;
  return v_kept;
end
$$;

-- Keeps the row of a command. One that came again by the served door takes the place of its refusal, which stays in `earlier`.
create function logic.keep(kept data.commands, before data.commands) returns void
language plpgsql volatile set search_path = ''
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
end
$$;

-- Tells people of what submit may not pass over in silence; returns the topics that moved.
create function logic.report(cmd logic.command, verdict logic.verdict) returns text[]
language plpgsql volatile set search_path = ''
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
    perform logic.tell((cmd.desk).bar, 'till_shut', v_what);
    return array['notifications'];
  end if;
  return '{}';
end
$$;

-- Takes the commands in order and returns the answer. See database.md § 3, step by step.
create function logic.submit(bar uuid, till uuid, ledger uuid, seen jsonb, commands jsonb) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_clock data.bar_clocks := logic.lock_bar(bar);
  v_before data.bar_clocks := v_clock;
  v_desk logic.desk := logic.desk_of(bar, till, ledger);
  v_started timestamptz := clock_timestamp();
  v_limit_ms integer := (select s.work_limit_ms from data.site s);
  v_fault text;
  v_item jsonb;
  v_index bigint;
  v_previous bigint := 0;
  v_cmd logic.command;
  v_kept data.commands;
  v_earlier data.commands;
  v_twin data.commands;
  v_verdict logic.verdict;
  v_outcomes jsonb[] := '{}';
  v_stopped jsonb;
begin
  if v_desk.ledger is null then
    perform logic.refuse('TLLED');
  end if;
  v_fault := logic.epoch_fault(v_clock, v_desk.last_no, seen);
  if v_fault is not null then
    v_clock := logic.begin_epoch(v_clock, v_fault, jsonb_build_object('till', till, 'seen', seen));
    return logic.submit_answer(v_clock, v_desk, v_outcomes, null);
  elsif seen ->> 'epoch' <> v_clock.epoch::text then
    return logic.submit_answer(v_clock, v_desk, v_outcomes, null);
  end if;

  for v_item, v_index in select e.item, e.place - 1 from jsonb_array_elements(commands) with ordinality e (item, place) loop
    -- What cannot be stored fails the call when it comes first; later, what came before it stays.
    v_fault := logic.bad_envelope(v_item);
    if v_fault is null and (v_item ->> 'no')::bigint <= v_previous then
      v_fault := '.no';
    end if;
    if v_fault is not null then
      exit when v_index > 0;
      perform logic.refuse('TLINP', jsonb_build_object('path', 'commands[' || v_index || ']' || v_fault));
    end if;
    v_cmd := logic.opened(v_desk, v_item, v_started, v_clock.rev + 1);
    v_previous := v_cmd.no;
    v_kept := null;
    if v_cmd.no <= v_desk.last_no then
      v_kept := logic.kept_by_no(v_cmd);
      if v_kept.sha256 is distinct from v_cmd.sha256 then
        exit when v_index > 0;
        perform logic.refuse('TLHSH', jsonb_build_object('no', v_cmd.no));
      end if;
    elsif v_cmd.no > v_desk.last_no + 1 and not logic.bridges(v_cmd) then
      exit when v_index > 0;
      perform logic.refuse('TLGAP', jsonb_build_object('no', v_cmd.no, 'expected', v_desk.last_no + 1));
    end if;

    if v_kept.no is null or (v_cmd.no = v_desk.last_no and logic.may_come_again(v_kept, v_cmd)) then
      v_earlier := case when v_kept.no is not null then v_kept else logic.kept_by_id(bar, v_cmd.id) end;
      v_twin := null;
      v_verdict := null;
      if v_earlier.no is null or logic.may_come_again(v_earlier, v_cmd) then
        v_verdict := logic.judge(v_cmd);
        v_clock := logic.touched(v_clock, v_verdict.topics || logic.report(v_cmd, v_verdict));
        if v_verdict.outcome = 'stopped' then
          v_stopped := jsonb_build_object('no', v_cmd.no, 'sqlstate', v_verdict.code);
          exit;
        elsif v_verdict.moved then
          v_clock.rev := v_cmd.rev;
        elsif v_verdict.twin is not null then
          v_twin := logic.kept_by_id(bar, v_verdict.twin);
        end if;
      else
        v_twin := v_earlier;
        v_earlier := null;
      end if;
      v_kept := logic.kept_of(v_cmd, v_verdict, v_twin,
        case when v_earlier.no is not null then logic.outcome_of(v_earlier) || jsonb_build_object('at', v_earlier.at) end);
      perform logic.keep(v_kept, v_earlier);
      v_desk.last_no := greatest(v_desk.last_no, v_cmd.no);
      if v_kept.outcome = 'done' and v_cmd.kind = 'gap' then
        v_desk.last_no := greatest(v_desk.last_no, (v_cmd.body ->> 'to')::bigint);
      end if;
      v_desk.last_ticket := greatest(v_desk.last_ticket,
        substring(v_cmd.body ->> 'ticket' from '^[A-Z][A-Z0-9]{0,7}-([0-9]{6,12})$')::bigint);
    end if;
    v_outcomes := v_outcomes || logic.outcome_of(v_kept);
    -- A sale refused at the counter may still have to come again by the served door: nothing may pass it.
    exit when v_kept.outcome = 'refused' and v_kept.door = 'counter' and v_kept.kind = 'record_sale';
    exit when clock_timestamp() >= v_started + make_interval(secs => v_limit_ms / 1000.0);
  end loop;

  update data.ledgers l
  set last_no = v_desk.last_no, last_ticket = v_desk.last_ticket
  where l.bar_id = v_desk.bar and l.till_id = v_desk.till and l.id = v_desk.ledger
    and (l.last_no, l.last_ticket) <> (v_desk.last_no, v_desk.last_ticket);
  if v_clock <> v_before then
    perform logic.save_clock(v_clock);
  end if;
  return logic.submit_answer(v_clock, v_desk, v_outcomes, v_stopped);
end
$$;

-- Returns the answer of a submit: its marks and its outcomes.
create function logic.submit_answer(clock data.bar_clocks, desk logic.desk, outcomes jsonb[], stopped jsonb) returns jsonb
language plpgsql volatile set search_path = ''
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

grant execute on function
  logic.desk_of(uuid, uuid, uuid), logic.refused_of(uuid, uuid, uuid, bigint), logic.utc_text(timestamptz),
  logic.outcome_of(data.commands), logic.kept_by_no(logic.command), logic.kept_by_id(uuid, uuid),
  logic.may_come_again(data.commands, logic.command),
  logic.kept_of(logic.command, logic.verdict, data.commands, jsonb), logic.keep(data.commands, data.commands),
  logic.report(logic.command, logic.verdict), logic.submit(uuid, uuid, uuid, jsonb, jsonb),
  logic.submit_answer(data.bar_clocks, logic.desk, jsonb[], jsonb)
to bartender_api;
