-- Which bars have which new feature: `off` none, `pilot` the pilots, `ten` the pilots and the first ten, `all`.

-- Returns the names of the features that the bar has. A feature that nobody rolled out is off.
create function logic.features_of(bar uuid) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select coalesce(jsonb_agg(r.feature order by r.feature), '[]')
    from data.rollouts r
    join data.bars b on b.id = features_of.bar
    where r.stage = 'all' or (r.stage in ('pilot', 'ten') and b.is_pilot) or (r.stage = 'ten' and b.rank <= 10)
  );
end
$$;

-- Puts the bars in the order in which they get features: active ones first, of these the pilots, then as they were.
create function logic.rank_bars() returns void
language plpgsql volatile
as $$
begin
  update data.bars b
  set rank = o.place
  from (
    select x.id, row_number() over (order by x.is_active desc, x.is_pilot desc, x.rank, x.created_at, x.id) as place
    from data.bars x
  ) o
  where o.id = b.id and b.rank <> o.place;
end
$$;

-- Moves the feature to the stage; returns how many active bars have it now. Tills hear of it with their next pulse.
create function logic.set_rollout(feature text, stage text) returns bigint
language plpgsql volatile
as $$
begin
  perform logic.rank_bars();
  insert into data.rollouts as r (feature, stage)
  values (set_rollout.feature, set_rollout.stage)
  on conflict on constraint rollouts_pkey do update set stage = excluded.stage, changed_at = clock_timestamp();
  return (select count(*) from data.bars b where b.is_active and logic.features_of(b.id) ? set_rollout.feature);
end
$$;

-- Makes the bar a pilot, or no longer.
create function logic.set_pilot(bar uuid, is_pilot boolean) returns void
language plpgsql volatile
as $$
begin
  update data.bars b set is_pilot = set_pilot.is_pilot where b.id = set_pilot.bar;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'unknown bar';
  end if;
  perform logic.rank_bars();
end
$$;

-- Makes every till of the site ask each so many seconds instead of listening, until null ends it.
create function logic.set_emergency(seconds integer) returns void
language plpgsql volatile
as $$
begin
  update data.site s set emergency_s = set_emergency.seconds;
end
$$;

grant execute on function logic.features_of(uuid) to bartender_api;
