-- The bar's mutex and its revisions. Whoever writes a bar locks its row of `bar_clocks` first; no other order of locks exists.

-- Returns the name of this cluster and its timeline: another after a restore elsewhere or a failover.
create function logic.cluster() returns text
language plpgsql stable
as $$
begin
  return (pg_control_system()).system_identifier || ':' || left(pg_walfile_name(pg_current_wal_lsn()), 8);
end
$$;

-- Says to a till that its bar stands still here while it moves to another server: as one does that is away for a while.
create function logic.refuse_frozen() returns void
language plpgsql immutable
as $$
begin
  raise exception using errcode = 'cannot_connect_now', message = 'the bar is moving to another server', detail = '{}';
end
$$;

-- Locks the bar and returns its clock. The guard on stock asks whether this was done. A till cannot lock one that is frozen.
create function logic.lock_bar(bar uuid) returns data.bar_clocks
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks;
  v_locked text;
begin
  select * into v_clock
  from data.bar_clocks c
  where c.bar_id = lock_bar.bar
  for no key update;
  if not found then
    raise exception using errcode = 'no_data_found', message = 'unknown bar';
  elsif v_clock.frozen_at is not null and current_user = 'bartender_api' then
    perform logic.refuse_frozen();
  end if;
  v_locked := set_config('bartender.locked', lock_bar.bar::text, true);
  return v_clock;
end
$$;

-- Returns the clock with one step more for each topic named.
create function logic.touched(clock data.bar_clocks, topics text[]) returns data.bar_clocks
language plpgsql immutable
as $$
declare
  v_topic text;
begin
  foreach v_topic in array coalesce(touched.topics, '{}') loop
    case v_topic
      when 'sales' then clock.sales := clock.sales + 1;
      when 'returns' then clock.returns := clock.returns + 1;
      when 'supplies' then clock.supplies := clock.supplies + 1;
      when 'consignments' then clock.consignments := clock.consignments + 1;
      when 'catalog' then clock.catalog := clock.catalog + 1;
      when 'team' then clock.team := clock.team + 1;
      when 'settings' then clock.settings := clock.settings + 1;
      when 'notifications' then clock.notifications := clock.notifications + 1;
    end case;
  end loop;
  return clock;
end
$$;

-- Writes the clock of a locked bar and announces it, once per commit: PostgreSQL drops equal announcements of one transaction. Returns
-- the revision. `feed`: how the site announces.
create function logic.save_clock(clock data.bar_clocks, feed text) returns bigint
language plpgsql volatile
as $$
begin
  update data.bar_clocks c
  set rev = clock.rev, epoch = clock.epoch, cluster = clock.cluster, sales = clock.sales, returns = clock.returns,
    supplies = clock.supplies, consignments = clock.consignments, catalog = clock.catalog, team = clock.team,
    settings = clock.settings, notifications = clock.notifications, claims = clock.claims
  where c.bar_id = clock.bar_id;
  if feed = 'notify' then
    perform pg_notify('bartender_feed', clock.bar_id || ':' || clock.rev);
  end if;
  return clock.rev;
end
$$;

-- Locks the bar, moves the topics and, when stock, price or activity changes, the revision; returns the revision. For every
-- writer but submit.
create function logic.take_rev(bar uuid, topics text[], moves boolean) returns bigint
language plpgsql volatile
as $$
declare
  v_clock data.bar_clocks := logic.touched(logic.lock_bar(take_rev.bar), take_rev.topics);
begin
  if take_rev.moves then
    v_clock.rev := v_clock.rev + 1;
  end if;
  return logic.save_clock(v_clock, (select s.feed from data.site s));
end
$$;

-- Returns the revision of each topic as the tills read it.
create function logic.topics(clock data.bar_clocks) returns jsonb
language plpgsql immutable
as $$
begin
  return jsonb_build_object(
    'sales', clock.sales, 'returns', clock.returns, 'supplies', clock.supplies, 'consignments', clock.consignments,
    'catalog', clock.catalog, 'team', clock.team, 'settings', clock.settings, 'notifications', clock.notifications
  );
end
$$;

-- Tells whether the till's word may begin an epoch now: one in a minute for the whole bar, unless nobody here ever heard of the epoch that it comes
-- from, and three in an hour for the till. What was begun is written in what a backup holds: after a restore to before that, it is as if it
-- had not been.
create function logic.may_begin_epoch(bar uuid, till uuid, is_heard_of boolean) returns boolean
language plpgsql stable
as $$
begin
  return (
    select count(*) filter (where e.claimed_by = may_begin_epoch.till) < 3
      and not (is_heard_of and coalesce(max(e.begun_at) > clock_timestamp() - interval '1 minute', false))
    from data.bar_epochs e
    where e.bar_id = may_begin_epoch.bar and e.claimed_by is not null and e.begun_at > clock_timestamp() - interval '1 hour'
  );
end
$$;

-- Returns the clock, locked before, with what a till claims kept until it may begin an epoch: the server may have been behind, and will not be seen to
-- be once it has caught up. Whoever runs the site hears which till it is.
create function logic.put_off_epoch(clock data.bar_clocks, claim jsonb) returns data.bar_clocks
language plpgsql volatile
as $$
begin
  clock.claims := coalesce(clock.claims, '{}') || jsonb_build_object(put_off_epoch.claim ->> 'till', put_off_epoch.claim);
  update data.bar_clocks c set claims = clock.claims where c.bar_id = clock.bar_id;
  perform logic.alert(clock.bar_id, 'epoch_claimed', put_off_epoch.claim ->> 'till', put_off_epoch.claim);
  return clock;
end
$$;

-- Returns what a till claimed that was put off and may begin an epoch by now, null when there is none.
create function logic.due_claim(clock data.bar_clocks) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select c.value
    from jsonb_each(clock.claims) c
    where logic.may_begin_epoch(clock.bar_id, c.key::uuid, true)
    order by c.key
    limit 1
  );
end
$$;

-- Tells whether the present epoch began in the last minute together with one that was lost and noted.
create function logic.is_just_restored(clock data.bar_clocks) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select
    from data.bar_epochs e
    join data.bar_epochs lost on lost.bar_id = e.bar_id and lost.begun_at = e.begun_at and lost.epoch <> e.epoch
    where e.bar_id = clock.bar_id and e.epoch = clock.epoch and e.begun_at > clock_timestamp() - interval '1 minute'
  );
end
$$;

-- Returns the clock, locked before, in a new epoch: every till reads all again and sends again what this server does not know. What a till has
-- seen is its word (`restored`, and `claimed` when it was put off): it may begin few epochs, and until it may the clock comes back as it was.
-- An epoch that a till had seen and this server had lost is noted as past: the other tills that come from it begin none of their own. So is one
-- that nobody knows in the minute after one was so lost and noted, which then is enough: its till reads all again as it is, and a till that makes epochs up
-- makes no more of them here.
create function logic.begin_epoch(clock data.bar_clocks, cause text, params jsonb) returns data.bar_clocks
language plpgsql volatile
as $$
declare
  v_old uuid := clock.epoch;
  v_said jsonb := case cause when 'claimed' then logic.due_claim(clock) else begin_epoch.params end;
  v_lost uuid := (v_said #>> '{seen,epoch}')::uuid;
  v_claimant uuid := case when cause in ('restored', 'claimed') then (v_said ->> 'till')::uuid end;
begin
  if cause = 'restored' and v_claimant is not null and clock.cluster = logic.cluster() then
    if v_lost <> clock.epoch and logic.is_just_restored(clock) then
      insert into data.bar_epochs (bar_id, epoch)
      select clock.bar_id, v_lost
      from data.bar_epochs e
      where e.bar_id = clock.bar_id and e.begun_at > clock_timestamp() - interval '1 hour'
      having count(*) < 100
      on conflict do nothing;
      return clock;
    elsif not logic.may_begin_epoch(clock.bar_id, v_claimant, v_lost = clock.epoch) then
      return logic.put_off_epoch(clock, v_said);
    end if;
  end if;
  clock.epoch := gen_random_uuid();
  clock.cluster := logic.cluster();
  clock.claims := null;
  insert into data.bar_epochs (bar_id, epoch, claimed_by)
  select clock.bar_id, e.epoch, case when e.epoch = clock.epoch then v_claimant end
  from unnest(array[clock.epoch, v_lost]) as e (epoch)
  where e.epoch is not null
  on conflict do nothing;
  clock := logic.touched(clock, array['notifications']);
  perform logic.save_clock(clock, (select s.feed from data.site s));
  perform logic.alert(clock.bar_id, 'new_epoch', clock.epoch::text,
    v_said || jsonb_build_object('cause', begin_epoch.cause, 'before', v_old, 'rev', clock.rev));
  perform logic.tell(clock.bar_id, 'new_epoch', jsonb_build_object('cause', begin_epoch.cause));
  return clock;
end
$$;

-- Returns why the server and what the till has seen of it do not fit: `restored` (it is behind, or never had the till's epoch: a
-- backup from before that one came back without a word), `claimed` (some till said so before and was put off), `moved`, or null.
create function logic.epoch_fault(clock data.bar_clocks, last_no bigint, seen jsonb) returns text
language plpgsql stable
as $$
begin
  if seen ->> 'epoch' <> clock.epoch::text then
    if not exists (select from data.bar_epochs e where e.bar_id = clock.bar_id and e.epoch::text = seen ->> 'epoch') then
      return 'restored';
    end if;
  end if;
  return case
    when (seen -> 'applied')::bigint > last_no and seen ->> 'epoch' = clock.epoch::text then 'restored'
    when (seen -> 'rev')::bigint > clock.rev and seen ->> 'epoch' = clock.epoch::text then 'restored'
    when clock.claims is not null and logic.due_claim(clock) is not null then 'claimed'
    when clock.cluster <> (pg_control_system()).system_identifier || ':' || left(pg_walfile_name(pg_current_wal_lsn()), 8) then 'moved'
  end;
end
$$;

-- Returns what the till has seen; refuses what is no `{epoch, applied, rev}`, each of them or none.
create function logic.seen_of(seen jsonb) returns jsonb
language plpgsql immutable
as $$
declare
  v_path text;
begin
  if seen @@ 'strict $.epoch like_regex "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"
    && $.applied >= 0 && $.applied <= 999999999999 && $.applied % 1 == 0 && $.rev >= 0 && $.rev <= 999999999999 && $.rev % 1 == 0'
  then
    return seen;
  end if;
  v_path := case
    when jsonb_typeof(seen) is distinct from 'object' then 'seen'
    when not (logic.is_absent(seen -> 'epoch') or logic.is_uuid(seen -> 'epoch')) then 'seen.epoch'
    when not (logic.is_absent(seen -> 'applied') or logic.is_whole(seen -> 'applied', 0, 999999999999)) then 'seen.applied'
    when not (logic.is_absent(seen -> 'rev') or logic.is_whole(seen -> 'rev', 0, 999999999999)) then 'seen.rev'
  end;
  if v_path is not null then
    perform logic.refuse('TLINP', jsonb_build_object('path', v_path));
  end if;
  return seen;
end
$$;

grant execute on function
  logic.cluster(), logic.refuse_frozen(), logic.lock_bar(uuid), logic.touched(data.bar_clocks, text[]), logic.save_clock(data.bar_clocks, text),
  logic.take_rev(uuid, text[], boolean), logic.topics(data.bar_clocks), logic.may_begin_epoch(uuid, uuid, boolean),
  logic.put_off_epoch(data.bar_clocks, jsonb), logic.due_claim(data.bar_clocks), logic.is_just_restored(data.bar_clocks), logic.begin_epoch(data.bar_clocks, text, jsonb),
  logic.epoch_fault(data.bar_clocks, bigint, jsonb), logic.seen_of(jsonb)
to bartender_api;
