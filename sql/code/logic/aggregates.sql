-- What the functions of `api` may see of the aggregates: the rows of the bar that the token check named. The materialized views themselves,
-- which have no row security, belong to the owner alone. They are as old as their last refresh: today, and what changed since, is read live.

create view logic.daily_sales_summary with (security_barrier = true) as
select a.*
from data.daily_sales_summary a
where a.bar_id::text = current_setting('bartender.bar', true);

create view logic.product_sales_stats with (security_barrier = true) as
select a.*
from data.product_sales_stats a
where a.bar_id::text = current_setting('bartender.bar', true);

create view logic.bars_with_stats with (security_barrier = true) as
select a.*
from data.bars_with_stats a
where a.bar_id::text = current_setting('bartender.bar', true);

-- The bars of which the person that a session named is an owner now, whichever bar asks; a bar is there before it was first added up.
create view logic.owned_bars with (security_barrier = true) as
select b.id as bar_id, b.name, b.currency, b.is_active, b.operating_mode, coalesce(a.people, 0) as people, coalesce(a.tills, 0) as tills,
  coalesce(a.products, 0) as products, coalesce(a.short_products, 0) as short_products, coalesce(a.sales, 0) as sales,
  coalesce(a.gross_minor, 0) as gross_minor, coalesce(a.returned_minor, 0) as returned_minor, coalesce(a.net_minor, 0) as net_minor,
  coalesce(a.net_minor_30, 0) as net_minor_30, a.last_business_date
from data.bars b
left join data.bars_with_stats a on a.bar_id = b.id
where b.id in (
  select m.bar_id
  from data.bar_members m
  where m.user_id::text = current_setting('bartender.owner', true) and m.role = 'owner' and m.is_active
);

-- When each job was last done; null when it never was.
create view logic.refreshes with (security_barrier = true) as
select s.name as job, (
  select r.started_at
  from data.view_refreshes r
  where r.job = s.name and r.is_done
  order by r.id desc
  limit 1
) as refreshed_at
from data.schedule s;

-- Returns when the job was last done.
create function logic.refreshed_at(job text) returns timestamptz
language plpgsql stable
as $$
begin
  return (select r.refreshed_at from logic.refreshes r where r.job = refreshed_at.job);
end
$$;

-- Returns the days of a bar from `first` to `last` of which the job's last run says nothing: those that are not over, and those that changed since,
-- or in the hour before it, when a sale may have been under way. After two days without a run it says nothing at all.
create function logic.live_days(bar uuid, job text, first date, last date) returns date[]
language plpgsql stable
as $$
declare
  v_since timestamptz := logic.refreshed_at(job) - interval '1 hour';
  v_today date := logic.day_by(bar, now(), now());
begin
  if v_since is null or v_since < now() - interval '2 days' then
    v_today := first;
  end if;
  return array(
    select d::date
    from generate_series(greatest(first, v_today)::timestamp, last::timestamp, '1 day') d
    union
    select c.business_date
    from data.changed_days c
    where c.bar_id = live_days.bar and c.business_date between first and last and c.changed_at > v_since
    union
    select s.business_date
    from data.sales s
    where s.bar_id = live_days.bar and s.created_at > greatest(v_since, now() - interval '3 days') and s.business_date between first and last
  );
end
$$;

grant select on
  logic.daily_sales_summary, logic.product_sales_stats, logic.bars_with_stats, logic.owned_bars, logic.refreshes
to bartender_api;
grant execute on function logic.refreshed_at(text), logic.live_days(uuid, text, date, date) to bartender_api;
