-- Pages of 50 rows by a key that ascends in time, newest first. A page is found from the key of the row before or after it, never by counting
-- rows, so that the thousandth costs what the first does.

-- Tells whether the value is a date of the calendar, YYYY-MM-DD, of this era.
create function logic.is_date(value jsonb) returns boolean
language plpgsql immutable
as $$
begin
  return jsonb_typeof(is_date.value) = 'string' and is_date.value #>> '{}' ~ '^(19|2\d)\d\d-\d\d-\d\d$'
    and (is_date.value #>> '{}')::date is not null;
exception when data_exception then
  return false; -- a 31st of February
end
$$;

-- Refuses filters that are no object, or have a field that this list does not know, or one whose value is not of its kind. `kinds` says it of
-- each field: `uuid`, `date`, or the values that it may have. A field that is null counts as absent.
create function logic.check_filters(filters jsonb, kinds jsonb) returns void
language plpgsql stable
as $$
declare
  v_bad text;
begin
  if jsonb_typeof(filters) is distinct from 'object' then
    perform logic.refuse('TLINP', '{"path": "filters"}');
  end if;
  select f.key into v_bad
  from jsonb_each(filters) f
  where not coalesce(
    logic.is_absent(f.value) and kinds ? f.key
      or case kinds ->> f.key
        when 'uuid' then logic.is_uuid(f.value)
        when 'date' then logic.is_date(f.value)
        else jsonb_typeof(f.value) = 'string' and kinds -> f.key @> f.value
      end,
    false
  )
  order by f.key
  limit 1;
  if v_bad is null and (filters ->> 'from')::date > (filters ->> 'to')::date then
    v_bad := 'to';
  end if;
  if v_bad is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', 'filters.' || v_bad));
  end if;
end
$$;

-- Returns the path of what is unsound in the place of a page, null when it is sound: null or `{"to": "first"}`, `{"to": "last"}`,
-- `{"to": "next" | "previous", "key": [k, id]}`, `{"to": "date", "date": …}`, each with or without `know`, what the till has (`logic.packed`).
-- `kind` of the key: date, moment or whole; its id is a UUID or, where the first is `moment of whole`, a whole number.
create function logic.bad_place(at jsonb, kind text) returns text
language plpgsql stable
as $$
declare
  v_k jsonb := at #> '{key,0}';
  v_id jsonb := at #> '{key,1}';
begin
  if logic.is_absent(at) then
    return null;
  end if;
  return case
    when jsonb_typeof(at) <> 'object' then 'at'
    when coalesce(at ->> 'to', '') not in ('first', 'last', 'next', 'previous', 'date') then 'at.to'
    when at ->> 'to' = 'date' and not logic.is_date(at -> 'date') then 'at.date'
    when not (logic.is_absent(at -> 'know') or logic.is_text(at -> 'know', 0, 800)) then 'at.know'
    when at ->> 'to' not in ('next', 'previous') then null
    when jsonb_typeof(at -> 'key') is distinct from 'array' or jsonb_array_length(at -> 'key') <> 2 then 'at.key'
    when not case kind
      when 'date' then logic.is_date(v_k)
      when 'whole' then logic.is_whole(v_k, 0, 999999999999999)
      else logic.moment_of(v_k) is not null
    end then 'at.key[0]'
    when not case kind
      when 'moment of whole' then logic.is_whole(v_id, 0, 999999999999999)
      when 'whole' then logic.is_text(v_id, 1, 80)
      else logic.is_uuid(v_id)
    end then 'at.key[1]'
  end;
end
$$;

-- Returns the condition that a row is beyond the place, in the page's direction. `date` begins with the day itself, or the moment at which
-- the bar's day ends.
create function logic.bound_of(at jsonb, kind text, bar uuid) returns text
language plpgsql stable
as $$
declare
  v_types text[] := case kind
    when 'date' then '{date,uuid}' when 'whole' then '{bigint,text}' when 'moment' then '{timestamptz,uuid}' else '{timestamptz,bigint}'
  end;
begin
  return case at ->> 'to'
    when 'next' then format('(c.k, c.id) < (%L::%s, %L::%s)', at #>> '{key,0}', v_types[1], at #>> '{key,1}', v_types[2])
    when 'previous' then format('(c.k, c.id) > (%L::%s, %L::%s)', at #>> '{key,0}', v_types[1], at #>> '{key,1}', v_types[2])
    when 'date' then case kind
      when 'date' then format('c.k <= %L::date', at ->> 'date')
      when 'whole' then format('c.at < %L::timestamptz', logic.day_end(bar, (at ->> 'date')::date))
      else format('c.k < %L::timestamptz', logic.day_end(bar, (at ->> 'date')::date))
    end
    else 'true'
  end;
end
$$;

-- Returns the moment at which the bar's business day ends, or ended: by the last hours that were in force at the end that they give it.
create function logic.day_end(bar uuid, day date) returns timestamptz
language plpgsql stable
as $$
begin
  return (
    select e.ends_at
    from data.bar_hours h
    cross join lateral (
      select (day_end.day + 1 + make_interval(hours => h.closing_hour)) at time zone h.time_zone as ends_at
    ) e
    where h.bar_id = day_end.bar
    order by h.valid_from <= e.ends_at desc, case when h.valid_from <= e.ends_at then h.valid_from end desc, h.valid_from
    limit 1
  );
end
$$;

-- Returns the query of so many rows of a list from a place on, in the order of its indexes: each part by itself, then merged. `{way}` in a part
-- is the direction.
create function logic.core_of(listed text[], bound text, way text, many integer) returns text
language plpgsql immutable
as $$
declare
  v_parts text;
begin
  select string_agg(
    format('(select c.* from (%s) c where %s order by c.k %3$s, c.id %3$s limit %s)', replace(p.part, '{way}', way), bound, way, many),
    ' union all ' order by p.place)
  into v_parts
  from unnest(listed) with ordinality p (part, place);
  return case
    when cardinality(listed) = 1 then v_parts
    else format('select c.* from (%s) c order by c.k %2$s, c.id %2$s limit %s', v_parts, way, many)
  end;
end
$$;

-- Returns a page of a list: `items`, whether older ones follow (`more`), the keys to go on from in both directions (null where there is
-- nothing) and the `count`, exact to 10,000.
-- `listed`: queries of rows with the columns k and id, each of which an index gives in their order. `fits`: a condition on a row `c` of them,
-- for what no index knows; then at most 20,000 rows are looked at, the page may be shorter than 50 though more follow, and the count says so.
-- `item`: what is told of a row `c`. The planner takes the row policy for a filter that leaves one row in 200, and would rather sort than
-- follow an index: it may not. All of them are texts of ours; values of others are in them as literals only.
create function logic.page_of(listed text[], fits text, item text, at jsonb, kind text, bar uuid) returns jsonb
language plpgsql stable set enable_sort = off set enable_seqscan = off set enable_hashagg = off
as $$
declare
  v_bad text := logic.bad_place(at, kind);
  v_way text := case when at ->> 'to' in ('previous', 'last') then 'asc' else 'desc' end;
  v_place text := coalesce(at ->> 'to', 'first');
  v_bound text;
  v_rows jsonb;
  v_cut jsonb;
  v_newer integer;
begin
  if v_bad is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_bad));
  end if;
  v_bound := logic.bound_of(at, kind, bar);
  execute format(
    'select coalesce(jsonb_agg(jsonb_build_object(''k'', %s, ''id'', p.id, ''item'', p.item)), ''[]'')
    from (select c.k, c.id, %s as item from (%s) c%s limit 51) p',
    case when kind like 'moment%' then 'logic.utc_text(p.k)' else 'p.k' end,
    item, logic.core_of(listed, v_bound, v_way, case when fits is null then 51 else 20000 end), ' where ' || fits
  ) into v_rows;
  if fits is not null and jsonb_array_length(v_rows) < 51 then
    execute format(
      'select jsonb_build_array(c.k, c.id) from (%s) c offset 19999', logic.core_of(listed, v_bound, v_way, 20000)) into v_cut;
  end if;
  if v_place = 'date' and v_rows <> '[]' then
    execute format('select count(*) from (%s) c', logic.core_of(listed, format('not (%s)', v_bound), 'asc', 1)) into v_newer;
  end if;
  return logic.packed(logic.turned(v_rows, v_cut, v_way = 'asc', case when v_newer = 0 then 'first' else v_place end), at ->> 'know')
    || jsonb_build_object('count', logic.count_of(listed, fits), 'at', case when logic.is_absent(at) then '{"to": "first"}' else at - 'know' end);
end
$$;

-- Returns 60 bits of what a row says.
create function logic.row_tag(item jsonb) returns text
immutable
return left(encode(sha256(convert_to(item::text, 'UTF8')), 'base64'), 10);

-- Returns the page in few words for a till that says what it has: `know` is the first four letters of the tag of each of its rows, in its order.
-- In the place of `items`: `columns`, the names of the fields, or the number of a row that the till has with the same ones; `packed`, which says the rows in order, and `sum`, 60 bits of all their tags, by which the
-- till sees that it put together what is meant. In `packed`, `[number, count]` are so many rows as the till has them, from that number (0 is its
-- first) on; any other row is `[marks, value, …]` with a letter for each column: `.` the next value, `:` the next one as a uuid in 22 letters of base64, a
-- figure: so many times four letters of the next row and then the next value, `-` none, else how many rows further down the same value stands (A: the next row). A till that does not say what it has gets the items as they are.
create function logic.packed(page jsonb, know text) returns jsonb
language plpgsql immutable set enable_sort = on set enable_seqscan = on set enable_hashagg = on
as $$
begin
  if know is null then
    return page;
  end if;
  return page - 'items' || (
    with placed as materialized (
      select r.item, r.place, r.tag, h.at
      from (
        select i.item, i.place, logic.row_tag(i.item) as tag from jsonb_array_elements(page -> 'items') with ordinality i (item, place)
      ) r
      left join (
        select substr(know, n * 4 + 1, 4) as tag, min(n) as at from generate_series(0, length(know) / 4 - 1) n group by 1
      ) h on h.tag = left(r.tag, 4)
    ),
    columns as (
      select c.name, row_number() over (order by c.name collate "C") as place
      from (select distinct k.name from placed p cross join jsonb_object_keys(p.item) k (name) where p.at is null) c
    ),
    cells as (
      select p.place, p.at, c.place as "column", p.item -> c.name as value, p.item ->> c.name as said, p.item ? c.name as is_there,
        lead(p.place) over same - p.place as further, lead(p.item ->> c.name) over (partition by c.place order by p.place) as below
      from placed p cross join columns c
      window same as (partition by c.place, p.item ? c.name, p.item -> c.name order by p.place)
    ),
    marked as (
      select c.*,
        case
          when not c.is_there then '-'
          when c.further <= 52 then substr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', c.further::integer, 1)
          when jsonb_typeof(c.value) <> 'string' then '.'
          when c.said ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then ':'
          else coalesce(
            (select max(n)::text from generate_series(1, 9) n where left(c.said, n * 4) = left(c.below, n * 4) and length(c.said) >= n * 4), '.')
        end as mark
      from cells c
      where c.at is null
    ),
    said as (
      select c.place, jsonb_build_array(string_agg(c.mark, '' order by c."column")) || coalesce(jsonb_agg(
        case
          when c.mark = '.' then c.value
          when c.mark = ':' then to_jsonb(logic.base64url(decode(replace(c.said, '-', ''), 'hex')))
          when c.mark ~ '[1-9]' then to_jsonb(substr(c.said, c.mark::integer * 4 + 1))
        end order by c."column"
      ) filter (where c.mark ~ '[.:1-9]'), '[]') as words
      from marked c
      group by c.place
      union all
      select min(r.place), jsonb_build_array(min(r.at), count(*))
      from (select p.place, p.at, row_number() over (order by p.place) as number from placed p where p.at is not null) r
      group by r.place - r.number, r.place - r.at
    )
    select jsonb_build_object(
      'columns', coalesce(
        (
          select to_jsonb(min(p.at))
          from placed p
          where p.at is not null
            and (select array_agg(k.name order by k.name collate "C") from jsonb_object_keys(p.item) k (name))
              = (select array_agg(c.name order by c.place) from columns c)
        ),
        (select jsonb_agg(c.name order by c.place) from columns c), '[]'
      ),
      'packed', (select coalesce(jsonb_agg(s.words order by s.place), '[]') from said s),
      'sum', (select left(encode(sha256(convert_to(coalesce(string_agg(p.tag, '' order by p.place), ''), 'UTF8')), 'base64'), 10) from placed p)
    )
  );
end
$$;

-- Returns what was found as a page, newest first; the 51st row only tells that there are more. `cut`: the key at which looking was given up.
create function logic.turned(seen jsonb, cut jsonb, is_up boolean, place text) returns jsonb
language plpgsql immutable
as $$
declare
  v_many integer := least(50, jsonb_array_length(seen));
  v_has_more boolean := jsonb_array_length(seen) > 50 or cut is not null;
  v_items jsonb;
  v_far jsonb := jsonb_build_array(seen #> array[(v_many - 1)::text, 'k'], seen #> array[(v_many - 1)::text, 'id']);
  v_near jsonb := case when v_many > 0 then jsonb_build_array(seen #> '{0,k}', seen #> '{0,id}') end;
begin
  v_far := case when jsonb_array_length(seen) > 50 then v_far else coalesce(cut, case when v_many > 0 then v_far end) end;
  select coalesce(jsonb_agg(f.row -> 'item' order by case when is_up then - f.place else f.place end), '[]') into v_items
  from jsonb_array_elements(seen) with ordinality f (row, place)
  where f.place <= 50;
  return jsonb_build_object(
    'items', v_items,
    'more', case when is_up then place = 'previous' else v_has_more end,
    'next_key', case when is_up then case when place = 'previous' then v_near end when v_has_more then v_far end,
    'previous_key', case when is_up then case when v_has_more then v_far end when place in ('next', 'date') then v_near end
  );
end
$$;

-- Returns how many rows a list has: exact to 10,000, and `more` when there may be others.
create function logic.count_of(listed text[], fits text) returns jsonb
language plpgsql stable set enable_sort = off set enable_seqscan = off set enable_hashagg = off
as $$
declare
  v_count integer;
  v_unseen integer := 0;
begin
  execute format(
    'select count(*) from (select from (%s) c%s limit 10001) x',
    logic.core_of(listed, 'true', 'desc', case when fits is null then 10001 else 20000 end), ' where ' || fits
  ) into v_count;
  if fits is not null and v_count < 10001 then
    execute format('select count(*) from (select from (%s) c offset 20000) x', logic.core_of(listed, 'true', 'desc', 20001)) into v_unseen;
  end if;
  return jsonb_build_object('count', least(v_count, 10000), 'more', v_count > 10000 or v_unseen > 0);
end
$$;

grant execute on function
  logic.is_date(jsonb), logic.check_filters(jsonb, jsonb), logic.bad_place(jsonb, text), logic.bound_of(jsonb, text, uuid),
  logic.day_end(uuid, date), logic.core_of(text[], text, text, integer), logic.page_of(text[], text, text, jsonb, text, uuid), logic.turned(jsonb, jsonb, boolean, text),
  logic.row_tag(jsonb), logic.packed(jsonb, text),
  logic.count_of(text[], text)
to bartender_api;
