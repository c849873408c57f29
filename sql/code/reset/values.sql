-- Reads JSON from outside without ever casting what was not looked at. None of these has a `set` clause: so they are inlined, and all
-- that they name is of pg_catalog.

-- Tells whether the value is a UUID in canonical text form. Counted repetitions in a pattern cost ten times as much as this.
create function logic.is_uuid(value jsonb) returns boolean
immutable
return coalesce(
  value #>> '{}' like '________-____-____-____-____________'
    and value #>> '{}' ~ '^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$',
  false
);

-- Tells whether the text is 32 bytes in lower-case hex.
create function logic.is_hash(value text) returns boolean
immutable
return coalesce(length(value) = 64 and value ~ '^[0-9a-f]*$', false);

-- Tells whether the value is a whole number between lowest and highest, written without exponent or decimals.
create function logic.is_whole(value jsonb, lowest bigint, highest bigint) returns boolean
immutable
return case
  when jsonb_typeof(value) = 'number' and value #>> '{}' ~ '^(0|[1-9][0-9]{0,14})$'
    then (value #>> '{}')::bigint between lowest and highest
  else false
end;

-- Tells whether the value is a number of seconds, of at most 30 years.
create function logic.is_age(value jsonb) returns boolean
immutable
return case when jsonb_typeof(value) = 'number' then (value #>> '{}')::numeric between 0 and 1000000000 else false end;

-- Tells whether the value is a text of lowest to highest characters.
create function logic.is_text(value jsonb, lowest integer, highest integer) returns boolean
immutable
return coalesce(jsonb_typeof(value) = 'string' and length(value #>> '{}') between lowest and highest, false);

-- Tells whether the value is missing or null.
create function logic.is_absent(value jsonb) returns boolean
immutable
return coalesce(jsonb_typeof(value) = 'null', true);

-- Returns the moment in an ISO 8601 text in UTC, null if it is none.
create function logic.moment_of(value jsonb) returns timestamptz
language plpgsql stable
as $$
begin
  if jsonb_typeof(moment_of.value) is distinct from 'string'
    or moment_of.value #>> '{}' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|\+00:00)$'
  then
    return null;
  end if;
  return (moment_of.value #>> '{}')::timestamptz;
exception when data_exception then
  return null; -- a 31st of February
end
$$;

-- Ends a command, or a call, with one of our own codes and its parameters.
create function logic.refuse(code text, params jsonb default '{}') returns void
language plpgsql volatile
as $$
begin
  raise exception using errcode = refuse.code, message = refuse.code, detail = refuse.params::text;
end
$$;

grant execute on function
  logic.is_uuid(jsonb), logic.is_whole(jsonb, bigint, bigint), logic.is_text(jsonb, integer, integer), logic.is_absent(jsonb),
  logic.is_hash(text), logic.is_age(jsonb),  logic.moment_of(jsonb), logic.refuse(text, jsonb)
to bartender_api;
