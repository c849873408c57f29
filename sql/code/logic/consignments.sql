-- Paid bottles that are kept at the bar for their guests. Whether one has expired is computed, wherever it is asked; a tidying only gives
-- its pieces free and writes it down, and no answer depends on whether it ran. The rules' twin is `app/domain/consignment.py`.

-- Tells whether a bottle kept until `expires_at` has expired at the moment: from the next microsecond on.
create function logic.has_expired(expires_at timestamptz, moment timestamptz) returns boolean
immutable
return moment > expires_at;

-- Returns the state of a kept bottle as everybody is shown it.
create function logic.consignment_state(state text, expires_at timestamptz, moment timestamptz) returns text
immutable
return case when state = 'active' and logic.has_expired(expires_at, moment) then 'expired' else state end;

-- Writes down what has expired of a product, or of the whole bar when it is null, and frees its pieces; returns how many. The caller
-- holds the bar's lock and gives the revision, which is used when the answer is not 0.
create function logic.tidy_consignments(bar uuid, product uuid, now_at timestamptz, rev bigint) returns integer
language plpgsql volatile
as $$
declare
  v_freed integer;
begin
  with ended as (
    update data.consignments c
    set state = 'expired', ended_at = tidy_consignments.now_at, rev = tidy_consignments.rev
    where c.bar_id = tidy_consignments.bar and (tidy_consignments.product is null or c.product_id = tidy_consignments.product)
      and c.state = 'active' and c.expires_at < tidy_consignments.now_at
    returning c.product_id, c.qty
  ), freed as (
    select e.product_id, sum(e.qty)::integer as qty
    from ended e
    group by e.product_id
  ), given as (
    update data.bar_products p
    set reserved = p.reserved - f.qty, rev = tidy_consignments.rev
    from freed f
    where p.bar_id = tidy_consignments.bar and p.id = f.product_id
    returning f.qty
  )
  select coalesce(sum(g.qty), 0)::integer into v_freed from given g;
  return v_freed;
end
$$;

-- Returns the kept bottle that the command names, which must be of the product that the till saw; refuses one that this bar does not have,
-- and one of which a part has been handed over since the till saw so many.
create function logic.consignment_of(cmd logic.command, seen integer) returns data.consignments
language plpgsql stable
as $$
declare
  v_kept data.consignments;
begin
  select * into v_kept
  from data.consignments c
  where c.bar_id = (cmd.desk).bar and c.id = (cmd.body ->> 'consignment')::uuid;
  if not found then
    perform logic.refuse('TLUNK', jsonb_build_object('what', 'consignment', 'id', cmd.body ->> 'consignment'));
  elsif v_kept.product_id <> (cmd.body ->> 'product')::uuid then
    perform logic.refuse('TLINP', '{"path": "body.product"}');
  elsif v_kept.qty < consignment_of.seen then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'consignment', 'state', v_kept.state));
  elsif v_kept.qty > consignment_of.seen then
    perform logic.refuse('TLINP', '{"path": "body.qty"}');
  end if;
  return v_kept;
end
$$;

-- Returns the path of the first unsound field of a bottle to be kept.
create function logic.bad_create_consignment(body jsonb) returns text
language plpgsql immutable
as $$
begin
  return case
    when not logic.is_uuid(body -> 'consignment') then 'body.consignment'
    when logic.bad_line_part(body, 'body') is not null then logic.bad_line_part(body, 'body')
    when not logic.is_text(body -> 'guest', 1, 80) then 'body.guest'
    when body ->> 'guest' !~ '\S' then 'body.guest'
    when not (logic.is_absent(body -> 'phone') or logic.is_text(body -> 'phone', 1, 40)) then 'body.phone'
    when not (logic.is_absent(body -> 'days') or logic.is_whole(body -> 'days', 1, 30)) then 'body.days'
    when not logic.is_text(body -> 'notes', 0, 500) then 'body.notes'
  end;
end
$$;

-- Keeps paid bottles for their guest: they are in the house again, and nobody else's. Days are of 24 hours, the bar's own number of them
-- unless the command says another.
create function logic.do_create_consignment(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_id uuid := (cmd.body ->> 'consignment')::uuid;
  v_qty integer := (cmd.body ->> 'qty')::integer;
  v_twin uuid;
  v_sale data.sales;
  v_line data.sale_items;
  v_days integer;
  v_expires_at timestamptz;
begin
  select c.command_id into v_twin from data.consignments c where c.bar_id = v_bar and c.id = v_id;
  if found then
    return (null, false, '{}', v_twin)::logic.effect;
  end if;
  perform logic.need(cmd, 'manager');
  v_sale := logic.validated_sale(v_bar, (cmd.body ->> 'sale')::uuid);
  v_line := logic.line_with_left(v_bar, cmd.body, 'body');
  select coalesce((cmd.body ->> 'days')::integer, b.consignment_days) into v_days from data.bars b where b.id = v_bar;
  v_expires_at := cmd.moment + make_interval(hours => 24 * v_days);
  perform logic.move_stock(cmd, v_id, 'consign_in', v_line.product_id, v_qty, v_qty);
  insert into data.consignments (
    bar_id, id, command_id, sale_id, position, product_id, qty, guest, phone, notes, expires_at, created_by, created_at, rev
  ) values (
    v_bar, v_id, cmd.id, v_sale.id, v_line.position, v_line.product_id, v_qty, cmd.body ->> 'guest', cmd.body ->> 'phone',
    cmd.body ->> 'notes', v_expires_at, cmd.by_id, cmd.moment, cmd.rev
  );
  perform logic.audit(cmd, v_id, jsonb_build_object('sale', v_sale.id, 'product', v_line.product_id, 'qty', v_qty));
  return (
    jsonb_build_object('consignment', v_id, 'state', 'active', 'expires_at', logic.utc_text(v_expires_at)), true, '{consignments}', null
  )::logic.effect;
end
$$;

-- Returns the path of the first unsound field of a claim.
create function logic.bad_claim_consignment(body jsonb) returns text
immutable
return case
  when not logic.is_uuid(body -> 'consignment') then 'body.consignment'
  when not logic.is_uuid(body -> 'product') then 'body.product'
  when not logic.is_whole(body -> 'qty', 1, 999) then 'body.qty'
end;

-- Refuses a kept bottle that is its guest's no more at the command's moment. What was claimed in time and heard of after a tidying is the
-- guest's all the same, as long as the bottles have not been sold since.
create function logic.need_claimable(cmd logic.command, kept data.consignments) returns void
language plpgsql stable
as $$
begin
  if kept.state not in ('active', 'expired') then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'consignment', 'state', kept.state));
  elsif logic.has_expired(kept.expires_at, cmd.moment) then
    perform logic.refuse('TLEXP', jsonb_build_object('expired_at', logic.utc_text(kept.expires_at)));
  end if;
end
$$;

-- Hands the bottles out to their guest, once.
create function logic.do_claim_consignment(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_kept data.consignments;
begin
  perform logic.need(cmd, 'seller');
  v_kept := logic.consignment_of(cmd, (cmd.body ->> 'qty')::integer);
  cmd := logic.not_before(cmd, v_kept.created_at, 'seller');
  perform logic.need_claimable(cmd, v_kept);
  perform logic.move_stock(
    cmd, v_kept.id, 'consign_out', v_kept.product_id, - v_kept.qty, case v_kept.state when 'active' then - v_kept.qty else 0 end
  );
  update data.consignments c
  set state = 'claimed', ended_by = cmd.by_id, ended_at = cmd.moment, rev = cmd.rev
  where c.bar_id = v_kept.bar_id and c.id = v_kept.id;
  return (jsonb_build_object('consignment', v_kept.id, 'state', 'claimed'), true, '{consignments}', null)::logic.effect;
end
$$;

-- Returns the path of the first unsound field of a claim of some of the bottles: `qty` of the `of` that the till saw, from now on `part`.
create function logic.bad_claim_part(body jsonb) returns text
immutable
return coalesce(logic.bad_claim_consignment(body), case
  when not logic.is_uuid(body -> 'part') or body -> 'part' = body -> 'consignment' then 'body.part'
  when not logic.is_whole(body -> 'of', 2, 999) then 'body.of'
  when (body ->> 'qty')::integer >= (body ->> 'of')::integer then 'body.qty'
end);

-- Hands some of the bottles out to their guest: they become a row of their own that is claimed, and the others stay as they are.
create function logic.do_claim_part(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_part uuid := (cmd.body ->> 'part')::uuid;
  v_qty integer := (cmd.body ->> 'qty')::integer;
  v_twin data.consignments;
  v_kept data.consignments;
begin
  select * into v_twin from data.consignments c where c.bar_id = v_bar and c.id = v_part;
  if v_twin.part_of = (cmd.body ->> 'consignment')::uuid then
    return (null, false, '{}', v_twin.command_id)::logic.effect;
  elsif v_twin.id is not null then
    perform logic.refuse('TLDUP', jsonb_build_object('field', 'part', 'id', v_part));
  end if;
  perform logic.need(cmd, 'seller');
  v_kept := logic.consignment_of(cmd, (cmd.body ->> 'of')::integer);
  cmd := logic.not_before(cmd, v_kept.created_at, 'seller');
  perform logic.need_claimable(cmd, v_kept);
  perform logic.move_stock(
    cmd, v_part, 'consign_out', v_kept.product_id, - v_qty, case v_kept.state when 'active' then - v_qty else 0 end
  );
  insert into data.consignments (
    bar_id, id, command_id, sale_id, position, product_id, qty, guest, phone, notes, state, expires_at, created_by, created_at, ended_by,
    ended_at, rev, part_of
  ) values (
    v_bar, v_part, cmd.id, v_kept.sale_id, v_kept.position, v_kept.product_id, v_qty, v_kept.guest, v_kept.phone, v_kept.notes, 'claimed',
    v_kept.expires_at, v_kept.created_by, v_kept.created_at, cmd.by_id, cmd.moment, cmd.rev, v_kept.id
  );
  update data.consignments c
  set qty = c.qty - v_qty, rev = cmd.rev
  where c.bar_id = v_bar and c.id = v_kept.id;
  return (
    jsonb_build_object('consignment', v_kept.id, 'state', v_kept.state, 'part', v_part, 'left', v_kept.qty - v_qty), true, '{consignments}',
    null
  )::logic.effect;
end
$$;

-- Returns the path of the first unsound field of a forfeit.
create function logic.bad_forfeit_consignment(body jsonb) returns text
immutable
return coalesce(logic.bad_claim_consignment(body), case
  when not logic.is_text(body -> 'reason', 1, 200) then 'body.reason'
  when body ->> 'reason' !~ '\S' then 'body.reason'
end);

-- Gives up the guest's claim: the bottles are the bar's to sell again.
create function logic.do_forfeit_consignment(cmd logic.command) returns logic.effect
language plpgsql volatile
as $$
declare
  v_kept data.consignments;
  v_state text;
begin
  perform logic.need(cmd, 'manager');
  v_kept := logic.consignment_of(cmd, (cmd.body ->> 'qty')::integer);
  cmd := logic.not_before(cmd, v_kept.created_at, 'manager');
  v_state := logic.consignment_state(v_kept.state, v_kept.expires_at, cmd.moment);
  if v_state <> 'active' then
    perform logic.refuse('TLSTA', jsonb_build_object('what', 'consignment', 'state', v_state));
  end if;
  perform logic.move_stock(cmd, v_kept.id, 'consign_out', v_kept.product_id, 0, - v_kept.qty);
  update data.consignments c
  set state = 'forfeited', ended_by = cmd.by_id, ended_at = cmd.moment, reason = cmd.body ->> 'reason', rev = cmd.rev
  where c.bar_id = v_kept.bar_id and c.id = v_kept.id;
  perform logic.audit(cmd, v_kept.id, jsonb_build_object('product', v_kept.product_id, 'qty', v_kept.qty, 'reason', cmd.body ->> 'reason'));
  return (jsonb_build_object('consignment', v_kept.id, 'state', 'forfeited'), true, '{consignments}', null)::logic.effect;
end
$$;

grant execute on function
  logic.has_expired(timestamptz, timestamptz), logic.consignment_state(text, timestamptz, timestamptz),
  logic.tidy_consignments(uuid, uuid, timestamptz, bigint), logic.consignment_of(logic.command, integer),
  logic.need_claimable(logic.command, data.consignments),
  logic.bad_create_consignment(jsonb), logic.do_create_consignment(logic.command),
  logic.bad_claim_consignment(jsonb), logic.do_claim_consignment(logic.command),
  logic.bad_claim_part(jsonb), logic.do_claim_part(logic.command),
  logic.bad_forfeit_consignment(jsonb), logic.do_forfeit_consignment(logic.command)
to bartender_api;
