-- Which business days changed since they were last added up. Whatever a figure of a day is made of tells so by itself: no command can forget it.
-- A sale that comes within five minutes pays nothing for that: it is found by its own moment.

-- Notes, under the bar's lock, that the row's day has changed: once a minute is enough.
create function logic.keep_changed_day() returns trigger
language plpgsql volatile
as $$
begin
  if not exists (
    select
    from data.changed_days d
    where d.bar_id = new.bar_id and d.business_date = new.business_date and d.changed_at > clock_timestamp() - interval '1 minute'
  ) then
    insert into data.changed_days (bar_id, business_date, changed_at)
    values (new.bar_id, new.business_date, clock_timestamp())
    on conflict (bar_id, business_date) do update set changed_at = excluded.changed_at;
  end if;
  return null;
end
$$;
create trigger _300_keep_changed_day_late
  after insert on data.sales
  for each row
  when (new.created_at < new.booked_at - interval '5 minutes')
  execute function logic.keep_changed_day();
create trigger _300_keep_changed_day after update on data.sales for each row execute function logic.keep_changed_day();
create trigger _300_keep_changed_day after update on data.payments for each row execute function logic.keep_changed_day();
create trigger _300_keep_changed_day after insert or update on data.returns for each row execute function logic.keep_changed_day();
