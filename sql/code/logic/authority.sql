-- What a command other than a sale at the counter needs: a right, a living session, stock that may move, and a trace.

-- Tells whether the command's session is its person's own on this till and was alive at its moment; clocks may lag by two minutes.
create function logic.is_alive(cmd logic.command) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select
    from data.sessions s
    where s.bar_id = (cmd.desk).bar and s.id = cmd.session_id and s.till_id = (cmd.desk).till and s.user_id = cmd.by_id
      and s.started_at <= cmd.moment + interval '2 minutes'
      and cmd.moment < least(s.until_at, s.ended_at + interval '2 minutes')
  );
end
$$;

-- Returns the rights that the command's person had at its moment: with a living session those of the role, else those of a server; null for
-- one who was no active member.
create function logic.rights_of(cmd logic.command) returns text
language plpgsql stable
as $$
declare
  v_role text := nullif(logic.role_at((cmd.desk).bar, cmd.by_id, cmd.moment), '');
begin
  return case when v_role is null or logic.is_alive(cmd) then v_role else 'seller' end;
end
$$;

-- Refuses unless the person is an active member; a session is not asked for. Returns the rights.
create function logic.need_member(cmd logic.command) returns text
language plpgsql stable
as $$
declare
  v_rights text := logic.rights_of(cmd);
begin
  if v_rights is null then
    perform logic.refuse('TLSEL', jsonb_build_object('member', cmd.by_id));
  end if;
  return v_rights;
end
$$;

-- Tells whether the command's session was alive as the command came, or five minutes before: an answer that got lost is asked for again.
create function logic.is_present(cmd logic.command) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select
    from data.sessions s
    where s.bar_id = (cmd.desk).bar and s.id = cmd.session_id
      and cmd.now_at < least(s.until_at, s.ended_at) + interval '5 minutes'
  );
end
$$;

-- Refuses unless the person has a living session and at least the role: `seller`, `manager` or `owner`. Both at the command's moment, and as
-- it comes: what asks for this is never kept for later, and a till's clock could say anything. What somebody else answers for, who books what
-- had been kept, is judged at its moment only.
create function logic.need(cmd logic.command, role text) returns void
language plpgsql stable
as $$
declare
  v_ranks text[] := array['seller', 'manager', 'owner'];
  v_rank integer := array_position(v_ranks, logic.need_member(cmd));
  v_present text;
begin
  if not logic.is_alive(cmd) then
    perform logic.refuse('TLSES');
  elsif not cmd.flags && '{unparked,till_was_shut}' then
    select m.role into v_present
    from data.bar_members m
    where m.bar_id = (cmd.desk).bar and m.user_id = cmd.by_id and m.is_active;
    if not found then
      perform logic.refuse('TLSEL', jsonb_build_object('member', cmd.by_id));
    elsif not logic.is_present(cmd) then
      perform logic.refuse('TLSES');
    end if;
    v_rank := least(v_rank, array_position(v_ranks, v_present));
  end if;
  if v_rank < array_position(v_ranks, need.role) then
    perform logic.refuse('TLRGT', jsonb_build_object('needs', need.role));
  end if;
end
$$;

-- Returns the command with its moment no earlier than what it is about was made, but for two minutes between the clocks of two tills; what is
-- moved is judged anew, at that moment.
create function logic.not_before(cmd logic.command, made_at timestamptz, role text) returns logic.command
language plpgsql stable
as $$
begin
  if cmd.moment < not_before.made_at - interval '2 minutes' then
    cmd.moment := not_before.made_at;
    perform logic.need(cmd, not_before.role);
  end if;
  return cmd;
end
$$;

-- Moves a product's stock by `delta` and its reserve by `reserve_delta`, and writes the movement when the stock moves. Refuses (`TLSTK`)
-- what would leave less than nothing available, and an unknown product (`TLUNK`). The command must say that it moved.
create function logic.move_stock(
  cmd logic.command, source uuid, kind text, product uuid, delta integer, reserve_delta integer default 0, reason text default null
) returns void
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
begin
  update data.bar_products p
  set stock = p.stock + move_stock.delta, reserved = p.reserved + move_stock.reserve_delta, rev = cmd.rev
  where p.bar_id = v_bar and p.id = move_stock.product
    and p.stock + move_stock.delta >= p.reserved + move_stock.reserve_delta
    and p.stock + move_stock.delta >= 0 and p.reserved + move_stock.reserve_delta >= 0;
  if not found then
    perform logic.refuse_move(v_bar, move_stock.product, - move_stock.delta);
  end if;
  if move_stock.delta <> 0 then
    insert into data.stock_movements (bar_id, source_id, kind, product_id, qty, rev, at, reason)
    values (v_bar, move_stock.source, move_stock.kind, move_stock.product, move_stock.delta, cmd.rev, cmd.now_at, move_stock.reason);
  end if;
end
$$;

-- Refuses a move of stock that cannot be made.
create function logic.refuse_move(bar uuid, product uuid, wanted integer) returns void
language plpgsql stable
as $$
declare
  v_product data.bar_products;
begin
  select * into v_product from data.bar_products p where p.bar_id = refuse_move.bar and p.id = refuse_move.product;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'product', 'id', refuse_move.product));
  end if;
  perform logic.refuse('TLSTK', jsonb_build_object('short', jsonb_build_array(jsonb_build_object(
    'product', v_product.id, 'name', v_product.name, 'wanted', refuse_move.wanted, 'left', v_product.stock - v_product.reserved
  ))));
end
$$;

-- Returns the sale, locked by its bar's lock; refuses (`TLUNK`) one that this bar does not have.
create function logic.sale_of(bar uuid, sale uuid) returns data.sales
language plpgsql stable
as $$
declare
  v_sale data.sales;
begin
  select * into v_sale from data.sales s where s.bar_id = sale_of.bar and s.id = sale_of.sale;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'sale', 'id', sale_of.sale));
  end if;
  return v_sale;
end
$$;

-- Returns how many pieces of a sale's line may still come back or be kept: sold, less what came back or is on its way back, less what
-- stays, or was given up, at the bar. A claimed bottle is the guest's again.
create function logic.left_of_line(bar uuid, sale uuid, place integer) returns integer
language plpgsql stable
as $$
begin
  return (
    select i.qty
      - coalesce((
        select sum(r.qty)
        from data.returns r
        where r.sale_id = i.sale_id and r.position = i.position and r.bar_id = i.bar_id and r.state <> 'rejected'
      ), 0)
      - coalesce((
        select sum(c.qty)
        from data.consignments c
        where c.sale_id = i.sale_id and c.position = i.position and c.bar_id = i.bar_id and c.state <> 'claimed'
      ), 0)
    from data.sale_items i
    where i.bar_id = left_of_line.bar and i.sale_id = left_of_line.sale and i.position = left_of_line.place
  );
end
$$;

-- Keeps who did what with a right that not everybody has.
create function logic.audit(cmd logic.command, subject uuid, details jsonb default '{}') returns void
language plpgsql volatile
as $$
begin
  insert into data.audit_log (bar_id, actor, action, subject, params)
  values (
    (cmd.desk).bar, cmd.by_id::text, cmd.kind, audit.subject,
    audit.details || jsonb_build_object('till', (cmd.desk).till, 'command', cmd.id)
  );
end
$$;

grant execute on function
  logic.is_alive(logic.command), logic.rights_of(logic.command), logic.need_member(logic.command), logic.need(logic.command, text),
  logic.is_present(logic.command), logic.not_before(logic.command, timestamptz, text),
  logic.move_stock(logic.command, uuid, text, uuid, integer, integer, text), logic.refuse_move(uuid, uuid, integer),
  logic.sale_of(uuid, uuid), logic.left_of_line(uuid, uuid, integer), logic.audit(logic.command, uuid, jsonb)
to bartender_api;
