-- Guests' names and telephones do not stay longer than each bar has said.

-- Forgets the guests of bottles that were taken, given up or expired longer ago than the bar's `guest_retention_days`, and the names in commands
-- that are as old and belong to no bottle that is still kept. Returns how many rows it changed. Locks a bar only when there is something.
create function jobs.forget_guests() returns integer
language plpgsql volatile
as $$
declare
  v_bar record;
  v_rows integer;
  v_bar_rows integer;
  v_all integer := 0;
begin
  for v_bar in
    select b.id, clock_timestamp() - make_interval(days => b.guest_retention_days) as before
    from data.bars b
    order by b.id
  loop
    if exists (select from jobs.guests_to_forget(v_bar.id, v_bar.before)) or exists (select from jobs.words_to_forget(v_bar.id, v_bar.before))
    then
      perform logic.lock_bar(v_bar.id);
      update data.consignments c
      set guest = null, phone = null, notes = ''
      where c.bar_id = v_bar.id and c.id in (select g.id from jobs.guests_to_forget(v_bar.id, v_bar.before) g (id));
      get diagnostics v_bar_rows = row_count;
      update data.commands k
      set body = logic.without_guest(k.kind, k.body)
      from jobs.words_to_forget(v_bar.id, v_bar.before) w
      where k.bar_id = v_bar.id and k.till_id = w.till_id and k.ledger_id = w.ledger_id and k.no = w.no;
      get diagnostics v_rows = row_count;
      if v_bar_rows > 0 then
        perform logic.take_rev(v_bar.id, '{consignments}', false);
      end if;
      v_all := v_all + v_bar_rows + v_rows;
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
