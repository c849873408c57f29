-- The bar's day. Twin of `app/domain/business_date.py`; both are tested on `tests/cases/business_date.json`.

-- Returns the bar's day that a moment belongs to: the night belongs to the evening it began in.
create function logic.business_date(moment timestamptz, time_zone text, closing_hour integer) returns date
immutable
return ((moment at time zone time_zone) - make_interval(hours => closing_hour))::date;

-- Returns the same by the hours that were in force at another moment. Before the first ones that we know, the first ones hold.
create function logic.day_by(bar uuid, moment timestamptz, hours_at timestamptz) returns date
language plpgsql stable
as $$
declare
  v_hours data.bar_hours;
begin
  select * into v_hours
  from data.bar_hours h
  where h.bar_id = day_by.bar and h.valid_from <= day_by.hours_at
  order by h.valid_from desc
  limit 1;
  if not found then
    select * into v_hours
    from data.bar_hours h
    where h.bar_id = day_by.bar
    order by h.valid_from
    limit 1;
  end if;
  return logic.business_date(day_by.moment, v_hours.time_zone, v_hours.closing_hour);
end
$$;

-- Returns the day of a moment by the hours in force at it. Those of the desk are the present ones, which nearly always are those.
create function logic.day_of(desk logic.desk, moment timestamptz) returns date
stable
return case
  when day_of.moment >= (day_of.desk).hours_since
    then logic.business_date(day_of.moment, (day_of.desk).time_zone, (day_of.desk).closing_hour)
  else logic.day_by((day_of.desk).bar, day_of.moment, day_of.moment)
end;

grant execute on function
  logic.business_date(timestamptz, text, integer), logic.day_by(uuid, timestamptz, timestamptz), logic.day_of(logic.desk, timestamptz)
to bartender_api;
