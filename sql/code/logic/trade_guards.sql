-- Triggers that keep what happened to returns and kept bottles: their states go forward only, and what came back or is kept stays what it
-- was.

-- Raises unless a return goes one step of pending → approved | restocked | rejected, approved → restocked, and what came back stays what it
-- was.
create function logic.guard_return() returns trigger
language plpgsql volatile
as $$
declare
  v_decision text[] := array[
    'state', 'is_refunded', 'restocks', 'decided_by', 'decided_at', 'restocked_by', 'restocked_at', 'refusal', 'rev'
  ];
begin
  if (old.state, new.state) not in (
      ('pending', 'approved'), ('pending', 'restocked'), ('pending', 'rejected'), ('approved', 'restocked')
    )
    or (old.state = 'approved' and (new.is_refunded, new.restocks) is distinct from (old.is_refunded, old.restocks))
    or (new.state = 'restocked' and not new.restocks)
    or to_jsonb(new) - v_decision <> to_jsonb(old) - v_decision
  then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = format('a return does not go from %s to %s so', old.state, new.state);
  end if;
  return new;
end
$$;
create trigger _100_guard_return before update on data.returns for each row execute function logic.guard_return();
create trigger _100_guard_past before delete on data.returns for each statement execute function logic.guard_past();

-- Raises unless a kept bottle goes one step of active → claimed | forfeited | expired, expired → claimed, and what is kept stays what it
-- was; a guest's name, phone and notes may be erased at any time. Of what is not claimed there may be fewer pieces by those that became
-- parts of it, claimed, at the same revision.
create function logic.guard_consignment() returns trigger
language plpgsql volatile
as $$
declare
  v_guest text[] := array['guest', 'phone', 'notes', 'rev'];
  v_part text[] := array['qty', 'rev'];
  v_end text[] := array['state', 'ended_by', 'ended_at', 'reason', 'rev'];
begin
  if to_jsonb(new) - v_guest = to_jsonb(old) - v_guest then
    return new;
  elsif new.state = old.state and old.state in ('active', 'expired') and to_jsonb(new) - v_part = to_jsonb(old) - v_part
    and old.qty - new.qty = (
      select sum(c.qty)
      from data.consignments c
      where c.part_of = old.id and c.bar_id = old.bar_id and c.rev = new.rev and c.rev > old.rev
    )
  then
    return new;
  elsif (old.state, new.state) not in (
      ('active', 'claimed'), ('active', 'forfeited'), ('active', 'expired'), ('expired', 'claimed')
    )
    or to_jsonb(new) - v_end <> to_jsonb(old) - v_end
  then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = format('a kept bottle does not go from %s to %s so', old.state, new.state);
  end if;
  return new;
end
$$;
create trigger _100_guard_consignment before update on data.consignments for each row execute function logic.guard_consignment();
create trigger _100_guard_past before delete on data.consignments for each statement execute function logic.guard_past();
