-- The one definition of net revenue: validated sales, less approved or restocked returns that were refunded or exchanged, by business date.

-- Returns it for each business date from `first` to `last`, both included, that had any: gross, returned, net, and how many sales.
create function logic.net_revenue(bar uuid, first date, last date)
returns table (business_date date, sales bigint, gross_minor bigint, returned_minor bigint, net_minor bigint)
language plpgsql stable
as $$
begin
  return query
    select d.business_date, sum(d.sales)::bigint, sum(d.gross)::bigint, sum(d.returned)::bigint, (sum(d.gross) - sum(d.returned))::bigint
    from (
      select s.business_date, count(*) as sales, sum(s.total_minor) as gross, 0 as returned
      from data.sales s
      where s.bar_id = net_revenue.bar and s.status = 'validated'
        and s.business_date between net_revenue.first and net_revenue.last
      group by s.business_date
      union all
      select r.business_date, 0, 0, sum(r.amount_minor)
      from data.returns r
      where r.bar_id = net_revenue.bar and r.state in ('approved', 'restocked') and (r.is_refunded or r.reason = 'exchange')
        and r.business_date between net_revenue.first and net_revenue.last
      group by r.business_date
    ) d (business_date, sales, gross, returned)
    group by d.business_date
    order by d.business_date;
end
$$;

grant execute on function logic.net_revenue(uuid, date, date) to bartender_api;
