-- Who may do what, judged at the moment of the command: roles and modes are kept with their time.

-- Returns the member's role at the moment, '' when inactive then, null when no member of this bar. Before the first change that we
-- know, the first one holds.
create function logic.role_at(bar uuid, member uuid, moment timestamptz) returns text
language plpgsql stable
as $$
declare
  v_role text;
begin
  select case when r.is_active then r.role else '' end into v_role
  from data.member_roles r
  where r.bar_id = role_at.bar and r.user_id = role_at.member and r.valid_from <= role_at.moment
  order by r.valid_from desc
  limit 1;
  if not found then
    select case when r.is_active then r.role else '' end into v_role
    from data.member_roles r
    where r.bar_id = role_at.bar and r.user_id = role_at.member
    order by r.valid_from
    limit 1;
  end if;
  return v_role;
end
$$;

-- Returns the bar's operating mode at the moment.
create function logic.mode_at(bar uuid, moment timestamptz) returns text
language plpgsql stable
as $$
declare
  v_mode text;
begin
  select m.operating_mode into v_mode
  from data.bar_modes m
  where m.bar_id = mode_at.bar and m.valid_from <= mode_at.moment
  order by m.valid_from desc
  limit 1;
  if not found then
    select m.operating_mode into v_mode
    from data.bar_modes m
    where m.bar_id = mode_at.bar
    order by m.valid_from
    limit 1;
  end if;
  return v_mode;
end
$$;

-- Returns the price of a product in force at the moment; before the first one that we know, the first one.
create function logic.price_at(bar uuid, product uuid, moment timestamptz) returns bigint
language plpgsql stable
as $$
declare
  v_price bigint;
begin
  select p.price_minor into v_price
  from data.product_prices p
  where p.bar_id = price_at.bar and p.product_id = price_at.product and p.valid_from <= price_at.moment
  order by p.valid_from desc
  limit 1;
  if not found then
    select p.price_minor into v_price
    from data.product_prices p
    where p.bar_id = price_at.bar and p.product_id = price_at.product
    order by p.valid_from
    limit 1;
  end if;
  return v_price;
end
$$;

-- Tells whether the command's person signed in on this till, online, in the 14 days before it or since.
create function logic.has_signed_in(cmd logic.command) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select
    from data.sessions s
    where s.bar_id = (cmd.desk).bar and s.user_id = cmd.by_id and s.till_id = (cmd.desk).till
      and s.started_at >= cmd.moment - interval '14 days'
  );
end
$$;

-- Returns who made and who sold a sale, its status and what was odd about it. Without a living session of the person's own on this till, whose
-- clock may be wrong by two minutes at the session's start and end: the rights of a server.
create function logic.standing_of_sale(cmd logic.command) returns logic.standing
language plpgsql stable
as $$
declare
  v_bar uuid := (cmd.desk).bar;
  v_sold_by uuid := (cmd.body ->> 'sold_by')::uuid;
  v_standing logic.standing;
  v_by_role text;
  v_seller_role text;
  v_mode text;
  v_is_alive boolean;
  v_flags text[] := cmd.flags;
  v_is_known boolean := true;
  v_rights text := 'seller';
begin
  -- One statement: the mode and the role of the moment, and the session. `*_at` would ask one by one.
  select
    (
      select m.operating_mode
      from data.bar_modes m
      where m.bar_id = v_bar and m.valid_from <= cmd.moment
      order by m.valid_from desc
      limit 1
    ),
    (
      select case when r.is_active then r.role else '' end
      from data.member_roles r
      where r.bar_id = v_bar and r.user_id = cmd.by_id and r.valid_from <= cmd.moment
      order by r.valid_from desc
      limit 1
    ),
    exists (
      select
      from data.sessions s
      where s.bar_id = v_bar and s.id = cmd.session_id and s.till_id = (cmd.desk).till and s.user_id = cmd.by_id
        and s.started_at <= cmd.moment + interval '2 minutes'
        and cmd.moment < least(s.until_at, s.ended_at + interval '2 minutes')
    )
  into v_mode, v_by_role, v_is_alive;
  -- Before the first change that we know of, the first one holds.
  v_mode := coalesce(v_mode, logic.mode_at(v_bar, cmd.moment));
  v_by_role := coalesce(v_by_role, logic.role_at(v_bar, cmd.by_id, cmd.moment));
  v_seller_role := case when v_sold_by = cmd.by_id then v_by_role else logic.role_at(v_bar, v_sold_by, cmd.moment) end;

  if v_seller_role is null or v_seller_role = '' then
    v_flags := v_flags || case when v_seller_role = '' then 'seller_inactive' else 'seller_unknown' end;
    v_standing.unfit := v_sold_by;
  end if;
  if v_by_role is null or v_by_role = '' then
    v_flags := v_flags || case when v_by_role = '' then 'creator_inactive' else 'creator_unknown' end;
    v_standing.unfit := coalesce(cmd.by_id, v_standing.unfit);
    v_is_known := false;
  end if;
  if v_is_alive then
    v_rights := v_by_role;
    v_standing.session_id := cmd.session_id;
  else
    v_flags := v_flags || case when cmd.session_id is null then 'without_session' else 'session_ended' end;
    if v_is_known and not logic.has_signed_in(cmd) then
      v_flags := v_flags || 'never_signed_in'::text;
      v_is_known := false;
    end if;
  end if;
  if (cmd.body ->> 'override')::boolean then
    v_flags := v_flags || case when v_by_role in ('manager', 'owner') then 'override' else 'override_without_right' end;
  end if;
  v_standing.status := case
    when v_is_known and (v_rights in ('manager', 'owner') or v_mode = 'simplified') then 'validated'
    else 'pending'
  end;
  v_standing.sold_by := case when v_seller_role is not null then v_sold_by end;
  v_standing.created_by := case when v_by_role is not null then cmd.by_id end;
  v_standing.business_date := logic.day_of(cmd.desk, cmd.moment);
  v_standing.flags := v_flags;
  return v_standing;
end
$$;

grant execute on function
  logic.role_at(uuid, uuid, timestamptz), logic.mode_at(uuid, timestamptz), logic.price_at(uuid, uuid, timestamptz),
  logic.has_signed_in(logic.command), logic.standing_of_sale(logic.command)
to bartender_api;
