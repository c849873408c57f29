-- Returns the bar's day that a moment belongs to: the night belongs to the evening it began in.
-- Twin of `app/domain/business_date.py`; both are tested on `tests/cases/business_date.json`.
create function logic.business_date(moment timestamptz, time_zone text, closing_hour integer) returns date
immutable
return ((moment at time zone time_zone) - make_interval(hours => closing_hour))::date;

grant execute on function logic.business_date(timestamptz, text, integer) to bartender_api;
