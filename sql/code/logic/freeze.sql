-- A bar that moves to another server stands still here.

-- Freezes the bar, or ends that; returns whether it was not so before. Its tills' calls fail from then on as those of a server that is away:
-- they sell on, and keep what they sell. No grants on purpose.
create function logic.freeze_bar(bar uuid, is_frozen boolean) returns boolean
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks := logic.lock_bar(freeze_bar.bar);
begin
  if (v_clock.frozen_at is not null) = freeze_bar.is_frozen then
    return false;
  end if;
  update data.bar_clocks c
  set frozen_at = case when freeze_bar.is_frozen then clock_timestamp() end
  where c.bar_id = freeze_bar.bar;
  insert into data.audit_log (bar_id, action)
  values (freeze_bar.bar, case when freeze_bar.is_frozen then 'freeze_bar' else 'unfreeze_bar' end);
  if freeze_bar.is_frozen then
    perform logic.alert(freeze_bar.bar, 'frozen', '', '{}');
  else
    update data.alerts a
    set settled_at = clock_timestamp()
    where a.bar_id = freeze_bar.bar and a.kind = 'frozen' and a.settled_at is null;
  end if;
  return true;
end
$$;
