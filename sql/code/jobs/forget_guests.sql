-- Guests' names and telephones do not stay longer than each bar has said.

-- What a bar is to forget, of what is from before the moment: at most 500 bottles and 500 commands at a time.
create type jobs.past_words as (till uuid, ledger uuid, no bigint);
create type jobs.past_guests as (bar uuid, before timestamptz, bottles uuid[], words jobs.past_words[]);

-- Forgets the guests of bottles that were taken, given up or expired longer ago than the bar's `guest_retention_days`, and the names in commands
-- that are as old and belong to no bottle that is still kept. Returns how many rows it changed. Locks a bar only when there is something, and
-- none that is busy.
create function jobs.forget_guests() returns integer
language plpgsql volatile
as $$
declare
  v_past jobs.past_guests;
  v_rows integer;
  v_bar_rows integer;
  v_all integer := 0;
  v_set text;
begin
  -- All is looked for before the first bar is locked.
  foreach v_past in array array(
    select (x.bar, x.before, x.bottles, x.words)::jobs.past_guests
    from (
      select b.id as bar, m.before, array(select g from jobs.guests_to_forget(b.id, m.before) g limit 500) as bottles,
        array(
          select (w.till_id, w.ledger_id, w.no)::jobs.past_words from jobs.words_to_forget(b.id, m.before) w limit 500
        ) as words
      from data.bars b
      cross join lateral (select clock_timestamp() - make_interval(days => b.guest_retention_days) as before) m
    ) x
    where cardinality(x.bottles) + cardinality(x.words) > 0
    order by x.bar
  ) loop
    continue when not jobs.took_bar(v_past.bar);
    update data.consignments c
    set guest = null, phone = null, notes = ''
    where c.bar_id = v_past.bar and c.id = any (v_past.bottles) and coalesce(c.ended_at, c.expires_at) < v_past.before;
    get diagnostics v_bar_rows = row_count;
    update data.commands k
    set body = logic.without_guest(k.kind, k.body)
    from unnest(v_past.words) w
    where k.bar_id = v_past.bar and k.till_id = w.till and k.ledger_id = w.ledger and k.no = w.no;
    get diagnostics v_rows = row_count;
    if v_bar_rows > 0 then
      perform logic.take_rev(v_past.bar, '{consignments}', false);
    end if;
    v_all := v_all + v_bar_rows + v_rows;
    if greatest(cardinality(v_past.bottles), cardinality(v_past.words)) = 500 then
      v_set := set_config('bartender.job_has_more', 'yes', true);
    end if;
  end loop;
  return v_all;
end
$$;

-- Returns the kept bottles that ended before the moment and still say whose they were.
create function jobs.guests_to_forget(bar uuid, before timestamptz) returns setof uuid
language plpgsql stable
as $$
begin
  return query
    select c.id
    from data.consignments c
    where c.bar_id = guests_to_forget.bar and coalesce(c.ended_at, c.expires_at) < guests_to_forget.before
      and (c.guest is not null or c.phone is not null or c.notes <> '');
end
$$;

-- Returns the commands from before the moment that say a guest's name for no bottle that still says it.
create function jobs.words_to_forget(bar uuid, before timestamptz) returns setof data.commands
language plpgsql stable
as $$
begin
  return query
    select k.*
    from data.commands k
    where k.bar_id = words_to_forget.bar and k.kind in ('create_consignment', 'park') and k.at < words_to_forget.before
      and logic.names_guest(k.kind, k.body)
      and not exists (
        select
        from data.consignments c
        where c.bar_id = k.bar_id and c.id::text = coalesce(k.body #>> '{body,consignment}', k.body ->> 'consignment')
          and coalesce(c.ended_at, c.expires_at) >= words_to_forget.before
      );
end
$$;
