-- How busy a bar is right now. It slides: nothing is stored, so nothing can grow old, and no sale pays for it.

-- Returns the sales of the last 5 and 60 minutes before the moment and when the last one was, by the moments at which they were made. One
-- look at `idx_sales_bar_created`.
create function logic.bar_activity(bar uuid, moment timestamptz)
returns table (sales_5min bigint, sales_60min bigint, last_sale_at timestamptz)
language plpgsql stable
as $$
begin
  return query
    select count(*) filter (where s.created_at > bar_activity.moment - interval '5 minutes'), count(*), (
      select x.created_at
      from data.sales x
      where x.bar_id = bar_activity.bar
      order by x.created_at desc
      limit 1
    )
    from data.sales s
    where s.bar_id = bar_activity.bar and s.created_at > bar_activity.moment - interval '60 minutes';
end
$$;

grant execute on function logic.bar_activity(uuid, timestamptz) to bartender_api;
