-- Which till is calling: every right begins here.

-- Returns the till whose token this is, and lets this transaction see its bar and no other. Refuses an unknown token, and
-- where the till must be open, one that is revoked or whose bar is closed down.
create function logic.till_of(token text, must_be_open boolean) returns logic.desk
language plpgsql stable
as $$
declare
  v_desk logic.desk;
  v_hash bytea := sha256(convert_to(token, 'UTF8'));
  v_seen text := set_config('bartender.bar', '', true);
begin
  if not logic.is_hash(token) then
    perform logic.refuse('TLAUT');
  end if;
  v_seen := set_config('bartender.key', encode(v_hash, 'hex'), true);
  select t.bar_id, t.id, t.code, t.ledger_id, null, null, t.revoked_at is not null, null, null, null, null, null into v_desk
  from data.tills t
  where t.token_hash = v_hash;
  if not found then
    perform logic.refuse('TLAUT');
  end if;
  v_seen := set_config('bartender.key', '', true) || set_config('bartender.bar', v_desk.bar::text, true);
  -- Apart, since a condition with a query in it would lock the table even where it is not asked.
  if must_be_open then
    if v_desk.is_shut or not (select b.is_active from data.bars b where b.id = v_desk.bar) then
      perform logic.refuse('TLREV');
    end if;
    if exists (select from data.bar_clocks c where c.bar_id = v_desk.bar and c.frozen_at is not null) then
      perform logic.refuse_frozen();
    end if;
  end if;
  return v_desk;
end
$$;

-- Refuses an argument that is larger than what a till has to say.
create function logic.bound(value jsonb, most integer, path text) returns void
language plpgsql immutable
as $$
begin
  if pg_column_size(value) > most then
    perform logic.refuse('TLBIG', jsonb_build_object('path', path, 'bytes', pg_column_size(value)));
  end if;
end
$$;

-- Returns the marks of an answer, for the till's ledger, and the bar's clock in the same snapshot.
create function logic.marks(desk logic.desk) returns logic.marked
language plpgsql stable
as $$
declare
  v_clock data.bar_clocks;
  v_last bigint := coalesce((
    select l.last_no
    from data.ledgers l
    where l.bar_id = desk.bar and l.till_id = desk.till and l.id = desk.ledger
  ), 0);
begin
  select * into v_clock from data.bar_clocks c where c.bar_id = desk.bar;
  return (
    jsonb_build_object(
      'ledger', desk.ledger, 'epoch', v_clock.epoch, 'applied', v_last,
      'refused', logic.refused_of(desk.bar, desk.till, desk.ledger, v_last), 'rev', v_clock.rev
    ),
    v_clock
  )::logic.marked;
end
$$;

-- Opens a ledger of the till, makes it the current one and returns the last ticket number that any of the till's ledgers gave.
create function logic.open_ledger(bar uuid, till uuid, ledger uuid) returns bigint
language plpgsql volatile
as $$
begin
  insert into data.ledgers (bar_id, till_id, id)
  values (open_ledger.bar, open_ledger.till, open_ledger.ledger)
  on conflict (bar_id, till_id, id) do nothing;
  update data.tills t
  set ledger_id = open_ledger.ledger
  where t.bar_id = open_ledger.bar and t.id = open_ledger.till and t.ledger_id is distinct from open_ledger.ledger;
  return (
    select max(l.last_ticket)
    from data.ledgers l
    where l.bar_id = open_ledger.bar and l.till_id = open_ledger.till
  );
end
$$;

-- Takes one try from a gate that lets `burst` through at once and then one every `every_ms`; refuses with the seconds to wait. The
-- gate is a sequence, since a try must count although the call that made it fails. However many try at once, they look and count one after the
-- other: each holds the gate's row for that, in a subtransaction that undoes itself, so that nobody waits for what a call does next. What a
-- sequence was set to is not undone.
create function logic.pass_gate(gate regclass, every_ms integer, burst integer) returns void
language plpgsql volatile
as $$
declare
  v_now bigint;
  v_paid bigint;
  v_late_ms bigint;
begin
  begin
    perform from data.gates g
    where g.gate = (select c.relname from pg_catalog.pg_class c where c.oid = pass_gate.gate)
    for no key update;
    v_now := floor(extract(epoch from clock_timestamp()) * 1000);
    v_paid := greatest(coalesce(pg_sequence_last_value(pass_gate.gate), 0), v_now) + every_ms;
    v_late_ms := v_paid - v_now - every_ms * burst;
    if v_late_ms <= 0 then
      perform setval(pass_gate.gate, v_paid);
    end if;
    raise exception using errcode = 'GATED';
  exception when sqlstate 'GATED' then
    null; -- the row is given back
  end;
  if v_late_ms > 0 then
    perform logic.refuse('TLLIM', jsonb_build_object('retry_s', ceil(v_late_ms / 1000.0)::integer));
  end if;
end
$$;

-- Answers `api.open_ledger`. A revoked till may call: its sales must still arrive.
create function logic.answer_open_ledger(till_token text, ledger uuid) returns jsonb
language plpgsql volatile
as $$
declare
  v_desk logic.desk := logic.till_of(till_token, false);
  v_ticket bigint;
begin
  if ledger is null then
    perform logic.refuse('TLINP', '{"path": "ledger"}');
  end if;
  perform logic.lock_bar(v_desk.bar);
  v_ticket := logic.open_ledger(v_desk.bar, v_desk.till, ledger);
  v_desk.ledger := ledger;
  return (logic.marks(v_desk)).marks || jsonb_build_object('last_ticket', v_ticket);
end
$$;

grant execute on function
  logic.till_of(text, boolean), logic.bound(jsonb, integer, text), logic.marks(logic.desk), logic.open_ledger(uuid, uuid, uuid),
  logic.pass_gate(regclass, integer, integer),
  logic.answer_open_ledger(text, uuid)
to bartender_api;
