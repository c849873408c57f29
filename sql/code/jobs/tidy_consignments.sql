-- Writes down what has expired of the bottles that bars keep, and frees their pieces; returns how many pieces. Only bars that have
-- something to tidy are locked, in the order of their ids, and none that is busy.
create function jobs.tidy_consignments() returns integer
language plpgsql volatile
as $$
declare
  v_bar uuid;
  v_freed integer := 0;
  v_now_at timestamptz := clock_timestamp();
begin
  foreach v_bar in array array(
    select distinct c.bar_id
    from data.consignments c
    where c.state = 'active' and c.expires_at < v_now_at
    order by c.bar_id
  ) loop
    continue when not jobs.took_bar(v_bar);
    -- A sale may have tidied before we had the lock.
    continue when not exists (
      select from data.consignments c where c.bar_id = v_bar and c.state = 'active' and c.expires_at < v_now_at
    );
    v_freed := v_freed + logic.tidy_consignments(v_bar, null, v_now_at, logic.take_rev(v_bar, '{consignments}', true));
  end loop;
  return v_freed;
end
$$;
