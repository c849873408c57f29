-- What people are told because time has passed, not because somebody did something. Each looks first and locks a bar only when there is
-- something to tell it; none runs inside a sale, and none waits
-- for a bar that is busy. Each returns how much it told.

-- Returns a bar's products on sale that have been stocked and are at or below their threshold: nobody has an unread notification of it, and
-- nobody has read one since the product was last stocked up.
create function jobs.low_stock(bar uuid) returns table (product uuid, params jsonb)
language plpgsql stable
as $$
begin
  return query
    select p.id, jsonb_build_object(
      'product', p.id, 'name', p.name, 'volume_ml', p.volume_ml, 'left', p.stock - p.reserved, 'threshold', p.alert_threshold
    )
    from data.bar_products p
    left join lateral (
      select n.created_at, n.read_at
      from data.notifications n
      where n.bar_id = p.bar_id and n.kind = 'low_stock' and n.subject = p.id::text
      order by n.created_at desc
      limit 1
    ) told on true
    where p.bar_id = low_stock.bar and p.is_active and p.stock - p.reserved <= p.alert_threshold
      and exists (select from data.stock_movements m where m.product_id = p.id and m.bar_id = p.bar_id)
      and (
        told.created_at is null
        or told.read_at is not null and exists (
          select
          from data.stock_movements m
          where m.product_id = p.id and m.bar_id = p.bar_id and m.qty > 0 and m.kind in ('supply', 'adjustment')
            and m.at > told.created_at
        )
      );
end
$$;

-- Tells of products that run out: once each, until somebody has read it and it was stocked up since. What was stocked up unread is read.
create function jobs.tell_low_stock() returns integer
language plpgsql volatile
as $$
declare
  v_bars uuid[];
  v_bar uuid;
  v_changed integer;
  v_told integer;
  v_all integer := 0;
begin
  -- All are looked for before the first is locked.
  v_bars := array(
    select b.id from data.bars b where b.is_active and exists (select from jobs.low_stock(b.id))
    union
    select n.bar_id from data.notifications n where n.kind = 'low_stock' and n.read_at is null and not jobs.is_low(n.bar_id, n.subject)
    order by 1
  );
  foreach v_bar in array v_bars loop
    continue when not jobs.took_bar(v_bar);
    update data.notifications n
    set read_at = clock_timestamp()
    where n.bar_id = v_bar and n.kind = 'low_stock' and n.read_at is null and not jobs.is_low(n.bar_id, n.subject);
    get diagnostics v_changed = row_count;
    select count(*) into v_told
    from jobs.low_stock(v_bar) l
    where logic.tell_once(v_bar, 'low_stock', l.product::text, l.params);
    if v_changed + v_told > 0 then
      perform logic.take_rev(v_bar, '{notifications}', false);
    end if;
    v_all := v_all + v_told;
  end loop;
  return v_all;
end
$$;

-- Tells whether the product that a notification is about is still on sale and low.
create function jobs.is_low(bar uuid, subject text) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select
    from data.bar_products p
    where p.bar_id = is_low.bar and p.id = is_low.subject::uuid and p.is_active and p.stock - p.reserved <= p.alert_threshold
  );
end
$$;

-- Tells each bar of what waits: once, until it is read and more has begun to wait too long since. `waiting` has one row per bar: how many,
-- since when the oldest waits, and when the newest of them began to wait too long.
create function jobs.tell_waiting(kind text, waiting jsonb) returns integer
language plpgsql volatile
as $$
declare
  v_row record;
  v_told integer := 0;
begin
  for v_row in
    select w.bar, w.count, w.oldest_at
    from jsonb_to_recordset(tell_waiting.waiting) as w (bar uuid, count bigint, oldest_at timestamptz, newest_late_at timestamptz)
    where not exists (
      select
      from data.notifications n
      where n.bar_id = w.bar and n.kind = tell_waiting.kind and n.subject = 'all'
        and (n.read_at is null or n.created_at >= w.newest_late_at)
    )
    order by w.bar
  loop
    continue when not jobs.took_bar(v_row.bar);
    if logic.tell_once(v_row.bar, tell_waiting.kind, 'all',
      jsonb_build_object('count', v_row.count, 'oldest_at', logic.utc_text(v_row.oldest_at)))
    then
      perform logic.take_rev(v_row.bar, '{notifications}', false);
      v_told := v_told + 1;
    end if;
  end loop;
  return v_told;
end
$$;

-- Tells of sales that wait for a manager longer than the bar allows.
create function jobs.tell_pending_sales() returns integer
language plpgsql volatile
as $$
begin
  return jobs.tell_waiting('sales_pending', (
    select coalesce(jsonb_agg(to_jsonb(w)), '[]')
    from (
      select s.bar_id as bar, count(*) as count, min(s.created_at) as oldest_at,
        max(greatest(s.created_at + make_interval(mins => b.pending_alert_minutes), s.booked_at)) as newest_late_at
      from data.sales s
      join data.bars b on b.id = s.bar_id and b.is_active
      where s.status = 'pending' and s.created_at < clock_timestamp() - make_interval(mins => b.pending_alert_minutes)
      group by s.bar_id
    ) w
  ));
end
$$;

-- Tells of discrepancies that nobody has explained for a day; each was told when it arose.
create function jobs.tell_open_discrepancies() returns integer
language plpgsql volatile
as $$
begin
  return jobs.tell_waiting('discrepancies_open', (
    select coalesce(jsonb_agg(to_jsonb(w)), '[]')
    from (
      select d.bar_id as bar, count(*) as count, min(d.created_at) as oldest_at, max(d.created_at) + interval '1 day' as newest_late_at
      from data.discrepancies d
      join data.bars b on b.id = d.bar_id and b.is_active
      where d.state = 'open' and d.created_at < clock_timestamp() - interval '1 day'
      group by d.bar_id
    ) w
  ));
end
$$;

-- Tells of tills that have not been seen for longer than the bar allows while another till of the bar is at work: then the bar is open. Once
-- for each time that one stays away.
create function jobs.tell_missing_tills() returns integer
language plpgsql volatile
as $$
declare
  v_row record;
  v_told integer := 0;
begin
  for v_row in
    select t.bar_id as bar, t.id as till, jsonb_build_object(
      'till', t.id, 'code', t.code, 'name', t.name, 'seen_at', logic.utc_text(s.seen_at), 'queue', s.queue
    ) as params
    from data.till_status s
    join data.tills t on t.bar_id = s.bar_id and t.id = s.till_id and t.revoked_at is null
    join data.bars b on b.id = s.bar_id and b.is_active
    where s.seen_at < clock_timestamp() - make_interval(mins => b.till_missing_minutes)
      and exists (
        select from data.till_status o where o.bar_id = s.bar_id and o.seen_at > clock_timestamp() - interval '7 minutes'
      )
      and not exists (
        select
        from data.notifications n
        where n.bar_id = s.bar_id and n.kind = 'till_missing' and n.subject = t.id::text
          and (n.read_at is null or n.created_at > s.seen_at)
      )
    order by t.bar_id, t.code
  loop
    continue when not jobs.took_bar(v_row.bar);
    if logic.tell_once(v_row.bar, 'till_missing', v_row.till::text, v_row.params) then
      perform logic.take_rev(v_row.bar, '{notifications}', false);
      v_told := v_told + 1;
    end if;
  end loop;
  return v_told;
end
$$;
