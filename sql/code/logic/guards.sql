-- Triggers that keep what no grant can keep: stock and price move only under the bar's lock with a new revision, history is written by
-- itself, and what is written once stays.

-- Raises unless the row moves under its bar's lock, with a revision above the one it had; a new product has no stock yet.
create function logic.guard_feed() returns trigger
language plpgsql volatile
as $$
begin
  if current_setting('bartender.locked', true) is distinct from new.bar_id::text
    or new.rev <= (case tg_op when 'UPDATE' then old.rev else 0 end)
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
