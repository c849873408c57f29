-- The refreshes of the aggregates. None of them takes a lock that a sale or a reader waits for.

create type jobs.bar_day as (bar_id uuid, business_date date);

-- Refreshes a materialized view of `data` while it is read; returns its number of rows.
create function jobs.refresh(view text) returns bigint
language plpgsql volatile
as $$
declare
  v_rows bigint;
  v_is_filled boolean;
begin
  select c.relispopulated into v_is_filled
  from pg_catalog.pg_class c
  where c.relnamespace = 'data'::regnamespace and c.relkind = 'm' and c.relname = refresh.view;
  if not found then
    raise exception using errcode = 'undefined_table', message = format('there is no materialized view data.%s', refresh.view);
  end if;
  execute format('refresh materialized view %s data.%I', case when v_is_filled then 'concurrently' else '' end, refresh.view);
  execute format('select count(*) from data.%I', refresh.view) into v_rows;
  return v_rows;
end
$$;

-- Refreshes the view and logs how it went; tells whether it was done. An error is logged, never raised.
create function jobs.refresh_materialized_view_with_logging(view text, run_by text) returns boolean
language plpgsql volatile
as $$
begin
  return jobs.logged(view, format('jobs.refresh(%L)', view), run_by);
end
$$;

-- Rebuilds the days that changed since the last run that was done, at least in the last 24 hours, and their months. A sale or a decision that
-- comes late is so found too, whatever its day, and nothing is lost of the time that the machine was off. What was under way when that run
-- looked is found within the hour before it. Returns how many days.
create function jobs.refresh_top_products_incremental() returns bigint
language plpgsql volatile
as $$
declare
  v_since timestamptz := least(
    clock_timestamp() - interval '24 hours',
    coalesce((
      select max(r.started_at) - interval '1 hour' from data.view_refreshes r where r.job = 'top_products' and r.is_done
    ), '-infinity')
  );
begin
  return jobs.rebuild_top_products(array(
    select (d.bar_id, d.business_date)::jobs.bar_day
    from (
      select c.bar_id, c.business_date from data.changed_days c where c.changed_at > v_since
      union
      select s.bar_id, s.business_date from data.sales s where s.booked_at > v_since
    ) d
  ));
end
$$;

-- Rebuilds every day that ever was. Returns how many. By hand only: where somebody has changed what was booked.
create function jobs.rebuild_all_top_products() returns bigint
language plpgsql volatile
as $$
begin
  return jobs.rebuild_top_products(array(
    select (d.bar_id, d.business_date)::jobs.bar_day
    from (
      select s.bar_id, s.business_date from data.sales s
      union
      select r.bar_id, r.business_date from data.returns r
      union
      select t.bar_id, t.starts_on from data.top_products_by_period t where t.period = 'day'
    ) d
  ));
end
$$;

-- Rebuilds these days and the months that they are in; returns how many days.
create function jobs.rebuild_top_products(days jobs.bar_day[]) returns bigint
language plpgsql volatile
as $$
begin
  delete from data.top_products_by_period t
  using unnest(days) d
  where t.bar_id = d.bar_id and (t.period, t.starts_on) in (('day', d.business_date), ('month', date_trunc('month', d.business_date)::date));

  insert into data.top_products_by_period (bar_id, period, starts_on, product_id, net_qty, net_minor)
  select x.bar_id, 'day', x.business_date, x.product_id, sum(x.qty), sum(x.amount)
  from (
    select s.bar_id, s.business_date, i.product_id, i.qty, i.price_minor * i.qty as amount
    from unnest(days) d
    join data.sales s on s.bar_id = d.bar_id and s.business_date = d.business_date and s.status = 'validated'
    join data.sale_items i on i.bar_id = s.bar_id and i.sale_id = s.id
    union all
    select r.bar_id, r.business_date, r.product_id, - r.qty, - r.amount_minor
    from unnest(days) d
    join data.returns r on r.bar_id = d.bar_id and r.business_date = d.business_date
    where r.state in ('approved', 'restocked') and (r.is_refunded or r.reason = 'exchange')
  ) x
  group by x.bar_id, x.business_date, x.product_id;

  insert into data.top_products_by_period (bar_id, period, starts_on, product_id, net_qty, net_minor)
  select t.bar_id, 'month', m.starts_on, t.product_id, sum(t.net_qty), sum(t.net_minor)
  from (select distinct d.bar_id, date_trunc('month', d.business_date)::date as starts_on from unnest(days) d) m
  join data.top_products_by_period t on t.bar_id = m.bar_id and t.period = 'day' and t.starts_on >= m.starts_on
    and t.starts_on < m.starts_on + interval '1 month'
  group by t.bar_id, m.starts_on, t.product_id;
  return cardinality(days);
end
$$;
