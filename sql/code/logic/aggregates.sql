-- What the functions of `api` may see of the aggregates: the rows of the bar that the token check named. The materialized views themselves,
-- which have no row security, belong to the owner alone. They are as old as their last refresh: today is always read live.

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

grant select on logic.daily_sales_summary, logic.product_sales_stats, logic.bars_with_stats to bartender_api;
