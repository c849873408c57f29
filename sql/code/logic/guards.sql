-- Triggers that keep what no grant can keep: stock and price move only under the bar's lock with a new revision, history is written by
-- itself, and what is written once stays.

-- Raises unless the row moves under its bar's lock, with a revision above the one it had, or the same again while it is nobody's yet: one
-- command may move a product twice. A new product has no stock yet.
create function logic.guard_feed() returns trigger
language plpgsql volatile
as $$
begin
  if current_setting('bartender.locked', true) is distinct from new.bar_id::text
    or new.rev < (case tg_op when 'UPDATE' then old.rev else 1 end)
    or (tg_op = 'UPDATE' and new.rev = old.rev and not logic.is_ahead(new.bar_id, new.rev))
    or (tg_op = 'INSERT' and (new.stock <> 0 or new.reserved <> 0))
  then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = 'stock, reserved, price and activity change only under the bar''s lock and with its next revision';
  end if;
  return new;
end
$$;
create trigger _100_guard_feed_update
  before update on data.bar_products
  for each row
  when (
    old.stock <> new.stock or old.reserved <> new.reserved or old.price_minor <> new.price_minor
    or old.is_active <> new.is_active or old.rev <> new.rev or old.id <> new.id or old.bar_id <> new.bar_id
  )
  execute function logic.guard_feed();
create trigger _100_guard_feed_insert
  before insert on data.bar_products
  for each row
  execute function logic.guard_feed();

-- Tells whether the revision is one that its bar's clock has not reached: that of the command under way.
create function logic.is_ahead(bar uuid, rev bigint) returns boolean
language plpgsql stable
as $$
begin
  return is_ahead.rev > (select c.rev from data.bar_clocks c where c.bar_id = is_ahead.bar);
end
$$;
grant execute on function logic.is_ahead(uuid, bigint) to bartender_api;

-- Raises: what has happened is not rewritten.
create function logic.guard_past() returns trigger
language plpgsql volatile
as $$
begin
  raise exception using errcode = 'object_not_in_prerequisite_state', message = tg_table_name || ' is not rewritten';
end
$$;
create trigger _100_guard_past before update or delete on data.stock_movements for each statement execute function logic.guard_past();
create trigger _100_guard_past before update or delete on data.sale_items for each statement execute function logic.guard_past();
create trigger _100_guard_past before update or delete on data.audit_log for each statement execute function logic.guard_past();
create trigger _100_guard_past before delete on data.commands for each statement execute function logic.guard_past();
create trigger _100_guard_past before delete on data.bar_products for each statement execute function logic.guard_past();
create trigger _100_guard_past before delete on data.sales for each statement execute function logic.guard_past();
create trigger _100_guard_past before delete on data.payments for each statement execute function logic.guard_past();

-- Raises unless a sale goes one step of pending → validated | rejected, validated → cancelled, and nothing of it changes but who decided,
-- when and why.
create function logic.guard_sale() returns trigger
language plpgsql volatile
as $$
declare
  v_decision text[] := array['status', 'decided_by', 'decided_at', 'decision_id', 'reason', 'rev'];
begin
  if (old.status, new.status) not in (('pending', 'validated'), ('pending', 'rejected'), ('validated', 'cancelled'))
    or num_nulls(new.decided_at, new.decision_id) > 0
    or (new.status <> 'validated' and new.reason is null)
    or new.rev < old.rev
    or to_jsonb(new) - v_decision <> to_jsonb(old) - v_decision
  then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = format('a sale does not go from %s to %s so', old.status, new.status);
  end if;
  return new;
end
$$;
create trigger _100_guard_sale before update on data.sales for each row execute function logic.guard_sale();

-- Raises unless a payment that is to be confirmed is confirmed or failed, and nothing of it changes but that and its reference.
create function logic.guard_payment() returns trigger
language plpgsql volatile
as $$
declare
  v_decision text[] := array['state', 'reference', 'settled_by', 'settled_at'];
begin
  if not (old.state = 'to_confirm' and new.state in ('confirmed', 'failed') or old.state = 'failed' and new.state = 'confirmed')
    or new.settled_at is null
    or to_jsonb(new) - v_decision <> to_jsonb(old) - v_decision
  then
    raise exception using errcode = 'object_not_in_prerequisite_state',
      message = format('a payment does not go from %s to %s so', old.state, new.state);
  end if;
  return new;
end
$$;
create trigger _100_guard_payment before update on data.payments for each row execute function logic.guard_payment();

-- Keeps each price with the time since which it holds.
create function logic.keep_price() returns trigger
language plpgsql volatile
as $$
begin
  insert into data.product_prices (bar_id, product_id, valid_from, price_minor)
  values (new.bar_id, new.id, clock_timestamp(), new.price_minor)
  on conflict (bar_id, product_id, valid_from) do update set price_minor = excluded.price_minor;
  return null;
end
$$;
create trigger _200_keep_price_insert
  after insert on data.bar_products
  for each row
  execute function logic.keep_price();
create trigger _200_keep_price_update
  after update of price_minor on data.bar_products
  for each row
  when (old.price_minor <> new.price_minor)
  execute function logic.keep_price();

-- Keeps each role with the time since which it holds.
create function logic.keep_role() returns trigger
language plpgsql volatile
as $$
begin
  insert into data.member_roles (bar_id, user_id, valid_from, role, is_active)
  values (new.bar_id, new.user_id, clock_timestamp(), new.role, new.is_active)
  on conflict (bar_id, user_id, valid_from) do update set role = excluded.role, is_active = excluded.is_active;
  return null;
end
$$;
create trigger _200_keep_role
  after insert or update of role, is_active on data.bar_members
  for each row
  execute function logic.keep_role();

-- Keeps each operating mode with the time since which it holds.
create function logic.keep_mode() returns trigger
language plpgsql volatile
as $$
begin
  insert into data.bar_modes (bar_id, valid_from, operating_mode)
  values (new.id, clock_timestamp(), new.operating_mode)
  on conflict (bar_id, valid_from) do update set operating_mode = excluded.operating_mode;
  return null;
end
$$;
create trigger _200_keep_mode
  after insert or update of operating_mode on data.bars
  for each row
  execute function logic.keep_mode();

-- Notes since when the hours hold.
create function logic.stamp_hours() returns trigger
language plpgsql volatile
as $$
begin
  new.hours_since := clock_timestamp();
  return new;
end
$$;
create trigger _100_stamp_hours
  before update of closing_hour, time_zone on data.bars
  for each row
  when ((old.closing_hour, old.time_zone) <> (new.closing_hour, new.time_zone))
  execute function logic.stamp_hours();

-- Keeps the hours with the time since which they hold.
create function logic.keep_hours() returns trigger
language plpgsql volatile
as $$
begin
  insert into data.bar_hours (bar_id, valid_from, closing_hour, time_zone)
  values (new.id, new.hours_since, new.closing_hour, new.time_zone)
  on conflict (bar_id, valid_from) do update set closing_hour = excluded.closing_hour, time_zone = excluded.time_zone;
  return null;
end
$$;
create trigger _200_keep_hours_insert
  after insert on data.bars
  for each row
  execute function logic.keep_hours();
create trigger _200_keep_hours_update
  after update of closing_hour, time_zone on data.bars
  for each row
  when (old.hours_since <> new.hours_since)
  execute function logic.keep_hours();
