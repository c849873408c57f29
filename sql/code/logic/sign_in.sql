-- Who is at the till: PINs, their lock-out, and sessions.

-- Takes one try from a gate of a bar, as `logic.pass_gate` does from one of the site: one statement looks, decides and counts, so that it holds
-- even where a bar is not locked. What a call counts that fails is undone with it: so a wrong PIN, which is an answer, counts here, and what no
-- bar can be told of counts for the site only.
create function logic.pass_bar_gate(bar uuid, gate text, every_ms integer, burst integer) returns void
language plpgsql volatile
as $$
declare
  v_now bigint := floor(extract(epoch from clock_timestamp()) * 1000);
begin
  insert into data.bar_gates as g (bar_id, gate, paid_ms)
  values (pass_bar_gate.bar, pass_bar_gate.gate, v_now + every_ms)
  on conflict on constraint bar_gates_pkey do update
  set paid_ms = greatest(g.paid_ms, v_now) + every_ms
  where greatest(g.paid_ms, v_now) + every_ms <= v_now + every_ms * burst;
  if not found then
    perform logic.refuse('TLLIM', jsonb_build_object('retry_s', (
      select ceil((g.paid_ms + every_ms - v_now - every_ms * burst) / 1000.0)::integer
      from data.bar_gates g
      where g.bar_id = pass_bar_gate.bar and g.gate = pass_bar_gate.gate
    )));
  end if;
end
$$;

-- Signs a member in on a till of a locked bar, or counts a failure. After 5 failures the member is locked for a minute, then twice as long
-- for each further one, up to a day.
create function logic.sign_in(desk logic.desk, member uuid, proof text) returns jsonb
language plpgsql volatile
as $$
declare
  v_member data.bar_members;
  v_now timestamptz := clock_timestamp();
  v_session uuid;
  v_failures integer;
  v_locked_s integer;
begin
  select * into v_member
  from data.bar_members m
  where m.bar_id = desk.bar and m.user_id = sign_in.member and m.is_active;
  if not found then
    perform logic.refuse('TLSEL', jsonb_build_object('member', member));
  elsif v_member.locked_until > v_now then
    return jsonb_build_object('ok', false, 'code', 'TLLCK', 'params',
      jsonb_build_object('seconds', ceil(extract(epoch from v_member.locked_until - v_now))::integer));
  elsif v_member.verifier = sha256(decode(proof, 'hex')) then
    update data.bar_members m
    set failures = 0, locked_until = null
    where m.bar_id = desk.bar and m.user_id = sign_in.member and m.failures > 0;
    insert into data.sessions (bar_id, till_id, user_id, started_at, until_at)
    values (desk.bar, desk.till, member, v_now, v_now + interval '16 hours')
    returning id into v_session;
    return jsonb_build_object(
      'ok', true, 'session', v_session, 'role', v_member.role,
      'name', (select u.name from data.users u where u.id = sign_in.member),
      'until', logic.utc_text(v_now + interval '16 hours')
    );
  end if;

  v_failures := v_member.failures + 1;
  if v_failures >= 5 then
    v_locked_s := least(60 * 2 ^ least(v_failures - 5, 20), 86400);
  end if;
  update data.bar_members m
  set failures = v_failures, locked_until = v_now + make_interval(secs => v_locked_s)
  where m.bar_id = desk.bar and m.user_id = sign_in.member;
  if v_locked_s is null then
    return jsonb_build_object('ok', false, 'code', 'TLPIN', 'params', jsonb_build_object('tries_left', 5 - v_failures));
  end if;
  perform logic.tell(desk.bar, 'member_locked', jsonb_build_object('member', member, 'till', desk.till, 'seconds', v_locked_s));
  perform logic.take_rev(desk.bar, array['notifications'], false);
  return jsonb_build_object('ok', false, 'code', 'TLLCK', 'params', jsonb_build_object('seconds', v_locked_s));
end
$$;

-- Answers `api.sign_in`. 200 tries at once, then 10 per second, for the whole site; of one bar 60, then one per second.
create function logic.answer_sign_in(till_token text, member uuid, proof text) returns jsonb
language plpgsql volatile
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, true);
begin
  if member is null then
    perform logic.refuse('TLINP', '{"path": "member"}');
  elsif not logic.is_hash(proof) then
    perform logic.refuse('TLINP', '{"path": "proof"}');
  end if;
  perform logic.pass_gate('data.sign_in_gate', 100, 200);
  perform logic.lock_bar(v_desk.bar);
  -- Again: what shut the till out may have been what this waited for.
  v_desk := logic.till_of(till_token, true);
  perform logic.pass_bar_gate(v_desk.bar, 'sign_in', 1000, 60);
  return logic.sign_in(v_desk, member, proof);
end
$$;

-- Answers `api.sign_out`. A revoked till may call: its people leave it all the same.
create function logic.answer_sign_out(till_token text, session uuid) returns jsonb
language plpgsql volatile
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
begin
  perform logic.lock_bar(v_desk.bar);
  update data.sessions s
  set ended_at = clock_timestamp()
  where s.bar_id = v_desk.bar and s.id = session and s.till_id = v_desk.till and s.ended_at is null;
  return '{"ok": true}';
end
$$;

grant execute on function
  logic.pass_bar_gate(uuid, text, integer, integer), logic.sign_in(logic.desk, uuid, text), logic.answer_sign_in(text, uuid, text),
  logic.answer_sign_out(text, uuid)
to bartender_api;
